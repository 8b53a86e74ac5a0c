import { signedIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

const EXPECTED = {
	'x-frame-options': 'DENY',
	'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'strict-origin-when-cross-origin'
};

test('SE31: every answer for a user has the headers', async ({ servers }) => {
	const client = await signedIn(servers.fixture);
	for (const path of ['/', '/other', '/other/__data.json', '/api/me', '/redirect', '/nowhere']) {
		expect.soft((await client.get(path)).headers, path).toMatchObject(EXPECTED);
	}
	const check = await client.request('POST', '/_guardian/sign-out/session', { body: '' });
	expect.soft(check.status).toBeLessThan(300);
	expect.soft(check.headers).toMatchObject(EXPECTED);
	expect.soft((await client.enhanced('/?/signout')).headers).toMatchObject(EXPECTED);
});

test('SE31: without a user a page with a form of the kit has them, and no other', async ({
	servers
}) => {
	const client = new Client(servers.fixture);
	for (const path of ['/signin', '/signup', '/']) {
		expect.soft((await client.get(path)).headers, path).toMatchObject(EXPECTED);
	}
	for (const path of ['/api/me', '/slow?ms=0']) {
		expect.soft((await client.get(path)).headers, path).not.toHaveProperty('x-frame-options');
	}
});

test('SE31: they are the app’s to choose', { tag: '@gate' }, async ({ start }) => {
	const none = await start({ build: 'fixture', options: { securityHeaders: false } });
	const client = await signedIn(none);
	expect((await client.get('/')).headers).not.toHaveProperty('x-frame-options');
	expect((await client.get('/')).headers).not.toHaveProperty('referrer-policy');
});
