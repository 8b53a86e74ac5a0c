import { chromium, type Browser } from '@playwright/test';
import { findBrowsers, hasNoWindows } from '../tools/find-browser.js';
import { launchOptions } from '../tools/launch-options.js';
import { signIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { demo } from '../support/demo.js';
import { openHydrated } from '../support/hydrated.js';
import { submitSignIn } from '../support/sign-in-form.js';
import { expect, test } from '../support/test.js';

test('SO8: after sign-out, Back and Forward show nothing private', async ({
	page,
	open,
	enter,
	servers
}) => {
	const { email } = await enter(servers.demo);
	const on = demo(page);
	await open('/account');
	await open('/about');
	await on.header.getByRole('link', { name: 'Account' }).click();
	await expect(on.main).toContainText(email);
	await on.signOut.click();
	await expect(on.signInLink).toBeVisible();

	for (const step of ['goBack', 'goBack', 'goBack', 'goForward', 'goForward'] as const) {
		await page[step]();
		await expect(on.signInLink).toBeVisible();
		await expect(page.getByText(email)).toHaveCount(0);
	}
});

test('NC1: the sign-in form that Back leads to signs in, and shows what is wrong', async ({
	page,
	open,
	enter,
	servers,
	mayLog
}) => {
	mayLog(/status of 400/);
	const account = await enter(servers.demo);
	const on = demo(page);
	await open('/about');
	await on.header.getByRole('link', { name: 'Account' }).click();
	await expect(on.main).toContainText(account.email);
	await on.signOut.click();
	await expect(on.signInLink).toBeVisible();

	await page.goBack();
	await on.fill({ ...account, password: 'not this one' });
	await on.signIn.click();
	await expect(on.alert).toContainText('do not belong together');
	await on.fill(account);
	await on.signIn.click();

	await expect(page).toHaveURL('/account');
	await expect(on.main).toContainText(account.email);
});

/**
 * A browser that keeps pages for Back. Playwright turns that off, and a Chromium without windows, which Playwright's own is for
 * usual tests, cannot do it: where there is no other, the test is skipped.
 */
async function launchWithCache(): Promise<Browser> {
	const { executablePath, args } = launchOptions();
	const [withWindows] = findBrowsers(process.env, { headed: true });
	const which =
		executablePath === undefined
			? { channel: 'chromium' }
			: { executablePath: hasNoWindows(executablePath) ? withWindows : executablePath };
	const ignoreDefaultArgs = ['--disable-back-forward-cache'];
	try {
		return await chromium.launch({ ...which, args, ignoreDefaultArgs });
	} catch (error) {
		// The gate has such a browser: there it fails.
		test.skip(!process.env.CI, `No Chromium with windows starts: ${(error as Error).message}`);
		throw error;
	}
}

test(
	'SO8: a page out of the back-forward cache is hidden until the server was asked',
	{ tag: '@javascript' },
	async ({ enter, context, servers, complaints, mayLog }) => {
		// Chromium looks for the icon of a picture there.
		mayLog(/favicon\.ico/);
		const account = await enter(servers.demo);
		const browser = await launchWithCache();
		complaints.listen(browser);
		const page = await browser.newPage({ baseURL: servers.demo.origin });
		await page.context().addCookies(await context.cookies());
		await openHydrated(page, '/account');
		await page.evaluate(() => {
			addEventListener('pageshow', ({ persisted }) => {
				const { visibility } = document.documentElement.style;
				sessionStorage.setItem('woke', JSON.stringify({ persisted, visibility }));
			});
		});
		await page.goto(`${servers.demo.origin}/favicon.svg`);

		const elsewhere = new Client(servers.demo);
		await signIn(elsewhere, account);
		await elsewhere.post('/?/signout', { scope: 'all' });
		// `goBack()` waits for a load that does not happen.
		await page.evaluate(() => history.back()).catch(() => {});

		await expect(page).toHaveURL('/signin?callbackUrl=%2Faccount');
		await expect(page.getByText(account.email)).toHaveCount(0);
		await expect(demo(page).signInLink).toBeVisible();
		const woke = await page.evaluate(() => sessionStorage.getItem('woke'));
		expect(JSON.parse(woke ?? '{}')).toEqual({ persisted: true, visibility: 'hidden' });
		await browser.close();
	}
);

test(
	'FR1: text on a page out of the back-forward cache is kept, and shown once its person is back',
	{ tag: ['@javascript', '@gate'] },
	async ({ enter, context, servers, complaints, mayLog }) => {
		mayLog(/favicon\.ico/);
		const { origin } = servers.fixture;
		const account = await enter(servers.fixture);
		const browser = await launchWithCache();
		complaints.listen(browser);
		const tabs = await browser.newContext();
		await tabs.addCookies(await context.cookies());
		const page = await tabs.newPage();
		await openHydrated(page, `${origin}/unsaved?by=editable`);
		const note = page.getByLabel('Note');
		await note.pressSequentially('Dear Bob\nsee you');
		await page.goto(`${origin}/api/me`);

		const elsewhere = new Client(servers.fixture);
		await signIn(elsewhere, account);
		await elsewhere.post('/?/signout', { scope: 'all' });
		// `goBack()` waits for a load that does not happen.
		await page.evaluate(() => history.back()).catch(() => {});
		const notice = page.getByRole('dialog', { name: 'You are signed out' });
		await notice.getByRole('button', { name: 'Show my text' }).click();
		await expect(notice.getByRole('textbox')).toHaveValue('Dear Bob\nsee you');

		const tab = await tabs.newPage();
		await openHydrated(tab, `${origin}/signin`);
		await submitSignIn(tab, account);
		await expect(notice).toHaveCount(0);
		await expect(note).toBeVisible();
		await expect(note).toContainText('see you');
		await browser.close();
	}
);
