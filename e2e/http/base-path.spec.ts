import { newAccount } from '../support/account.js';
import { Client } from '../support/client.js';
import type { Server } from '../support/server.js';
import { expect, test } from '../support/test.js';

async function signedInBelow(server: Server) {
	const client = new Client(server);
	const answer = await client.post('/base/signup?/signup', { ...newAccount() });
	return { client, answer };
}

test('CK3: with a base path the cookie is still for /', { tag: '@gate' }, async ({ servers }) => {
	const { answer } = await signedInBelow(servers.base);
	expect(answer.setCookies).toMatchObject([{ attributes: { path: '/' } }]);
});

test(
	'with a base path every redirect of svelte-guardian’s own has it',
	{ tag: '@gate' },
	async ({ servers }) => {
		const { client, answer } = await signedInBelow(servers.base);
		expect(answer.location).toMatch(/^\/base\/?$/);
		const native = await client.copy().post('/base/guarded?/signout');
		expect(native.location).toMatch(/^\/base\/?$/);
		const { location } = (await client.copy().enhanced('/base/?/signout')).json();
		expect(location).toMatch(/^\/base\/?$/);
		expect((await client.get(location)).status).toBe(200);
		const guarded = await client.get('/base/guarded');
		expect(guarded.location).toBe('/base/signin?callbackUrl=%2Fbase%2Fguarded');
	}
);

test(
	'with a base path a callbackUrl has it already, and is taken as it is',
	{ tag: '@gate' },
	async ({ servers }) => {
		const { client } = await signedInBelow(servers.base);
		const answer = await client.post('/base/?/signout', { callbackUrl: '/base/other' });
		expect(answer.location).toBe('/base/other');
	}
);

test(
	'with a base path the button’s form works on every page',
	{ tag: '@gate' },
	async ({ servers }) => {
		const { client } = await signedInBelow(servers.base);
		const { body } = await client.get('/base/guarded');
		expect(body).toMatch(/<form[^>]*class="guardian-sign-out[^"]*"[^>]*action="\?\/signout"/);
	}
);

test(
	'FR15: with a base path a callbackUrl outside of it leads to the default',
	{ tag: '@gate' },
	async ({ servers }) => {
		for (const callbackUrl of ['/', '/other', '/baseless', 'https://evil.example/base/']) {
			const { client } = await signedInBelow(servers.base);
			const { location = '' } = await client.post('/base/guarded?/signout', { callbackUrl });
			expect(location, callbackUrl).toMatch(/^\/base\/?$/);
			expect((await client.get(location)).status).toBe(200);
		}
	}
);
