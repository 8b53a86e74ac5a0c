import { expect, type Page } from '@playwright/test';
import { deferred } from './deferred.js';

type Address = Parameters<Page['route']>[0];

/**
 * Holds back what a page requests.
 *
 * @returns what lets it go, once it has been requested
 */
export async function hold(page: Page, address: Address): Promise<() => Promise<void>> {
	let asked = false;
	const { promise: end, resolve: letGo } = deferred();
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

/**
 * Has the server answer what a page requests, and holds the answers back.
 *
 * @returns `held` resolves once the server has answered; `letGo` lets the page have the answers
 */
export async function holdAnswer(page: Page, address: Address) {
	const { promise: held, resolve: isHeld } = deferred();
	const { promise: end, resolve: letGo } = deferred();
	await page.route(address, async (route) => {
		const response = await route.fetch();
		isHeld();
		await end;
		await route.fulfill({ response });
	});
	return { held, letGo };
}
