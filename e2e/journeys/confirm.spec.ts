import type { Page, Route } from '@playwright/test';
import { deferred } from '../support/deferred.js';
import { demo } from '../support/demo.js';
import { hold } from '../support/hold.js';
import { expect, test } from '../support/test.js';

/** What only the code of the dialog says. */
const DIALOG_CODE = 'guardian-sign-out-dialog';

/** Does what `handle` says with each request for the dialog's code, and lets all others through. */
async function onDialogCode(page: Page, handle: (route: Route) => Promise<void>) {
	await page.route('**/*.js', async (route) => {
		const response = await route.fetch();
		if ((await response.text()).includes(DIALOG_CODE)) await handle(route);
		else await route.fulfill({ response });
	});
}

/** Resolves once a page has loaded the dialog's code. */
const dialogCode = (page: Page) =>
	page.waitForResponse(
		async (response) =>
			response.url().endsWith('.js') && (await response.text()).includes(DIALOG_CODE)
	);

/** The account page, whose button asks first. */
function account(page: Page) {
	const dialog = page.getByRole('dialog', { name: 'Sign out everywhere?' });
	return {
		/** In its form: while the dialog is open, another button says the same. */
		button: demo(page)
			.main.locator('.guardian-sign-out')
			.getByRole('button', { name: 'Sign out everywhere' }),
		dialog,
		yes: dialog.getByRole('button', { name: 'Sign out everywhere' }),
		no: dialog.getByRole('button', { name: 'Stay signed in' }),
		/** Of the page that asks where there is no dialog. */
		question: page.getByRole('heading', { name: 'Sign out everywhere?' })
	};
}

