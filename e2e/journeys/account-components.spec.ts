import { demo } from '../support/demo.js';
import { hold } from '../support/hold.js';
import { hydrated, openHydrated } from '../support/hydrated.js';
import { expect, test } from '../support/test.js';

test(
	'CO14: times are relative, and exact in the zone of the visitor',
	{ tag: ['@javascript', '@gate'] },
	async ({ browser, enter, context, servers }) => {
		await enter(servers.demo);
		for (const [timezoneId, offset] of [
			['Asia/Kathmandu', 'GMT+5:45'],
			['America/St_Johns', /NST|GMT-3:30/]
		] as const) {
			const other = await browser.newContext({ timezoneId, baseURL: servers.demo.origin });
			await other.addCookies(await context.cookies());
			const page = await other.newPage();
			await page.clock.install();
			await page.goto('/account');
			const last = page.getByRole('listitem').locator('time').first();
			await expect(last).toHaveAttribute(
				'title',
				offset instanceof RegExp ? offset : new RegExp(`\\${offset.slice(3)}$`)
			);
			await expect(last).toHaveText('just now');
			await page.clock.fastForward(125_000);
			await expect(last).toHaveText('2 minutes ago');
			await other.close();
		}
	}
);

test('CO15: the menu of a user opens, and is left by Escape and by going elsewhere', async ({
	page,
	open,
	enter,
	servers,
	javaScriptEnabled
}) => {
	const { email } = await enter(servers.demo);
	await open('/docs/components');
	const menu = page.locator('.guardian-menu');
	const opener = menu.locator('summary');
	const account = menu.getByRole('link', { name: 'Your account' });
	await expect(opener).toHaveAccessibleName(`Account menu: ${email}`);
	await expect(account).toBeHidden();
	await opener.press('Enter');
	await expect(account).toBeVisible();
	if (javaScriptEnabled !== false) {
		await page.keyboard.press('Tab');
		await expect(account).toBeFocused();
		await page.keyboard.press('Escape');
		await expect(account).toBeHidden();
		await expect(opener).toBeFocused();
		await opener.click();
		await page.getByRole('heading', { name: 'UserMenu' }).click();
		await expect(account).toBeHidden();
		await opener.click();
	}
	await menu.getByRole('button', { name: 'Sign out' }).click();
	await expect(demo(page).signInLink).toBeVisible();
});

test(
	'CO15: the menu opens before JavaScript, and stays open while the page comes to life and its data comes',
	{ tag: ['@gate', '@javascript'] },
	async ({ page, context, enter, servers }) => {
		const start = await hold(page, /\.js$/);
		await page.goto('/docs/components', { waitUntil: 'commit' });
		const menu = page.locator('.guardian-menu');
		await menu.locator('summary').click();
		const account = menu.getByRole('link', { name: 'Your account' });
		await expect(account).toBeVisible();
		await start();
		await hydrated(page);
		await page.waitForTimeout(100);
		await expect(account).toBeVisible();

		// Somebody signs in in another tab.
		const { email } = await enter(servers.demo);
		await openHydrated(await context.newPage(), '/about');
		await expect(menu.locator('summary')).toHaveAccessibleName(`Account menu: ${email}`);
		await expect(account).toBeVisible();

		await page.locator('.guardian-menu-panel').evaluate((panel) => {
			panel.insertAdjacentHTML('beforeend', '<a href="/docs/components">This page</a>');
		});
		await menu.getByRole('link', { name: 'This page' }).click();
		await expect(account).toBeHidden();
		await menu.locator('summary').click();
		await account.click();
		await expect(page).toHaveURL('/account');
	}
);

test('CO16: users and visitors see what is for them', async ({ page, open, enter, servers }) => {
	await open('/docs/components');
	const visitors = page.locator('.docs-example').getByText('You are signed out.');
	await expect(visitors).toBeVisible();
	const { email } = await enter(servers.demo);
	await open('/docs/components');
	await expect(page.getByText(`You are signed in as ${email}.`)).toBeVisible();
	await expect(visitors).toHaveCount(0);
});
