import { signIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { demo } from '../support/demo.js';
import { hydrated, openHydrated } from '../support/hydrated.js';
import { expect, test } from '../support/test.js';

test.describe('two tabs', { tag: '@javascript' }, () => {
	test('a sign-out in one is followed by the other, without a click', async ({
		page,
		context,
		open,
		enter,
		servers
	}) => {
		const { email } = await enter(servers.demo);
		await open('/account');
		const other = await context.newPage();
		await openHydrated(other, '/about');

		const answered = other.waitForResponse((response) => response.request().method() === 'POST');
		await demo(other).signOut.click();
		await answered;
		// Within a second nothing of them is shown, or a little more on a busy machine; the page that is loaded instead may take longer.
		await expect(page.getByText(email)).toHaveCount(0, { timeout: 3_000 });
		await expect(page).toHaveURL('/signin?callbackUrl=%2Faccount');
	});

	test('a sign-in in one is followed by the other', async ({
		page,
		context,
		open,
		enter,
		servers
	}) => {
		const account = await enter(servers.demo);
		await context.clearCookies();
		await open('/about');
		const other = await context.newPage();
		await openHydrated(other, '/signin');
		const on = demo(other);
		await on.fill(account);
		await on.signIn.click();
		await expect(demo(page).header).toContainText(account.email);
	});

	test(
		'what an app keeps of its own is dropped in every tab, before the page changes',
		{ tag: '@gate' },
		async ({ page, context, enter, servers }) => {
			await enter(servers.fixture);
			const other = await context.newPage();
			for (const tab of [page, other]) {
				await openHydrated(tab, `${servers.fixture.origin}/private`);
			}
			await page.getByLabel('Draft').fill('my secret plan');
			// Leaving the page is when SvelteKit captures it.
			await page.reload();
			await expect(page.getByLabel('Draft')).toHaveValue('my secret plan');
			await hydrated(page);

			await page.getByRole('button', { name: 'Sign out' }).click();
			await expect(page).toHaveURL(`${servers.fixture.origin}/`);
			expect(await page.evaluate(() => localStorage.getItem('dropped'))).toBe('/private');
			await expect(other).toHaveURL(/\/signin/);

			await page.reload();
			const kept = await page.evaluate(() =>
				JSON.stringify({ ...sessionStorage, ...localStorage })
			);
			expect(kept, 'SO9: snapshots are gone for good').not.toContain('my secret plan');
		}
	);

	test(
		'a tab that is told twice still waits for what its app drops',
		{ tag: '@gate' },
		async ({ page, context, enter, servers, mayLog }) => {
			// Chromium looks for the icon of an endpoint there.
			mayLog(/favicon\.ico/);
			await enter(servers.fixture);
			await openHydrated(page, `${servers.fixture.origin}/private`);
			const other = await context.newPage();
			await other.goto(`${servers.fixture.origin}/api/me`);
			await context.clearCookies();

			await other.evaluate(async () => {
				const tabs = new BroadcastChannel('svelte-guardian:/');
				tabs.postMessage({ user: null });
				await new Promise((done) => setTimeout(done, 50));
				tabs.postMessage({ user: null });
			});
			await expect(page).toHaveURL(/\/signin/);
			await expect
				.poll(() => page.evaluate(() => localStorage.getItem('dropped')))
				.toBe('/private');
		}
	);
});

test.describe('two browsers', () => {
	test(
		'signed out everywhere on one, the other is out at its next click',
		{ tag: '@gate' },
		async ({ page, open, enter, servers }) => {
			const account = await enter(servers.demo);
			await open('/about');
			const elsewhere = new Client(servers.demo);
			await signIn(elsewhere, account);
			await elsewhere.post('/?/signout', { scope: 'all' });

			await demo(page).header.getByRole('link', { name: 'Account' }).click();
			await expect(page).toHaveURL('/signin?callbackUrl=%2Faccount');
			await expect(page.getByText(account.email)).toHaveCount(0);
		}
	);

	test(
		'and without a click as soon as its person comes back to it, at most once a minute',
		{ tag: ['@gate', '@javascript'] },
		async ({ page, open, enter, servers }) => {
			await page.clock.install();
			const account = await enter(servers.demo);
			await open('/account');
			let checks = 0;
			await page.route('**/_guardian/**', async (route) => {
				checks += 1;
				await route.continue();
			});
			const comeBack = () =>
				page.evaluate(() =>
					document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
				);

			await comeBack();
			await page.clock.fastForward(61_000);
			const checked = page.waitForResponse('**/_guardian/**');
			await comeBack();
			await comeBack();
			await checked;
			expect(checks).toBe(1);

			const elsewhere = new Client(servers.demo);
			await signIn(elsewhere, account);
			await elsewhere.post('/?/signout', { scope: 'all' });
			await page.clock.fastForward(61_000);
			await comeBack();
			await expect(page).toHaveURL('/signin?callbackUrl=%2Faccount');
			await expect(page.getByText(account.email)).toHaveCount(0);
		}
	);

	test(
		'offline, coming back to a tab changes nothing',
		{ tag: ['@javascript', '@gate'] },
		async ({ page, open, enter, servers, mayLog }) => {
			mayLog(/ERR_INTERNET_DISCONNECTED/);
			await page.clock.install();
			const { email } = await enter(servers.demo);
			await open('/account');
			await page.context().setOffline(true);
			await page.clock.fastForward(61_000);
			const failed = page.waitForEvent('requestfailed');
			await page.evaluate(() =>
				document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
			);
			await failed;
			await expect(demo(page).main).toContainText(email);
			await expect(page).toHaveURL('/account');
		}
	);
});
