import { randomBytes } from 'node:crypto';
import { chromium, expect, type Browser, type Page } from '@playwright/test';
import { cookiesOf } from '../support/browser-cookies.js';
import { BROWSER_VARIABLE, launchOptions } from '../tools/launch-options.js';
import { Complaints } from '../support/complaints.js';
import { atTop, type Address } from './below-base.js';

/** Chromium asks for it by itself. The layout of “Getting started” has no icon, where that of an app may have one. */
const NO_ICON = /404 .*favicon\.ico/;

/** What a browser logs of the refusal that {@link refusal} asks for. */
const REFUSED = /status of 403/;

/** Generous: meanwhile another app is installed and built. */
const MAX_WAIT_MS = { timeout: 60_000 };

/**
 * Signs up, out by the button, in and out again, in a real browser, once with JavaScript and once without. A cookie that
 * was copied before a sign-out must open nothing after it, and no page may log an error or a warning.
 *
 * @param origin of an app with a page at /account, which is for members only
 * @param path of the browser; none for Playwright's own
 * @param address where the app's pages are. Default: at the top of the origin
 * @throws when a step fails
 */
export async function signOutJourney(
	origin: string,
	path: string | undefined,
	address = atTop
): Promise<void> {
	const env = { ...process.env, [BROWSER_VARIABLE]: path };
	const browser = await chromium.launch(launchOptions({ env }));
	const complaints = new Complaints();
	complaints.listen(browser);
	try {
		for (const javaScriptEnabled of [true, false])
			await journey(browser, origin, address, javaScriptEnabled);
		await refusal(browser, origin, address);
		expect(complaints.take([NO_ICON, REFUSED]), 'Pages logged errors or warnings').toEqual([]);
	} finally {
		await browser.close();
	}
}

/** FR37: where SvelteKit itself refuses a form, because the app takes another address for its own, the form says so. */
async function refusal(browser: Browser, baseURL: string, address: Address) {
	const context = await browser.newContext({
		baseURL,
		extraHTTPHeaders: { 'x-forwarded-proto': 'https' }
	});
	const page = await context.newPage();
	for (const [path, button] of [
		['/signin', 'Sign in'],
		['/signup', 'Create account']
	] as const) {
		await goto(page, address(path), true);
		await fill(page, { email: 'ann@example.com', password: 'correct horse battery' }, button);
		const alert = page.getByRole('alert');
		await expect(alert).toContainText('This form could not be sent.', MAX_WAIT_MS);
	}
	await context.close();
}

async function journey(
	browser: Browser,
	origin: string,
	address: Address,
	javaScriptEnabled: boolean
) {
	const open = async () => {
		const context = await browser.newContext({
			baseURL: origin,
			javaScriptEnabled,
			extraHTTPHeaders: { 'x-forwarded-proto': 'http' }
		});
		context.setDefaultTimeout(MAX_WAIT_MS.timeout);
		return context.newPage();
	};
	const page = await open();
	const account = {
		email: `ann-${randomBytes(6).toString('hex')}@example.com`,
		password: randomBytes(12).toString('base64url')
	};
	const shown = (where: Page) => where.getByText(account.email);

	await goto(page, address('/account'), javaScriptEnabled);
	await expect(page, 'A page for members only is open to nobody else.').toHaveURL(
		/\/signin\/?\?/,
		MAX_WAIT_MS
	);

	await goto(page, address('/signup'), javaScriptEnabled);
	await fill(page, account, 'Create account');
	await page.getByRole('link', { name: 'Account', exact: true }).click();
	await expect(shown(page)).toBeVisible(MAX_WAIT_MS);
	await goto(page, address('/signin'), javaScriptEnabled);
	await expect(page, 'Who is signed in needs no form for that.').toHaveURL(
		origin + address('/account'),
		MAX_WAIT_MS
	);
	await expect(page.getByText('On this device only.')).toBeVisible(MAX_WAIT_MS);
	await expect(page.getByRole('listitem')).toHaveCount(1, MAX_WAIT_MS);

	const signOut = async () => {
		await goto(page, address('/account'), javaScriptEnabled);
		await expect(shown(page)).toBeVisible(MAX_WAIT_MS);
		const cookies = await cookiesOf(page.context());
		expect(cookies.map(({ httpOnly }) => httpOnly)).toEqual([true]);

		await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
		await expect(page).toHaveURL(origin + address('/'), MAX_WAIT_MS);
		await expect(page.getByText(account.email)).toHaveCount(0, MAX_WAIT_MS);
		expect(await cookiesOf(page.context())).toEqual([]);

		const thief = await open();
		await thief.context().addCookies(cookies);
		await thief.goto(address('/account'));
		await expect(thief, 'A copied cookie opens nothing after sign-out.').toHaveURL(
			/\/signin\/?\?/,
			MAX_WAIT_MS
		);
		await expect(thief.getByText(account.email)).toHaveCount(0, MAX_WAIT_MS);
		await thief.context().close();
	};
	await signOut();

	await page.goBack();
	await expect(page.getByLabel('Email')).toBeVisible(MAX_WAIT_MS);
	await fill(page, account, 'Sign in');
	await expect(page, 'One comes back to where one wanted to go.').toHaveURL(
		origin + address('/account'),
		MAX_WAIT_MS
	);
	await signOut();

	await page.context().close();
}

/** Opens a page, and waits until its scripts have taken over: what is typed before that may be lost. */
async function goto(page: Page, path: string, javaScriptEnabled: boolean) {
	await page.goto(path);
	if (javaScriptEnabled)
		await page.locator('#svelte-announcer').waitFor({ state: 'attached', ...MAX_WAIT_MS });
}

async function fill(page: Page, account: { email: string; password: string }, button: string) {
	await page.getByLabel('Email').fill(account.email);
	await page.getByLabel('Password').fill(account.password);
	await page.getByRole('button', { name: button, exact: true }).click();
}
