import { signOutSuite } from '../../src/lib/testing/index.js';
import { test as base } from '../support/test.js';

base.describe('an app that signs in its own way', { tag: '@javascript' }, () => {
	const test = base.extend({ baseURL: ({ servers }, use) => use(servers.fixture.origin) });

	signOutSuite(test, {
		privatePath: '/guarded',
		privateText: /For .+ alone/,
		privateAction: { path: '/other?/whoami' },
		signOutPath: '/client',
		signedOutUrl: '/',
		async signIn(page, { email, password, again }) {
			const path = again ? '/signin' : '/signup';
			await page.goto(path);
			const { origin } = new URL(page.url());
			const form = { email, password };
			await page.request.post(`${path}?${path}`, { headers: { origin }, form, maxRedirects: 0 });
		}
	});
});
