import { signIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { hold } from '../support/hold.js';
import { hydrated, openHydrated } from '../support/hydrated.js';
import { submitSignIn } from '../support/sign-in-form.js';
import { expect, test } from '../support/test.js';

test(
	'FR4: a prerendered page signs out by its button',
	{ tag: '@native' },
	async ({ page, enter, servers, mayLog, javaScriptEnabled }) => {
		// What the adapter of SvelteKit 3 answers for a file; the kit's own address is tried then.
		mayLog(/status of 405/);
		await enter(servers.fixture);
		await page.goto(`${servers.fixture.origin}/file`);
		if (javaScriptEnabled) await hydrated(page);
		await page.getByRole('button', { name: 'Sign out' }).click();
		await expect(page).toHaveURL(`${servers.fixture.origin}/`);
		await expect(page.locator('#user')).toHaveText('nobody');
		expect(await page.context().cookies()).toEqual([]);
	}
);

test.describe('with JavaScript', { tag: '@javascript' }, () => {
	test('FR4: a prerendered page knows that somebody is signed in, and the next page knows who', async ({
		page,
		enter,
		servers
	}) => {
		const { email } = await enter(servers.fixture);
		await page.goto(`${servers.fixture.origin}/file`);
		await expect(page.locator('#user')).toHaveText('somebody');
		await page.getByRole('link', { name: 'A page that is rendered' }).click();
		await expect(page.getByRole('heading')).toHaveText('A page with another action');
		await expect(page.locator('#user')).toHaveText(email);
	});

	test(
		'FR4: a click on a link goes there, also where the answer of who is signed in comes meanwhile',
		{ tag: '@gate' },
		async ({ page, enter, servers }) => {
			const { email } = await enter(servers.fixture);
			const answerWho = await hold(page, '**/_guardian/sign-out/session');
			await openHydrated(page, `${servers.fixture.origin}/file`);
			const openOther = await hold(page, '**/nodes/*.js');
			await page.getByRole('link', { name: 'A page that is rendered' }).click();
			await answerWho();
			await expect(page.locator('#user')).toHaveText('somebody');
			await openOther();
			await expect(page.getByRole('heading')).toHaveText('A page with another action');
			await expect(page.locator('#user')).toHaveText(email);
		}
	);

	test(
		'FR4: after a sign-in in another tab a prerendered page says so, and after a sign-out, too',
		{ tag: '@gate' },
		async ({ page, context, enter, servers }) => {
			const account = await enter(servers.fixture);
			await context.clearCookies();
			await openHydrated(page, `${servers.fixture.origin}/file`);
			await expect(page.locator('#user')).toHaveText('nobody');
			const other = await context.newPage();
			await openHydrated(other, `${servers.fixture.origin}/signin`);
			await submitSignIn(other, account);
			await expect(page.locator('#user')).toHaveText('somebody');
			await other.getByRole('button', { name: 'Sign out' }).click();
			await expect(page.locator('#user')).toHaveText('nobody');
		}
	);

	test(
		'FR4: a prerendered page asks once, not for ever',
		{ tag: '@gate' },
		async ({ page, enter, servers }) => {
			await enter(servers.fixture);
			let asked = 0;
			page.on('request', (request) => {
				if (/_guardian|__data/.test(request.url())) asked += 1;
			});
			await page.goto(`${servers.fixture.origin}/file`);
			await expect(page.locator('#user')).toHaveText('somebody');
			await page.waitForLoadState('networkidle');
			expect(asked).toBeLessThanOrEqual(3);
		}
	);

	test(
		'FR4: a sign-out elsewhere reaches the data that a prerendered page has kept',
		{ tag: '@gate' },
		async ({ page, enter, servers }) => {
			const account = await enter(servers.fixture);
			await page.clock.install();
			await page.goto(`${servers.fixture.origin}/file`);
			await page.getByRole('link', { name: 'A page that is rendered' }).click();
			await expect(page.locator('#user')).toHaveText(account.email);
			await page.goBack();
			await expect(page.getByRole('heading')).toHaveText('A file');
			const elsewhere = new Client(servers.fixture);
			await signIn(elsewhere, account);
			await elsewhere.post('/?/signout', { scope: 'all' });
			await page.clock.fastForward(61_000);
			await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
			await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
			await expect(page.locator('#user')).toHaveText('nobody');
		}
	);
});
