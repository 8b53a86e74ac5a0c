import { signIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { deferred } from '../support/deferred.js';
import { demo } from '../support/demo.js';
import { cookiesOf } from '../support/browser-cookies.js';
import { expect, test } from '../support/test.js';

test.describe('with JavaScript', { tag: '@javascript' }, () => {
	test('SO6: the header’s user goes away, and so does all that is in memory', async ({
		page,
		open,
		enter,
		servers
	}) => {
		const { email } = await enter(servers.demo);
		const on = demo(page);
		await open('/account');
		await page.evaluate(() => Object.assign(window, { marker: 'still here' }));
		await on.signOut.click();
		await expect(on.signInLink).toBeVisible();
		await expect(page.getByText(email)).toHaveCount(0);
		expect(await page.evaluate(() => 'marker' in window)).toBe(false);
	});

	test('the button says that it works, once, and keeps the focus', async ({
		page,
		open,
		enter,
		servers
	}) => {
		await enter(servers.demo);
		const on = demo(page);
		await open('/about');
		let posts = 0;
		const { promise: gate, resolve: go } = deferred();
		await page.route(/\/signout$/, async (route) => {
			posts += 1;
			await gate;
			await route.continue();
		});
		await on.signOut.focus();
		await page.keyboard.press('Enter');

		const pending = on.header.getByRole('button', { name: 'Signing out…' });
		await expect(pending).toHaveAttribute('aria-busy', 'true');
		await expect(pending).toBeFocused();
		await pending.click();
		go();
		await expect(on.signInLink).toBeVisible();
		expect(posts).toBe(1);
	});

	test('RF1: offline one is told, stays signed in, and can try again', async ({
		page,
		open,
		enter,
		servers,
		mayLog
	}) => {
		mayLog(/ERR_INTERNET_DISCONNECTED/);
		const { email } = await enter(servers.demo);
		const on = demo(page);
		await open('/about');
		await page.context().setOffline(true);
		await on.signOut.click();
		await expect(on.header.getByRole('alert')).toContainText('The server cannot be reached');
		await expect(on.header).toContainText(email);
		await expect(on.signOut).toHaveAttribute('aria-busy', 'false');

		await page.context().setOffline(false);
		expect(await (await page.request.get('/account')).text()).toContain(email);
		await on.signOut.click();
		await expect(on.signInLink).toBeVisible();
		await expect(page.getByRole('alert')).toHaveCount(0);
	});

	test(
		'offline the sign-in form says so and keeps what was typed',
		{ tag: '@gate' },
		async ({ page, open, mayLog }) => {
			mayLog(/ERR_INTERNET_DISCONNECTED/);
			const on = demo(page);
			await open('/signin');
			await on.fill({ email: 'ann@example.com', password: 'correct horse' });
			await page.context().setOffline(true);
			await on.signIn.click();
			await expect(on.alert).toContainText('We could not reach the server');
			await expect(on.email).toHaveValue('ann@example.com');
		}
	);

	test('after a mistake the summary has the focus', async ({ page, open }) => {
		const on = demo(page);
		await open('/signin');
		await on.signIn.click();
		await expect(page.locator('.guardian-form-errors')).toBeFocused();
	});

	test('SO4: hovering a link to the sign-out page signs nobody out', async ({
		page,
		open,
		enter,
		servers
	}) => {
		const { email } = await enter(servers.demo);
		await open('/about');
		await page.evaluate(() => {
			for (const href of ['/signout', '/account?/signout', '/signin?/signout']) {
				const link = Object.assign(document.createElement('a'), { href, textContent: href });
				document.querySelector('main')?.prepend(link, ' ');
			}
		});
		for (const href of ['/signout', '/account?/signout', '/signin?/signout']) {
			const preload = page.waitForResponse((response) => response.url().includes('__data.json'));
			await page.getByRole('link', { name: href, exact: true }).hover();
			await preload;
		}
		await page.reload();
		await expect(demo(page).header).toContainText(email);
	});
});

test.describe('the documentation’s examples for the browser', { tag: '@javascript' }, () => {
	test('handleSignOut signs out and stays', async ({ page, open, enter, servers }) => {
		const { email } = await enter(servers.fixture);
		await open(`${servers.fixture.origin}/client`);
		await expect(page.locator('#user')).toHaveText(email);
		const said = page.waitForEvent('console');
		await page.getByRole('button', { name: 'handleSignOut', exact: true }).click();
		expect((await said).text()).toBe('Signed out successfully');
		await expect(page.locator('#user')).toHaveText('nobody');
		await expect(page).toHaveURL(/\/client$/);
	});

	test(
		'handleSignOut logs what a person can read when it failed',
		{ tag: '@gate' },
		async ({ page, open, enter, servers, mayLog }) => {
			mayLog(/ERR_INTERNET_DISCONNECTED/);
			mayLog(/The server cannot be reached/);
			const { email } = await enter(servers.fixture);
			await open(`${servers.fixture.origin}/client`);
			await page.context().setOffline(true);
			const said = page.waitForEvent('console', (message) => !message.text().includes('net::'));
			await page.getByRole('button', { name: 'handleSignOut', exact: true }).click();
			expect((await said).text()).toContain('The server cannot be reached');
			await expect(page.locator('#user')).toHaveText(email);
		}
	);

	test(
		'handleSignOutWithRedirect signs out and goes to /',
		{ tag: '@gate' },
		async ({ page, open, enter, servers }) => {
			await enter(servers.fixture);
			await open(`${servers.fixture.origin}/client`);
			await page.getByRole('button', { name: 'handleSignOutWithRedirect' }).click();
			await expect(page).toHaveURL(`${servers.fixture.origin}/`);
			await expect(page.locator('#user')).toHaveText('nobody');
			expect(await cookiesOf(page.context())).toEqual([]);
		}
	);

	test(
		'allSessions signs out the other browsers too',
		{ tag: '@gate' },
		async ({ page, open, enter, servers }) => {
			const account = await enter(servers.fixture);
			const elsewhere = new Client(servers.fixture);
			await signIn(elsewhere, account);
			await open(`${servers.fixture.origin}/client`);
			await page.getByRole('button', { name: 'handleSignOutEverywhere' }).click();
			await expect(page.locator('#user')).toHaveText('nobody');
			expect(await elsewhere.whoami()).toBeNull();
		}
	);
});
