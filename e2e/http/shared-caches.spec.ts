import { signedIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

test.describe('SE47: a page whose load asks an endpoint of the app', () => {
	for (const [what, header] of [
		['to sign in', 'x-account'],
		['to sign in, from a hook before `auth.handle`', 'x-front-account']
	] as const) {
		test(`${what} is kept in no cache`, async ({ servers }) => {
			const { account } = await signedIn(servers.fixture);
			const client = new Client(servers.fixture);
			const answer = await client.get('/entering', { [header]: JSON.stringify(account) });

			expect(answer.setCookies).toHaveLength(1);
			expect(answer.headers['cache-control']).toBe('private, no-store');
			expect(await client.whoami()).toBe(account.email);
		});
	}

	test('to sign out with the cookie of somebody else is kept in no cache', async ({ servers }) => {
		const other = await signedIn(servers.fixture);
		const cookie = [...other.cookies].map((pair) => pair.join('=')).join('; ');
		const answer = await new Client(servers.fixture).get('/entering', { 'x-cookie': cookie });

		expect(answer.headers['set-cookie']).toHaveLength(1);
		expect(answer.headers['cache-control']).toBe('private, no-store');
	});

	test('for nothing is the app’s to keep', async ({ servers }) => {
		const { headers } = await new Client(servers.fixture).get('/entering');
		expect(headers['cache-control']).toBe('public, max-age=60');
	});
});
