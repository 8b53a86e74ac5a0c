import { deferred } from '../support/deferred.js';
import { endRoutes } from '../support/routes.js';
import { expect, test } from '../support/test.js';

test.describe('a test fails when a page', { tag: '@javascript' }, () => {
	test('SE46 logs a warning or an error, throws, loses a rejection, or asks for what is not there', async ({
		page,
		open,
		complaints
	}) => {
		await open('/about');
		for (const [script, complaint] of [
			[`console.warn('careful')`, 'console warning: careful'],
			[`console.error('broken')`, 'console error: broken'],
			[`setTimeout(() => { throw new Error('thrown') })`, 'uncaught Error: thrown'],
			[`void Promise.reject(new Error('lost'))`, 'uncaught Error: lost'],
			[`void fetch('/none')`, /console error: Failed to load resource: .* 404/]
		] as const) {
			await page.evaluate(script);
			await expect.poll(() => complaints.take()).toEqual([expect.stringMatching(complaint)]);
		}
	});

	test(
		'SE46 of another context complains',
		{ tag: '@gate' },
		async ({ browser, servers, complaints }) => {
			const context = await browser.newContext({ baseURL: servers.demo.origin });
			const page = await context.newPage();
			await page.goto('/about');
			await page.evaluate(() => console.warn('elsewhere'));
			await context.close();
			expect(complaints.take()).toEqual([
				`${servers.demo.origin}/about: console warning: elsewhere`
			]);
		}
	);

	test('SE46 complains of more than is allowed', { tag: '@gate' }, async ({ page, mayLog }) => {
		test.fail();
		mayLog(/expected/);
		await page.evaluate(() => {
			console.warn('expected');
			console.warn('careful');
		});
	});
});

test(
	'SE46 what a page may log, and what is no complaint',
	{ tag: '@javascript' },
	async ({ page, mayLog }) => {
		mayLog(/careful/);
		await page.evaluate(() => {
			console.log('fine');
			console.info('fine');
			console.debug('fine');
			console.warn('careful');
		});
	}
);

test(
	'SE46 a page that closes while the test still answers one of its requests is no complaint',
	{ tag: ['@gate', '@javascript'] },
	async ({ browser, servers }) => {
		const context = await browser.newContext();
		const page = await context.newPage();
		const { promise: asked, resolve: ask } = deferred();
		const { promise: closed, resolve: close } = deferred();
		const { promise: over, resolve: end } = deferred();
		await page.route('**/*', async (route) => {
			ask();
			try {
				await closed;
				await route.continue();
			} finally {
				end();
			}
		});
		void page.goto(servers.demo.origin).catch(() => {});
		await asked;
		await endRoutes(context);
		await context.close();
		close();
		await over;
		// A rejection that nobody handles is noticed one turn later, and fails the test.
		await new Promise(setImmediate);
	}
);
