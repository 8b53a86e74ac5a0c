import type { Locator, Page } from '@playwright/test';
import { newAccount } from '../support/account.js';
import { demo } from '../support/demo.js';
import { expect, test } from '../support/test.js';

/** Presses Tab until the element has the focus, and the focus can be seen. */
async function tabTo(page: Page, target: Locator) {
	for (let presses = 0; presses < 30; presses++) {
		await page.keyboard.press('Tab');
		if (await target.evaluate((element) => element === document.activeElement)) {
			await expect(target).not.toHaveCSS('outline-style', 'none');
			return;
		}
	}
	throw new Error(`the keyboard does not reach ${target}`);
}

test('the keyboard alone signs up, looks at the account, and signs out', async ({ page, open }) => {
	const account = newAccount();
	const on = demo(page);
	await open('/');
	await tabTo(page, on.header.getByRole('link', { name: 'Sign up' }));
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'Create an account' })).toBeVisible();

	await tabTo(page, on.email);
	await page.keyboard.type(account.email);
	await tabTo(page, on.password);
	await page.keyboard.type(account.password);
	await page.keyboard.press('Enter');
	await expect(on.header).toContainText(account.email);

	await tabTo(page, on.header.getByRole('link', { name: 'Account' }));
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();

	await tabTo(page, on.signOut);
	await page.keyboard.press('Enter');
	await expect(on.signInLink).toBeVisible();
});

test('the keyboard alone gets past a mistake', { tag: '@gate' }, async ({ page, open, mayLog }) => {
	mayLog(/status of 400/);
	const account = newAccount();
	const on = demo(page);
	await open('/signup');
	await tabTo(page, on.createAccount);
	await page.keyboard.press('Space');
	const link = on.alert.getByRole('link', { name: 'Enter your email address.' });
	await expect(link).toBeVisible();
	await tabTo(page, link);
	await page.keyboard.press('Enter');
	await page.keyboard.type(account.email);
	await expect(on.email).toHaveValue(account.email);
	await tabTo(page, on.password);
	await page.keyboard.type(account.password);
	await page.keyboard.press('Enter');
	await expect(on.header).toContainText(account.email);
});

test('the first Tab offers to skip to the content', { tag: '@gate' }, async ({ page, open }) => {
	await open('/about');
	await tabTo(page, page.getByRole('link', { name: 'Skip to content' }));
	await page.keyboard.press('Enter');
	await expect(page.getByRole('main')).toBeFocused();
});
