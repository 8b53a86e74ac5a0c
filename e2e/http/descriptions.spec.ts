import { signedIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

const PUBLIC = ['/', '/about', '/buttons', '/signin', '/signup', '/signout', '/nowhere'];
const DOCS = ['/docs/getting-started', '/docs/components', '/docs/reference/client'];

test('CO17: every page of the demo has a description of its own', async ({ servers }) => {
	const visitor = new Client(servers.demo);
	const user = await signedIn(servers.demo);
	const pages = [
		...[...PUBLIC, ...DOCS].map((path) => ({ path, client: visitor })),
		...['/account', '/password'].map((path) => ({ path, client: user }))
	];
	const found = new Map<string, string>();
	for (const { path, client } of pages) {
		const { body } = await client.get(path);
		const all = [...body.matchAll(/<meta name="description" content="([^"]*)"/g)];
		expect(all, path).toHaveLength(1);
		const [, text = ''] = all[0]!;
		expect(text.length, path).toBeGreaterThan(20);
		expect(text.length, path).toBeLessThan(200);
		expect(found.get(text), `${path} is described as another page`).toBeUndefined();
		found.set(text, path);
	}
});
