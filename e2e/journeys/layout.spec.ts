import { demo } from '../support/demo.js';
import { expect, test } from '../support/test.js';

const VISITS: [who: string, tag: string[], pages: string[]][] = [
	['a visitor', [], ['/', '/signup', '/docs/components']],
	['a visitor who looks around', ['@gate'], ['/signin', '/signout', '/nowhere']],
	['a user', [], ['/account']],
	['a user who looks around', ['@gate'], ['/', '/password', '/buttons']]
];

for (const [who, tag, pages] of VISITS) {
	test(
		`CO18: the pages of ${who} fit into windows of 320, 375 and 1280 pixels, with the name of the app, and log nothing`,
		{ tag: ['@javascript', ...tag] },
		async ({ page, open, enter, servers, mayLog }) => {
			// Anything else that a page logs fails the test, hydration included.
			mayLog(/\/nowhere: .* 404/);
			const look = async (path: string) => {
				await open(path);
				for (const width of [320, 375, 1280]) {
					await page.setViewportSize({ width, height: 700 });
					const brand = demo(page).header.getByText('Svelte Guardian');
					expect((await brand.boundingBox())?.width, path).toBeGreaterThan(80);
					const { scrollWidth, clientWidth } = await page.evaluate(() => ({
						...{ scrollWidth: document.documentElement.scrollWidth },
						...{ clientWidth: document.documentElement.clientWidth }
					}));
					expect(scrollWidth, `${path} at ${width}`).toBeLessThanOrEqual(clientWidth);
				}
			};
			if (who.startsWith('a user')) await enter(servers.demo);
			for (const path of pages) await look(path);
		}
	);
}

test(
	'CO18: header and content begin at the same line, and stay there on a page that scrolls',
	{ tag: ['@gate', '@javascript'] },
	async ({ page, open }) => {
		await page.setViewportSize({ width: 1440, height: 700 });
		const left = async (selector: string) =>
			(await page.locator(selector).first().boundingBox())!.x;
		await open('/docs/components');
		expect(await left('.brand')).toBeCloseTo(await left('.docs-contents'), 0);

		await open('/about');
		const short = await left('.brand');
		expect(await left('main h1')).toBeCloseTo(short, 0);
		await page.setViewportSize({ width: 1440, height: 300 });
		expect(await left('.brand')).toBeCloseTo(short, 0);
	}
);
