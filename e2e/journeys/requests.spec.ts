import type { Page } from '@playwright/test';
import { demo } from '../support/demo.js';
import { startRecorder, type Recorder } from '../support/recorder.js';
import { expect, test as base } from '../support/test.js';

/** The demo, behind something that counts. */
const test = base.extend<{ recorder: Recorder }>({
	async recorder({ start, enter }, use) {
		const recorder = await startRecorder();
		const server = await start({ build: 'demo', origin: recorder.origin });
		recorder.passTo(server.port);
		await enter(server);
		await use(recorder);
		await recorder.close();
	}
});

/** What the server is asked from the click until the page shows nobody any more. */
async function asked(page: Page, { requests }: Recorder, click: () => Promise<void>) {
	await page.waitForLoadState('networkidle');
	requests.length = 0;
	await click();
	await expect(demo(page).signInLink).toBeVisible();
	// Whatever was sent before this has arrived before it.
	await page.evaluate(() => fetch('/favicon.svg?last').then((response) => response.text()));
	return requests.slice(0, requests.indexOf('GET /favicon.svg?last'));
}

test.describe(
	'to sign out takes one request, and one for the next page',
	{ tag: '@javascript' },
	() => {
		test('SO6: staying on the page', { tag: '@gate' }, async ({ page, open, recorder }) => {
			await open(`${recorder.origin}/about`);
			const button = demo(page).main.getByRole('button', { name: 'Sign out and stay here' });
			const requests = await asked(page, recorder, () => button.click());
			expect(requests.filter((request) => !request.startsWith('GET /_app/immutable/'))).toEqual([
				'POST /about?/signout',
				'GET /about'
			]);
		});

		test(
			'SO6: going to another page, beside the files of that page',
			{ tag: '@gate' },
			async ({ page, open, recorder }) => {
				await open(`${recorder.origin}/about`);
				const requests = await asked(page, recorder, () => demo(page).signOut.click());
				expect(requests.filter((request) => !request.startsWith('GET /_app/immutable/'))).toEqual([
					'POST /about?/signout',
					'GET /'
				]);
			}
		);
	}
);
