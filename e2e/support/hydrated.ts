import type { Page, Response } from '@playwright/test';

/**
 * Waits until a page is hydrated: SvelteKit's own live region is there as soon as the page is mounted.
 *
 * @param options `timeout`: how long it may take, in milliseconds. Default: as for every action
 *
 * @example
 * ```ts
 * await hydrated(page);
 * ```
 */
export const hydrated = (page: Page, options: { timeout?: number } = {}): Promise<void> =>
	page.locator('#svelte-announcer').waitFor({ state: 'attached', ...options });

/**
 * Opens a page in a tab, and waits until it is hydrated.
 *
 * @example
 * ```ts
 * await openHydrated(await context.newPage(), `${origin}/other`);
 * ```
 */
export async function openHydrated(page: Page, address: string): Promise<Response | null> {
	const response = await page.goto(address);
	await hydrated(page);
	return response;
}