test.describe('a button that asks first', { tag: '@javascript' }, () => {
	test('says what it ends, also without words of its own', async ({
		page,
		open,
		enter,
		servers
	}) => {
		await enter(servers.demo);
		await open('/buttons');
		const example = page.getByRole('region', { name: 'Asking first', exact: true });
		await example.getByRole('button', { name: 'Sign out everywhere' }).click();
		const dialog = page.getByRole('dialog', { name: 'Sign out everywhere?' });
		await expect(dialog).toContainText('sign in again on each device');
		await expect(dialog.getByRole('button', { name: 'Sign out everywhere' })).toBeVisible();
	});

	test('loads its dialog, and no other button does', async ({ page, open, enter, servers }) => {
		await enter(servers.demo);
		const loading: Promise<string>[] = [];
		page.on('response', (response) => {
			if (response.url().endsWith('.js')) loading.push(response.text());
		});
		await open('/about');
		await expect(demo(page).signOut).toBeVisible();
		await page.waitForLoadState('networkidle');
		const loaded = (await Promise.all(loading)).join();
		expect(loaded).toContain('guardian-sign-out');
		expect(loaded).not.toContain(DIALOG_CODE);

		const code = dialogCode(page);
		await demo(page).header.getByRole('link', { name: 'Account' }).click();
		await code;
	});

	test(
		'has its dialog before the click, so that it asks offline too',
		{ tag: '@gate' },
		async ({ page, open, enter, servers, mayLog }) => {
			mayLog(/ERR_INTERNET_DISCONNECTED/);
			const { email } = await enter(servers.demo);
			const { button, dialog, yes, no } = account(page);
			const code = dialogCode(page);
			await open('/account');
			await (await code).finished();

			await page.context().setOffline(true);
			await button.click();
			const colourOf = (one: typeof yes) => one.evaluate((shown) => getComputedStyle(shown).color);
			expect(await colourOf(yes), 'the two answers').not.toBe(await colourOf(no));
			await yes.click();
			await expect(dialog).toHaveCount(0);
			await expect(page.getByRole('alert').filter({ hasText: 'cannot be reached' })).toBeVisible();
			await expect(demo(page).header).toContainText(email);
			await expect(button).toBeFocused();
		}
	);

	test(
		'waits for its dialog, and asks once however often it was clicked',
		{ tag: '@gate' },
		async ({ page, open, enter, servers }) => {
			const { email } = await enter(servers.demo);
			const { button, dialog, no } = account(page);
			const { promise: arrived, resolve: arrive } = deferred();
			await onDialogCode(page, async (route) => {
				await arrived;
				await route.continue();
			});
			await open('/account');
			await button.dblclick();
			await expect(dialog).toHaveCount(0);

			arrive();
			await expect(dialog).toHaveCount(1);
			await expect(no).toBeFocused();
			await no.click();
			await expect(dialog).toHaveCount(0);
			await expect(button).toBeFocused();
			// A page that is left takes along what its requests are answered with.
			await page.unrouteAll({ behavior: 'ignoreErrors' });
			await page.reload();
			await expect(demo(page).header).toContainText(email);
		}
	);

	test(
		'RF1: leads to the page that asks where its dialog cannot be loaded',
		{ tag: '@gate' },
		async ({ page, open, enter, servers, mayLog }) => {
			mayLog(/ERR_FAILED/);
			const { email } = await enter(servers.demo);
			const { button, question } = account(page);
			await onDialogCode(page, (route) => route.abort());
			const failed = page.waitForEvent('requestfailed');
			await open('/account');
			await failed;
			await button.click();
			await expect(question).toBeVisible();
			await expect(page).toHaveURL('/signout?scope=all');
			await expect(demo(page).header).toContainText(email);

			await button.click();
			await expect(demo(page).signInLink).toBeVisible();
		}
	);

	test(
		'tries again to load its dialog when it is clicked',
		{ tag: '@gate' },
		async ({ page, open, enter, servers, mayLog }) => {
			mayLog(/ERR_FAILED/);
			await enter(servers.demo);
			const { button, dialog } = account(page);
			let tries = 0;
			await onDialogCode(page, async (route) => {
				tries += 1;
				await (tries === 1 ? route.abort() : route.continue());
			});
			const failed = page.waitForEvent('requestfailed');
			await open('/account');
			await failed;
			await button.click();
			await expect(dialog).toBeVisible();
		}
	);

	test(
		'leads to the page that asks when it is clicked before its code has come',
		{ tag: '@gate' },
		async ({ page, enter, servers }) => {
			const { email } = await enter(servers.demo);
			const { button, question } = account(page);
			const arrive = await hold(page, '**/*.js');
			await page.goto('/account', { waitUntil: 'commit' });
			await button.click();
			await expect(question).toBeVisible();
			await expect(page).toHaveURL('/signout?scope=all');
			await arrive();
			await page.reload();
			await expect(demo(page).header).toContainText(email);
		}
	);

	test(
		'FR6: asks on when it leaves the page, as in a menu that closes',
		{ tag: '@gate' },
		async ({ page, open, enter, servers }) => {
			await enter(servers.demo);
			const { button, dialog, yes } = account(page);
			await open('/account');
			await button.click();
			await expect(dialog).toBeVisible();
			await button.evaluate((element) => element.closest('form')?.remove());
			await yes.click();
			await expect(demo(page).signInLink).toBeVisible();
		}
	);

	test(
		'FR6: asks no longer when another tab has signed out, or the page changes',
		{ tag: '@gate' },
		async ({ page, context, open, enter, servers }) => {
			await enter(servers.demo);
			const { button, dialog } = account(page);
			await open('/about');
			await demo(page).header.getByRole('link', { name: 'Account' }).click();
			await button.click();
			await expect(dialog).toBeVisible();
			await page.goBack();
			await expect(page).toHaveURL('/about');
			await expect(dialog).toHaveCount(0);

			await page.goForward();
			await button.click();
			await expect(dialog).toBeVisible();
			const other = await context.newPage();
			await other.goto(`${servers.demo.origin}/about`);
			await demo(other).signOut.click();
			await expect(demo(other).signInLink).toBeVisible();
			await expect(dialog).toHaveCount(0);
		}
	);

	test(
		'FR9: leads to the page that asks where the browser has no modal dialogs',
		{ tag: '@gate' },
		async ({ page, open, enter, servers }) => {
			await page.addInitScript(() => {
				Reflect.deleteProperty(HTMLDialogElement.prototype, 'showModal');
			});
			await enter(servers.demo);
			const { button, question } = account(page);
			await open('/account');
			await button.click();
			await expect(question).toBeVisible();
			await button.click();
			await expect(demo(page).signInLink).toBeVisible();
		}
	);

	test(
		'lets its dialog fade out where the app has it so',
		{ tag: '@gate' },
		async ({ page, open, enter, servers }) => {
			await enter(servers.demo);
			const { button, dialog } = account(page);
			await open('/account');
			// The policy of the demo allows no tag for styles.
			await page.evaluate(() => {
				const sheet = new CSSStyleSheet();
				sheet.replaceSync(`
				.guardian-sign-out-dialog {
					opacity: 0;
					transition: opacity 600s, display 600s allow-discrete, overlay 600s allow-discrete;
				}
				.guardian-sign-out-dialog[open] { opacity: 1; transition-duration: 0s; }`);
				document.adoptedStyleSheets.push(sheet);
			});
			await button.click();
			await expect(dialog).toBeVisible();
			const fading = page.locator('.guardian-sign-out-dialog');
			await fading.evaluate((element) => {
				const closed = new Promise((done) => element.addEventListener('close', done));
				(element as HTMLDialogElement).close();
				return closed.then(() => {});
			});
			await expect(button).toBeFocused();
			await expect(fading).toBeVisible();

			await page.evaluate(() =>
				document.getAnimations().forEach((animation) => animation.finish())
			);
			await expect(fading).toHaveCount(0);
		}
	);
});
