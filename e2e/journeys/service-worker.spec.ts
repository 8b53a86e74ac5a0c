import { openHydrated } from '../support/hydrated.js';
import { expect, test } from '../support/test.js';

test.describe('a service worker that stores every response', { tag: '@javascript' }, () => {
	test('FR5: the check is stored by none, and after a sign-out nothing of the user is, so nothing is shown offline', async ({
		page,
		context,
		enter,
		servers,
		mayLog
	}) => {
		mayLog(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch|FetchEvent/);
		await page.clock.install();
		const { email } = await enter(servers.fixture);
		const { origin } = servers.fixture;
		await page.goto(`${origin}/drafts`);
		await page.evaluate(async () => {
			await navigator.serviceWorker.register('/service-worker.js', { type: 'module' });
			await navigator.serviceWorker.ready;
			if (!navigator.serviceWorker.controller) {
				await new Promise((done) =>
					navigator.serviceWorker.addEventListener('controllerchange', done, { once: true })
				);
			}
		});
		const stored = () =>
			page.evaluate(async () => {
				const cache = await caches.open('cache-1');
				const found: Record<string, string> = {};
				for (const request of await cache.keys()) {
					found[request.url] = await (await cache.match(request))!.text();
				}
				return found;
			});
		await openHydrated(page, `${origin}/drafts`);
		await expect.poll(async () => JSON.stringify(await stored())).toContain(email);

		await page.clock.fastForward(61_000);
		const checked = page.waitForResponse('**/_guardian/sign-out/session');
		await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
		await checked;
		expect(Object.keys(await stored()).join()).not.toContain('_guardian');

		await page.getByRole('button', { name: 'Sign out' }).click();
		await expect(page).toHaveURL(`${origin}/`);
		await expect(page.locator('#user')).toHaveText('nobody');
		const kept = await stored();
		expect(JSON.stringify(kept)).not.toContain(email);
		expect(JSON.stringify(kept)).not.toContain('"user":"');
		expect(Object.keys(kept).join(), 'what is for everybody stays').toContain('/immutable/');

		await context.setOffline(true);
		await page.goto(`${origin}/drafts`).catch(() => {});
		await expect(page.getByText(email)).toHaveCount(0);
		await context.setOffline(false);
	});
});

test(
	'FR5: links without the slash that an app adds cost no check each',
	{ tag: ['@javascript', '@gate'] },
	async ({ page, enter, servers }) => {
		const { email } = await enter(servers.fixture);
		await openHydrated(page, `${servers.fixture.origin}/slash/one/`);
		let checks = 0;
		page.on('request', (request) => {
			if (request.url().includes('_guardian')) checks += 1;
		});
		for (const name of ['Two', 'One', 'Two', 'One']) {
			await page.getByRole('link', { name }).click();
			await expect(page).toHaveURL(`${servers.fixture.origin}/slash/${name.toLowerCase()}/`);
			await expect(page.getByRole('heading')).toHaveText(`Slash ${name.toLowerCase()}`);
		}
		await expect(page.locator('#user')).toHaveText(email);
		expect(checks).toBe(0);
	}
);

test(
	'SE24: whatever other scripts post to the channel, the server is asked once at a time and once a second',
	{ tag: ['@gate', '@javascript'] },
	async ({ page, context, enter, servers, mayLog }) => {
		// Chromium looks for the icon of an endpoint there.
		mayLog(/favicon\.ico/);
		const { email } = await enter(servers.fixture);
		await openHydrated(page, `${servers.fixture.origin}/other`);
		let checks = 0;
		let atOnce = 0;
		let most = 0;
		await page.route('**/_guardian/sign-out/session', async (route) => {
			checks += 1;
			atOnce += 1;
			most = Math.max(most, atOnce);
			await route.continue();
			atOnce -= 1;
		});
		const other = await context.newPage();
		await other.goto(`${servers.fixture.origin}/api/me`);
		const post = (messages: unknown[]) =>
			other.evaluate((all) => {
				const tabs = new BroadcastChannel('svelte-guardian:/');
				for (const message of all) tabs.postMessage(message);
			}, messages);
		const MALFORMED = [null, undefined, 1, 'text', [], {}, { user: 1 }, { user: {} }, { user: [] }];
		await post(MALFORMED);
		// Messages arrive in order, so the malformed ones have been heard when the check is there.
		const first = page.waitForResponse('**/_guardian/sign-out/session');
		await post(Array.from({ length: 500 }, (_, number) => ({ user: `u${number}` })));
		await first;
		expect(checks).toBe(1);
		const second = await page.waitForResponse('**/_guardian/sign-out/session');
		expect(second.ok()).toBe(true);
		expect(checks).toBe(2);
		expect(most).toBe(1);
		await expect(page.locator('#user')).toHaveText(email);
	}
);
