import { newAccount, signedIn, signIn } from '../support/account.js';
import { Client, urlencoded, type Answer } from '../support/client.js';
import { expect, test } from '../support/test.js';

const BODIES = {
	'application/x-www-form-urlencoded': 'callbackUrl=%2Fother',
	'multipart/form-data; boundary=x':
		'--x\r\nContent-Disposition: form-data; name="callbackUrl"\r\n\r\n/other\r\n--x--\r\n',
	'text/plain': 'callbackUrl=/other\r\n',
	none: 'callbackUrl=%2Fother',
	'application/json': '{"callbackUrl":"/other"}'
};

/** The `Origin` headers that are not the app's. */
const foreign = (origin: string) => {
	const { protocol, host, port } = new URL(origin);
	return {
		absent: undefined,
		null: 'null',
		empty: '',
		evil: 'https://evil.example',
		suffix: `${origin}.evil.example`,
		subdomain: `${protocol}//sub.${host}`,
		'another port': `${protocol}//localhost:${Number(port || 443) + 1}`,
		'another scheme': `${protocol === 'http:' ? 'https:' : 'http:'}//${host}`,
		userinfo: `${protocol}//${host}@evil.example`
	};
};

for (const [type, body] of Object.entries(BODIES)) {
	const isForm = type.startsWith('multipart') || type.endsWith('urlencoded');

	for (const name of ['fixture', 'https'] as const) {
		test(`CR1: ?/signout with ${type} passes from no other origin (${name})`, async ({
			servers
		}) => {
			const client = await signedIn(servers[name]);
			const post = (origin: string | undefined, accept = 'text/html') =>
				client.request('POST', '/?/signout', {
					headers: {
						accept,
						...(origin !== undefined && { origin }),
						...(type !== 'none' && { 'content-type': type })
					},
					body
				});
			for (const [what, origin] of Object.entries(foreign(servers[name].origin))) {
				for (const accept of ['text/html', 'application/json']) {
					const answer = await post(origin, accept);
					expect.soft([403, 415], `${what}: ${answer.body}`).toContain(answer.status);
					expect.soft(answer.setCookies, what).toEqual([]);
				}
			}
			expect(await client.whoami()).toBe(client.account.email);

			const own = await post(servers[name].origin);
			if (isForm) {
				expect(own).toMatchObject({ status: 303, location: '/other' });
				expect(client.token).toBeUndefined();
			} else {
				// No form of a page of the app looks like this: refused, and not as a fault of the server.
				expect(own.status).toBeLessThan(500);
				expect(await client.whoami()).toBe(client.account.email);
			}
		});
	}
}

test('CR1: a POST with neither body nor content type signs nobody out', async ({ servers }) => {
	const client = await signedIn(servers.fixture);
	for (const origin of [servers.fixture.origin, 'https://evil.example']) {
		const answer = await client.request('POST', '/?/signout', { headers: { origin } });
		expect([403, 415]).toContain(answer.status);
	}
	expect(await client.whoami()).toBe(client.account.email);
});

test('CR2: Sec-Fetch-Site, where present, must agree', async ({ servers }) => {
	const client = await signedIn(servers.fixture);
	const actions: [string, (site: string) => Promise<Answer>][] = [
		['sign-out', (site) => client.post('/?/signout', {}, { 'sec-fetch-site': site })],
		[
			'enhanced sign-out',
			(site) =>
				client.post('/?/signout', {}, { 'sec-fetch-site': site, accept: 'application/json' })
		],
		[
			'sign-in',
			(site) => client.post('/signin?/signin', { ...client.account }, { 'sec-fetch-site': site })
		],
		[
			'sign-up',
			(site) => client.post('/signup?/signup', { ...newAccount() }, { 'sec-fetch-site': site })
		]
	];
	for (const [what, post] of actions) {
		for (const site of ['cross-site', 'same-site', 'none', 'nonsense']) {
			const { status, setCookies, body } = await post(site);
			// An enhanced failure comes with 200, as SvelteKit's do; what it says counts.
			if (status === 200) expect.soft(JSON.parse(body), what).toMatchObject({ status: 403 });
			else expect.soft(status, `${what}, ${site}`).toBe(403);
			expect.soft(setCookies, `${what}, ${site}`).toEqual([]);
		}
	}
	expect(await client.whoami()).toBe(client.account.email);
	expect((await client.post('/?/signout', {}, { 'sec-fetch-site': 'same-origin' })).status).toBe(
		303
	);
	expect(client.token).toBeUndefined();
});

test('CR4: signing in and up is refused from another site, without a session too', async ({
	servers
}) => {
	const { account } = await signedIn(servers.fixture);
	for (const [what, origin] of Object.entries(foreign(servers.fixture.origin))) {
		for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'none']) {
			const client = new Client(servers.fixture);
			for (const [path, fields] of [
				['/signin?/signin', account],
				['/signup?/signup', newAccount()]
			] as const) {
				const answer = await client.request('POST', path, {
					headers: {
						accept: 'text/html',
						...(origin !== undefined && { origin }),
						...(type !== 'none' && { 'content-type': type })
					},
					body: urlencoded({ ...fields })
				});
				expect.soft([403, 415], `${path}, ${what}, ${type}`).toContain(answer.status);
				expect.soft(answer.setCookies).toEqual([]);
			}
		}
	}
	await signIn(new Client(servers.fixture), account);
});

test('FR14: Sec-Fetch-Site: same-origin is enough for the kit, whatever Origin says', async ({
	servers
}) => {
	// An origin that SvelteKit's own check lets pass, and the kit would not.
	const from = { origin: 'https://partner.example', 'sec-fetch-site': 'same-origin' };
	const client = await signedIn(servers.fixture);
	expect((await client.post('/?/signout', {}, from)).status).toBe(303);
	expect(client.token).toBeUndefined();
	await client.post('/signin?/signin', { ...client.account }, from);
	expect(await client.whoami()).toBe(client.account.email);
});

test('SE21: an origin that SvelteKit trusts is trusted by the kit where its option says so', async ({
	servers,
	start
}) => {
	const trusting = await start({
		build: 'fixture',
		options: { csrf: { trustedOrigins: ['https://partner.example'] } }
	});
	for (const [server, trusted] of [
		[servers.fixture, false],
		[trusting, true]
	] as const) {
		const { account } = await signedIn(server);
		for (const [origin, site] of [
			['https://partner.example', 'cross-site'],
			['https://partner.example', 'same-site'],
			['https://partner.example.evil.example', 'cross-site'],
			['https://evil.example', 'cross-site']
		] as const) {
			const passes = trusted && origin === 'https://partner.example';
			const from = { origin, 'sec-fetch-site': site };
			const client = await signedIn(server);
			const out = await client.post('/?/signout', {}, from);
			expect.soft(out.status, `${origin}, ${site}`).toBe(passes ? 303 : 403);
			expect.soft(client.token === undefined).toBe(passes);
			const entering = new Client(server);
			await entering.post('/signin?/signin', { ...account }, from);
			expect.soft(entering.token !== undefined).toBe(passes);
		}
	}
});
