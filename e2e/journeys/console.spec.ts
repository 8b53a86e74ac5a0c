import { CONTENTS } from '../../src/docs/contents.js';
import { expect, test } from '../support/test.js';

const PATHS = [
	'/',
	'/about',
	'/buttons',
	'/signin',
	'/signup',
	'/signout',
	'/account',
	'/docs',
	...CONTENTS.flatMap(({ pages }) => pages.map(({ slug }) => `/docs/${slug}`)),
	'/docs/no/such/page',
	'/no/such/page'
];

for (const who of ['nobody', 'somebody'] as const) {
	const title = `no page of ${who} logs an error or a warning, hydration included`;
	test(title, { tag: '@javascript' }, async ({ page, open, enter, servers }) => {
		if (who === 'somebody') await enter(servers.demo);
		test.slow();
		const complaints: string[] = [];
		page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error}`));
		page.on('requestfailed', (request) => {
			// Going to the next page ends what the last one still loads: the icon, say.
			const why = request.failure()?.errorText;
			if (why !== 'net::ERR_ABORTED') complaints.push(`${why}: ${request.url()}`);
		});
		page.on('console', (message) => {
			const isThePageItself = message.location().url === page.url();
			if (!isThePageItself && message.type() !== 'log') {
				complaints.push(`${page.url()}: ${message.text()}`);
			}
		});
		for (const path of PATHS) {
			const response = await open(path);
			expect(response?.status(), path).toBe(path.includes('such') ? 404 : 200);
		}
		expect(complaints).toEqual([]);
	});
}
