import type { Page } from '@playwright/test';
import { signIn, type Account } from '../support/account.js';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

const item = (page: Page, name: string) => page.getByRole('menuitem', { name });
const leave = (page: Page, name: string) =>
	page
		.getByRole('button', { name: `Leave ${name}` })
		.or(page.getByRole('link', { name: `Leave ${name}` }));

test.describe('in a menu', { tag: '@javascript' }, () => {
	let account: Account;
	test.beforeEach(async ({ open, enter, servers }) => {
		account = await enter(servers.fixture);
		await open(`${servers.fixture.origin}/menus`);
	});

	for (const [opener, name] of [
		['Plain', 'plain'],
		['Sliding', 'sliding'],
		['Captured', 'captured'],
		['Replaced', 'replaced'],
		['Linked', 'linked'],
		['Hidden', 'hidden'],
		['Alert dialog', 'dialog']
	] as const) {
		// The others take the button away in ways that end alike.
		const tag = opener === 'Alert dialog' ? [] : '@gate';
		test(
			`FR6: the click signs out, and offline says why not (${opener})`,
			{ tag },
			async ({ page, mayLog }) => {
				mayLog(/ERR_INTERNET_DISCONNECTED/);
				await page.context().setOffline(true);
				await page.getByRole('button', { name: opener, exact: true }).click();
				await leave(page, name).click();
				await expect(
					page.getByRole('alert').filter({ hasText: 'cannot be reached' })
				).toBeVisible();
				await expect(leave(page, name)).toBeHidden();
				await page.keyboard.press('Escape');

				await page.context().setOffline(false);
				await page.getByRole('button', { name: opener, exact: true }).click();
				await leave(page, name).click();
				await expect(page.locator('#user')).toHaveText('nobody');
			}
		);
	}

	for (const by of ['mouse', 'keyboard'] as const) {
		const tag = by === 'mouse' ? '@gate' : [];
		const choose = async (page: Page, name: string) => {
			const trigger = page.getByRole('button', { name: 'Menu', exact: true });
			if (by === 'mouse') {
				await trigger.click();
				await item(page, name).click();
				return;
			}
			await trigger.focus();
			await page.keyboard.press('Enter');
			await expect(page.getByRole('menu')).toBeVisible();
			const wanted = item(page, name);
			// Settings has the focus; each item is one further down.
			const names = await page.getByRole('menuitem').allTextContents();
			for (let at = names.findIndex((text) => text.trim() === name); at > 0; at--) {
				await page.keyboard.press('ArrowDown');
			}
			await expect(wanted).toBeFocused();
			await page.keyboard.press('Enter');
		};

		test(
			`FR6: an item of bits-ui signs out by ${by}`,
			{ tag: '@gate' },
			async ({ page, servers }) => {
				await choose(page, 'Leave menu');
				await expect(page.locator('#user')).toHaveText('nobody');
				await expect(page).toHaveURL(`${servers.fixture.origin}/`);
			}
		);

		test(
			`FR6: an item of bits-ui says offline that it could not, by ${by}`,
			{ tag: '@gate' },
			async ({ page, mayLog }) => {
				mayLog(/ERR_INTERNET_DISCONNECTED/);
				await page.context().setOffline(true);
				await choose(page, 'Leave menu');
				const error = page.getByRole('alert').filter({ hasText: 'cannot be reached' });
				await expect(error).toBeVisible();
				await expect(page.getByRole('menu')).toHaveCount(0);
				await page.keyboard.press('Escape');
				await expect(error).toHaveCount(0);
			}
		);

		test(`FR6: an item of bits-ui asks first, by ${by}`, { tag }, async ({ page }) => {
			const dialog = page.getByRole('dialog', { name: 'Leave for good?' });
			await choose(page, 'Leave after asking');
			await expect(page.getByRole('menu')).toHaveCount(0);
			await expect(dialog).toBeVisible();
			await expect(dialog.getByRole('button', { name: 'Stay signed in' })).toBeFocused();
			await page.keyboard.press('Enter');
			await expect(dialog).toHaveCount(0);
			await expect(page.getByRole('button', { name: 'Menu', exact: true })).toBeFocused();
			await expect(page.locator('#user')).not.toHaveText('nobody');

			await choose(page, 'Leave after asking');
			await dialog.getByRole('button', { name: 'Sign out' }).click();
			await expect(page.locator('#user')).toHaveText('nobody');
		});

		test(
			`FR9: the outcome is said, and the focus stays, by ${by}`,
			{ tag: '@gate' },
			async ({ page, servers }) => {
				const other = new Client(servers.fixture);
				await signIn(other, account);
				await choose(page, 'Leave others');
				await expect(page.getByRole('status').filter({ hasText: 'Others are gone.' })).toHaveCount(
					1
				);
				expect(await other.whoami()).toBeNull();
				await expect(page.getByRole('button', { name: 'Menu', exact: true })).toBeFocused();
			}
		);
	}

	test(
		'FR6: what is disabled or called off signs nobody out',
		{ tag: '@gate' },
		async ({ page }) => {
			let posts = 0;
			page.on('request', (request) => (posts += Number(request.method() === 'POST')));
			await leave(page, 'called off').click();
			await page.getByRole('button', { name: 'Menu', exact: true }).click();
			await item(page, 'Leave never').dispatchEvent('click');
			await page.reload();
			await expect(page.locator('#user')).toHaveText(account.email);
			expect(posts).toBe(0);
		}
	);

	for (const [part, name, opener] of [
		['Button', 'styled', undefined],
		['AlertDialog.Action', 'by action', 'Styled dialog'],
		['DropdownMenu.Item', 'by item', 'Styled menu']
	] as const) {
		test(`FR20: the props fit ${part} of shadcn-svelte`, { tag: '@gate' }, async ({ page }) => {
			if (opener) await page.getByRole('button', { name: opener }).click();
			await leave(page, name)
				.or(item(page, `Leave ${name}`))
				.click();
			await expect(page.locator('#user')).toHaveText('nobody');
		});
	}

	test(
		'FR6: in a modal dialog of bits-ui it asks above it, and only a yes ends both',
		{ tag: '@gate' },
		async ({ page }) => {
			const outer = page.getByRole('dialog', { name: 'Account' });
			const asking = page.getByRole('dialog', { name: 'Sign out?' });
			await page.getByRole('button', { name: 'Drawer' }).click();
			for (const stay of [
				() => asking.getByRole('button', { name: 'Stay signed in' }).click(),
				() => page.keyboard.press('Escape')
			]) {
				await leave(page, 'drawer').click();
				await expect(asking).toBeVisible();
				await stay();
				await expect(asking).toHaveCount(0);
				await expect(outer).toBeVisible();
			}
			await leave(page, 'drawer').click();
			await asking.getByRole('button', { name: 'Sign out' }).click();
			await expect(page.locator('#user')).toHaveText('nobody');
		}
	);
});

test(
	'FR8: inside another form the button signs out by a form elsewhere',
	{ tag: '@gate' },
	async ({ page, open, enter, servers }) => {
		const account = await enter(servers.fixture);
		const other = new Client(servers.fixture);
		await signIn(other, account);
		await open(`${servers.fixture.origin}/outer`);
		// It is required in the other form, and nobody asks for it here.
		await page.getByRole('button', { name: 'Leave from inside' }).click();
		await expect(page.locator('#user')).toHaveText('nobody');
		await expect(page).toHaveURL(`${servers.fixture.origin}/other`);
		expect(await other.whoami()).toBeNull();
	}
);

test(
	'FR8: the other form is sent as it was',
	{ tag: '@gate' },
	async ({ page, open, enter, servers }) => {
		const { email } = await enter(servers.fixture);
		await open(`${servers.fixture.origin}/outer`);
		await page.getByLabel('Title').fill('Mine');
		await page.getByRole('button', { name: 'Save' }).click();
		await expect(page.locator('#form')).toContainText(email);
	}
);
