import type { Page } from '@playwright/test';
import type { Account } from './account.js';

/**
 * Signs in by the form of the fixture, on the page that shows it. Whoever needs to know waits for what follows.
 *
 * @example
 * ```ts
 * await openHydrated(page, `${origin}/signin`);
 * await submitSignIn(page, account);
 * ```
 */
export async function submitSignIn(page: Page, { email, password }: Account): Promise<void> {
	await page.getByLabel('Email').fill(email);
	await page.getByLabel('Password').fill(password);
	await page.locator('form:has(input[name=email]) button').click();
}
