import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { signUp } from '../support/account.js';
import { Client } from '../support/client.js';
import { hold, holdAnswer } from '../support/hold.js';
import { openHydrated } from '../support/hydrated.js';
import { submitSignIn } from '../support/sign-in-form.js';
import { expect, test } from '../support/test.js';

const TEXT = 'Dear Bob, nobody has this letter';

/** What a person must not be able to reach any more, within a second. */
async function showsNothing(page: Page, email: string) {
	const options = { timeout: 1_000 };
	await expect(page.getByText(email).filter({ visible: true })).toHaveCount(0, options);
	await expect(page.getByText(TEXT).filter({ visible: true })).toHaveCount(0, options);
	await expect(page.getByLabel('Note').filter({ visible: true })).toHaveCount(0, options);
}

const notice = (page: Page) => page.getByRole('dialog', { name: 'You are signed out' });

test.describe('text that is not saved', { tag: '@javascript' }, () => {
	for (const by of ['confirm', 'cancel', 'beforeunload', 'onbeforeunload', 'superforms']) {
		for (const where of ['this tab', 'another tab'] as const) {
			for (const how of ['Sign out', 'Stay']) {
				const isUsual = where === 'another tab' && how === 'Sign out';
				const stays = where === 'this tab' && how === 'Stay';
				const tag =
					(isUsual && by === 'beforeunload') || (stays && by === 'confirm') ? [] : '@gate';
				test(
					`FR1: a guard by ${by} keeps nothing on the screen after “${how}” in ${where}`,
					{ tag },
					async ({ page, context, enter, servers }) => {
						const dialogs: string[] = [];
						page.on('dialog', (dialog) => {
							dialogs.push(dialog.message());
							void dialog.dismiss();
						});
						const { email } = await enter(servers.fixture);
						await openHydrated(page, `${servers.fixture.origin}/unsaved?by=${by}`);
						const letter = page.getByLabel('Note');
						await letter.pressSequentially(TEXT);
						await expect(page.getByText(email)).not.toHaveCount(0);

						let tab = page;
						if (where === 'another tab') {
							tab = await context.newPage();
							await openHydrated(tab, `${servers.fixture.origin}/unsaved`);
						}
						const answered = tab.waitForResponse(/signout/);
						await tab.getByRole('button', { name: how, exact: true }).click();
						await answered;

						// The page that stays is changed by SvelteKit, which does not ask such a guard.
						const isAsked = !(
							by.endsWith('beforeunload') &&
							how === 'Stay' &&
							where === 'this tab'
						);
						if (isAsked) await expect(notice(page)).toBeVisible({ timeout: 1_000 });
						await showsNothing(page, email);
						if (!isAsked) return;
						expect(dialogs, 'a dialog of the browser would show the page behind it').toEqual([]);

						await notice(page).getByRole('button', { name: 'Show my text' }).click();
						await expect(notice(page).getByRole('textbox')).toHaveValue(TEXT);
						await notice(page).getByRole('button', { name: 'Continue' }).click();
						await expect(notice(page)).toHaveCount(0);
						await expect(page.locator('#user')).toHaveText('nobody');
						await showsNothing(page, email);
						expect(dialogs).toEqual([]);
					}
				);
			}
		}
	}

	for (const by of ['nothing', 'editable']) {
		const tag = by === 'nothing' ? [] : '@gate';
		test(
			`FR1: text that no guard (${by}) asks about is not lost by a sign-out in another tab`,
			{ tag },
			async ({ page, context, enter, servers }) => {
				const { email } = await enter(servers.fixture);
				await openHydrated(page, `${servers.fixture.origin}/unsaved?by=${by}`);
				await page.getByLabel('Note').pressSequentially(TEXT);
				const other = await context.newPage();
				await openHydrated(other, `${servers.fixture.origin}/`);
				await other.getByRole('button', { name: 'Sign out' }).click();
				await expect(notice(page)).toBeVisible();
				await showsNothing(page, email);
				await notice(page).getByRole('button', { name: 'Show my text' }).click();
				await expect(notice(page).getByRole('textbox')).toHaveValue(TEXT);
			}
		);
	}

	test(
		'FR1: who signs in again in another tab gets the page back, with the text',
		{ tag: '@gate' },
		async ({ page, context, enter, servers }) => {
			const account = await enter(servers.fixture);
			await openHydrated(page, `${servers.fixture.origin}/unsaved?by=confirm`);
			await page.getByLabel('Note').fill(TEXT);
			const other = await context.newPage();
			await openHydrated(other, `${servers.fixture.origin}/`);
			await other.getByRole('button', { name: 'Sign out' }).click();
			await expect(notice(page)).toBeVisible();
			// Its own document load would call off the next one.
			await expect(other.locator('#user')).toHaveText('nobody');

			await openHydrated(other, `${servers.fixture.origin}/signin`);
			await submitSignIn(other, account);
			await expect(other.locator('#user')).toHaveText(account.email);
			await expect(notice(page)).toHaveCount(0);
			await expect(page.getByLabel('Note')).toHaveValue(TEXT);
			await expect(page.locator('#user')).toHaveText(account.email);
			expect(
				await page.evaluate(() => sessionStorage.getItem('svelte-guardian:signed-out-at')),
				'what this tab keeps is theirs again'
			).toBeNull();
		}
	);

	test(
		'FR1: text is kept where pushState has opened something, too',
		{ tag: '@gate' },
		async ({ page, context, enter, servers }) => {
			await enter(servers.fixture);
			await openHydrated(page, `${servers.fixture.origin}/typing`);
			await page.getByLabel('Text').fill(TEXT);
			await page.getByRole('button', { name: 'Open' }).click();
			await expect(page.getByRole('dialog', { name: 'Devices' })).toBeVisible();
			const other = await context.newPage();
			await openHydrated(other, `${servers.fixture.origin}/`);
			await other.getByRole('button', { name: 'Sign out' }).click();
			await notice(page).getByRole('button', { name: 'Show my text' }).click();
			await expect(notice(page).getByRole('textbox')).toHaveValue(TEXT);
		}
	);

	test(
		'FR1: text of a visitor is not lost by a sign-in in another tab',
		{ tag: '@gate' },
		async ({ page, context, enter, servers }) => {
			const account = await enter(servers.fixture);
			await context.clearCookies();
			await openHydrated(page, `${servers.fixture.origin}/letter?by=validated`);
			await page.getByLabel('Letter').fill(TEXT);
			const other = await context.newPage();
			await openHydrated(other, `${servers.fixture.origin}/signin`);
			await submitSignIn(other, account);
			await expect(other.locator('#user')).toHaveText(account.email);
			// The layout says so without new data.
			await expect(page.locator('#user')).toHaveText('somebody');
			await expect(page.getByLabel('Letter')).toHaveValue(TEXT);
		}
	);

	test(
		'FR1: an answer from before the sign-out does not show the page again',
		{ tag: '@gate' },
		async ({ page, context, enter, servers }) => {
			const { origin } = servers.fixture;
			const { email } = await enter(servers.fixture);
			await openHydrated(page, `${origin}/unsaved?by=confirm`);
			await page.getByLabel('Note').fill(TEXT);
			const check = await holdAnswer(page, '**/sign-out/session*');
			// Another tab has the page ask.
			const other = await context.newPage();
			await openHydrated(other, `${origin}/other`);
			await other.evaluate(() =>
				new BroadcastChannel('svelte-guardian:/').postMessage({ user: null })
			);
			await check.held;

			await page.getByRole('button', { name: 'Sign out' }).click();
			await expect(notice(page)).toBeVisible();
			const answered = page.waitForResponse('**/sign-out/session*');
			check.letGo();
			await answered;
			await page.waitForTimeout(200);
			await expect(notice(page)).toBeVisible();
			await showsNothing(page, email);
		}
	);

	test(
		'FR1: a covered page comes back for its own person alone, also where its data is nobody’s by then',
		{ tag: '@gate' },
		async ({ page, context, enter, servers }) => {
			const { origin } = servers.fixture;
			const stranger = await signUp(new Client(servers.fixture));
			const account = await enter(servers.fixture);
			await openHydrated(page, `${origin}/other`);
			await page.evaluate(() =>
				addEventListener('beforeunload', (event) => event.preventDefault())
			);
			const loadData = await hold(page, /__data\.json/);
			await page.getByRole('button', { name: 'Stay' }).click();
			await expect(notice(page)).toBeVisible();
			await loadData();
			await expect(page.locator('#user')).toHaveText('nobody');

			const other = await context.newPage();
			for (const { email, password } of [stranger, account]) {
				await context.clearCookies();
				await openHydrated(other, `${origin}/signin`);
				await submitSignIn(other, { email, password });
				await expect(other.locator('#user')).toHaveText(email);
				if (email !== account.email) {
					await page.waitForTimeout(1_500);
					await expect(notice(page)).toBeVisible();
				}
			}
			await expect(notice(page)).toHaveCount(0);
			await expect(page.locator('#user')).toHaveText(account.email);
		}
	);

	test('FR1: the notice has the focus, keeps it, is not closed by Escape and passes axe', async ({
		page,
		context,
		enter,
		servers
	}) => {
		await enter(servers.fixture);
		await openHydrated(page, `${servers.fixture.origin}/unsaved?by=confirm`);
		await page.getByLabel('Note').fill(TEXT);
		await page.getByRole('button', { name: 'Sign out' }).click();
		const leave = notice(page).getByRole('button', { name: 'Continue' });
		await expect(leave).toBeFocused();
		await expect(page).toHaveTitle('You are signed out');
		for (let times = 0; times < 3; times++) await page.keyboard.press('Escape');
		await expect(notice(page)).toBeVisible();
		await page.keyboard.press('Shift+Tab');
		await expect(notice(page).getByRole('button', { name: 'Show my text' })).toBeFocused();
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(violations).toEqual([]);
		expect(await context.cookies()).toEqual([]);
	});

	test(
		'FR1: a strict content security policy refuses nothing of the notice',
		{ tag: '@gate' },
		async ({ page, enter, servers }) => {
			await page.route(`${servers.fixture.origin}/unsaved*`, async (route) => {
				const response = await route.fetch();
				// SvelteKit's own policy has hashes for the script that starts a page and the style of its live region.
				const policy =
					"default-src 'self'; script-src 'self' 'unsafe-inline'; img-src data:; " +
					"style-src-attr 'unsafe-hashes' 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='";
				const headers = { ...response.headers(), 'content-security-policy': policy };
				await route.fulfill({ response, headers });
			});
			await enter(servers.fixture);
			await openHydrated(page, `${servers.fixture.origin}/unsaved?by=confirm`);
			await page.getByLabel('Note').fill(TEXT);
			await page.getByRole('button', { name: 'Sign out' }).click();
			await notice(page).getByRole('button', { name: 'Show my text' }).click();
			const box = await notice(page).boundingBox();
			expect(box).toEqual({ x: 0, y: 0, ...page.viewportSize() });
		}
	);
});
