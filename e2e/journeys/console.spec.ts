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
	'/docs/getting-started',
	'/docs/reference/server',
	'/docs/no/such/page',
	'/no/such/page'
];

for (const who of ['nobody', 'somebody'] as const) {
	const title = `no page of ${who} logs an error or a warning, hydration included`;
	test(title, { tag: ['@javascript', '@gate'] }, async ({ open, enter, servers, mayLog }) => {
		test.slow();
		mayLog(/\/no\/such\/page: .* 404/);
		if (who === 'somebody') await enter(servers.demo);
		for (const path of PATHS) {
			const response = await open(path);
			expect(response?.status(), path).toBe(path.includes('such') ? 404 : 200);
		}
	});
}
