import { newAccount, signedIn, signUp } from '../support/account.js';
import { callbackUrls } from '../support/callback-urls.js';
import { Client, type Answer } from '../support/client.js';
import { expect, test } from '../support/test.js';

/** A sign-out takes all of them; the same function reads them at a sign-in, which takes longer. */
const some = callbackUrls.filter((_, n) => n % 6 === 1);

const locationOf = {
	post: ({ status, location }: Answer) => (status === 303 ? location : `status ${status}`),
	enhanced: ({ status, json }: Answer) => {
		if (status !== 200) return `status ${status}`;
		return json().location;
	}
};

for (const mode of ['post', 'enhanced'] as const) {
	for (const verb of ['signout', 'signin', 'signup'] as const) {
		const how = mode === 'post' ? 'native' : 'enhanced';
		test(`CR5: ${how} ${verb} leads only to paths of this app`, async ({ servers }) => {
			const account = await signUp(new Client(servers.https));
			for (const { value, leadsTo, why } of verb === 'signout' ? callbackUrls : some) {
				const fields = {
					signout: {},
					signin: { ...account },
					signup: { ...newAccount() }
				}[verb];
				const client = new Client(servers.https);
				const answer = await client[mode](`/${verb}?/${verb}`, { ...fields, callbackUrl: value });
				expect
					.soft(locationOf[mode](answer), `${JSON.stringify(value)}: ${why}`)
					.toBe(leadsTo ?? '/');
			}
		});
	}
}

test('CR5, CR6: a repeated callbackUrl, or a file of that name, leads to a path of this app', async ({
	servers
}) => {
	const client = new Client(servers.https);
	for (const list of [
		['/a', '/b'],
		['//evil.com', '/b'],
		['/a', '//evil.com']
	]) {
		const { location } = await client.post('/?/signout', { callbackUrl: list });
		expect.soft(location, list.join(', ')).toMatch(/^\/[ab]?$/);
	}
	const file = [
		'--x',
		'Content-Disposition: form-data; name="callbackUrl"; filename="//evil.com"',
		'Content-Type: text/plain',
		'',
		'//evil.com',
		'--x--',
		''
	].join('\r\n');
	const answer = await client.request('POST', '/?/signout', {
		headers: {
			accept: 'text/html',
			origin: servers.https.origin,
			'content-type': 'multipart/form-data; boundary=x'
		},
		body: file
	});
	expect(answer).toMatchObject({ status: 303, location: '/' });
});

test('CR5: a page whose own path looks like another host is no way out', async ({ servers }) => {
	const client = new Client(servers.https);
	for (const path of ['//evil.com', '/\\evil.com', '/%2fevil.com', '/.//evil.com']) {
		const guarded = await client.get(`${path}/guarded`);
		const native = await client.post(`${path}?/signout`, { redirect: 'false' });
		for (const { status, location = '/' } of [guarded, native]) {
			expect.soft(status, path).toBeLessThan(500);
			const { origin } = new URL(location, servers.https.origin);
			expect.soft(origin, `${path}: ${location}`).toBe(servers.https.origin);
		}
	}
});

test('CR7: Host and X-Forwarded-Host cannot steer a redirect', async ({ servers }) => {
	const forged = {
		host: 'evil.example',
		'x-forwarded-host': 'evil.example',
		'x-forwarded-proto': 'http',
		forwarded: 'host=evil.example'
	};
	for (const server of [servers.https, servers.fixture]) {
		const client = new Client(server);
		const callbackUrl = 'https://evil.example/x';
		expect(await client.post('/?/signout', { callbackUrl }, forged)).toMatchObject({
			status: 303,
			location: '/'
		});
		expect(await client.get('/guarded?a=1', forged)).toMatchObject({
			status: 303,
			location: '/signin?callbackUrl=%2Fguarded%3Fa%3D1'
		});
		const evil = await client.post('/?/signout', {}, { ...forged, origin: 'https://evil.example' });
		expect(evil.status).toBe(403);
	}
});

test(
	'SE30: a callbackUrl that cannot be opened, or is the sign-out page, leads to the default',
	{ tag: '@gate' },
	async ({ servers }) => {
		for (const callbackUrl of [
			'/%',
			'/%e9',
			'/other/%zz',
			'/signout',
			'/signout?error=STORE_UNAVAILABLE',
			'/sign%6fut/'
		]) {
			const client = await signedIn(servers.fixture);
			const { location = '' } = await client.post('/other?/signout', { callbackUrl });
			expect.soft(location, callbackUrl).toBe('/');
			expect((await client.get(location)).status).toBe(200);
		}
	}
);
