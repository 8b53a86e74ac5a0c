import { expect, type Page } from '@playwright/test';

type Address = Parameters<Page['route']>[0];

/**
 * Holds back what a page requests.
 *
 * @returns what lets it go, once it has been requested
 */
export async function hold(page: Page, address: Address): Promise<() => Promise<void>> {
	let asked = false;
	let letGo = () => {};
	const end = new Promise<void>((done) => (letGo = done));
	await page.route(address, async (route) => {
		asked = true;
		await end;
		await route.continue();
	});
	return async () => {
		await expect.poll(() => asked).toBe(true);
		letGo();
	};
}
