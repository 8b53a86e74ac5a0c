import type { Page } from '@playwright/test';
import { openHydrated } from '../support/hydrated.js';
import { expect, test } from '../support/test.js';

/** What a browser may lack, or refuse where cookies are blocked: each by a script that runs before the page's own. */
const LACKS: Record<string, (page: Page) => Promise<unknown>> = {
	'has no BroadcastChannel': (page) =>
		page.addInitScript(() => Reflect.deleteProperty(window, 'BroadcastChannel')),
	'refuses a BroadcastChannel': (page) =>
		page.addInitScript(() => {
			window.BroadcastChannel = class {
				constructor() {
					throw new DOMException('The operation is insecure.', 'SecurityError');
				}
			} as never;
		}),
	'cannot post to a BroadcastChannel': (page) =>
		page.addInitScript(() => {
			BroadcastChannel.prototype.postMessage = () => {
				throw new DOMException('Channel is closed.', 'InvalidStateError');
			};
		}),
	...Object.fromEntries(
		(['sessionStorage', 'localStorage', 'caches'] as const).map((name) => [
			`refuses ${name}`,
			(page: Page) =>
				page.addInitScript((key) => {
					Object.defineProperty(window, key, {
						get() {
							throw new DOMException('The operation is insecure.', 'SecurityError');
						}
					});
				}, name)
		])
	),
	'has no Web Locks': (page) =>
		page.addInitScript(() => Object.defineProperty(navigator, 'locks', { get: () => undefined })),
	'lets sessionStorage be read, and not written': (page) =>
		page.addInitScript(() => {
			Storage.prototype.setItem = () => {
				throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
			};
		})
};

/** Whatever it lacks, it refuses: a page that asks without care for any of it does not start. */
const REFUSALS = Object.keys(LACKS).filter((what) => what.startsWith('refuses'));
LACKS['refuses all of it, and has no Web Locks'] = async (page) => {
	for (const what of [...REFUSALS, 'has no Web Locks']) await LACKS[what]!(page);
};

for (const [what, take] of Object.entries(LACKS)) {
	const isUsual = /all of it/.test(what);
	test(
		`FR3: in a browser that ${what}, pages start and sign out`,
		{ tag: isUsual ? '@javascript' : ['@javascript', '@gate'] },
		async ({ page, enter, servers }) => {
			await take(page);
			const { email } = await enter(servers.fixture);
			await openHydrated(page, `${servers.fixture.origin}/drafts`);
			await expect(page.locator('#user')).toHaveText(email);
			await page.evaluate(() => Object.assign(window, { marker: 'still here' }));
			await page.getByRole('link', { name: 'Elsewhere' }).click();
			await expect(page.getByRole('heading')).toHaveText('A page with another action');
			const marker = () => page.evaluate(() => 'marker' in window);
			expect(await marker(), 'SvelteKit’s router is at work').toBe(true);
			await page.getByRole('button', { name: 'Sign out' }).click();
			await expect(page.locator('#user')).toHaveText('nobody');
			expect(await marker(), 'JavaScript signed out').toBe(false);
			await expect(page).toHaveURL(`${servers.fixture.origin}/`);
		}
	);
}
