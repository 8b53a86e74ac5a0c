import { signedIn } from '../support/account.js';
import { Client, type SetCookie } from '../support/client.js';
import { expect, test } from '../support/test.js';

test.describe('SO1: the old cookie replayed is anonymous', () => {
	for (const mode of ['post', 'enhanced'] as const) {
		test(`after ${mode === 'post' ? 'a native' : 'an enhanced'} sign-out`, async ({ servers }) => {
			const client = await signedIn(servers.fixture);
			const { email } = client.account;
			const thief = client.copy();
			expect((await thief.get('/')).body).toContain(email);

			await client[mode]('/?/signout');

			expect(client.cookies.size).toBe(0);
			// A new copy each time: the first answer deletes the cookie.
			const use = () => thief.copy();
			const page = await use().get('/');
			expect(page.body).toContain('nobody');
			expect(page.body).not.toContain(email);

			const data = await use().get('/__data.json');
			expect(data.status).toBe(200);
			expect(data.body).not.toContain(email);

			const guarded = await use().get('/guarded');
			expect(guarded).toMatchObject({ status: 303, location: '/signin?callbackUrl=%2Fguarded' });
			const guardedData = await use().get('/guarded/__data.json');
			expect(guardedData.json()).toMatchObject({ type: 'redirect' });

			const action = await use().enhanced('/other?/whoami');
			expect(action.json()).toMatchObject({ type: 'success' });
			expect(action.body).toContain('nobody');

			const endpoint = await use().get('/api/me');
			expect(endpoint.json()).toEqual({ user: null, session: null });
			// And whoever shows it is told to drop it.
			expect(endpoint.setCookies).toMatchObject([{ value: '', attributes: { 'max-age': '0' } }]);
		});
	}
});

test('SO2: ok comes with the row deleted, and only this session’s', async ({
	servers,
	databaseOf
}) => {
	const client = await signedIn(servers.fixture);
	const other = await signedIn(servers.fixture);
	const { session } = (await client.get('/api/me')).json();
	const rows = databaseOf(servers.fixture).session;
	expect(await rows.count({ where: { publicId: session.id } })).toBe(1);

	expect((await client.enhanced('/?/signout')).json()).toMatchObject({ type: 'redirect' });
	expect(await rows.count({ where: { publicId: session.id } })).toBe(0);
	expect(await other.whoami()).toBe(other.account.email);
});

for (const name of ['fixture', 'https', 'base'] as const) {
	const tag = name === 'base' ? '@gate' : [];
	test(
		`SO3: what deletes the cookie repeats what set it (${name})`,
		{ tag },
		async ({ servers }) => {
			const client = new Client(servers[name]);
			const base = name === 'base' ? '/base' : '';
			const fields = {
				email: `so3-${name}-${Date.now()}@example.com`,
				password: 'a long enough one'
			};
			const { setCookies: set } = await client.post(`${base}/signup?/signup`, fields);
			const answers = [
				await client.copy().post(`${base}/?/signout`),
				await client.copy().enhanced(`${base}/?/signout`),
				// Revoked by now: any request deletes it.
				await client.copy().get(`${base}/`)
			];
			for (const { setCookies: deleted } of answers) {
				expect(deleted).toMatchObject([{ value: '', attributes: { 'max-age': '0' } }]);
				expect(deleted.map(butForItsEnd)).toEqual(set.map(butForItsEnd));
			}
		}
	);
}

const butForItsEnd = ({ name, attributes }: SetCookie) => ({ name, ...attributes, 'max-age': '' });

test('SO4: only POST signs out', async ({ servers }) => {
	const client = await signedIn(servers.fixture);
	for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']) {
		for (const path of ['/?/signout', '/own?/signout', '/signout', '/api/me?/signout']) {
			const headers = { origin: servers.fixture.origin, 'x-sveltekit-action': 'true' };
			const answer = await client.request(method, path, { headers });
			expect.soft(answer.status, `${method} ${path}`).toBeLessThan(500);
			expect.soft(answer.setCookies, `${method} ${path}`).toEqual([]);
		}
	}
	await client.get('/?/signout', { purpose: 'prefetch', 'sec-purpose': 'prefetch;prerender' });
	await client.get('/__data.json?/signout');
	expect(await client.whoami()).toBe(client.account.email);
});

test('SO5: without a live session the outcome is the same', async ({ servers, databaseOf }) => {
	const server = servers.fixture;
	const expired = await signedIn(server);
	const { session } = (await expired.get('/api/me')).json();
	await databaseOf(server).session.updateMany({
		where: { publicId: session.id },
		data: { expiresAt: new Date(Date.now() - 1000) }
	});
	const revoked = await signedIn(server);
	await revoked.copy().post('/?/signout');
	const withCookie = (value: string) => {
		const client = new Client(server);
		client.present(value);
		return client;
	};
	const clients = {
		'a live session': await signedIn(server),
		'no cookie': new Client(server),
		garbage: withCookie('garbage'),
		'an unknown token': withCookie('A'.repeat(43)),
		'a very long one': withCookie('A'.repeat(4000)),
		empty: withCookie(''),
		expired,
		revoked
	};
	for (const [what, client] of Object.entries(clients)) {
		const native = await client.copy().post('/?/signout', { callbackUrl: '/other' });
		expect.soft(native, what).toMatchObject({ status: 303, location: '/other' });
		const enhanced = await client.copy().enhanced('/?/signout');
		expect.soft(enhanced.status, what).toBe(200);
		expect.soft(enhanced.json(), what).toEqual({ type: 'redirect', status: 303, location: '/' });
	}
});

test('SO7: nothing rendered with a session, nor the sign-out, is kept by a cache', async ({
	servers
}) => {
	const client = await signedIn(servers.fixture);
	const paths = ['/', '/guarded', '/__data.json', '/api/me', '/redirect', '/stream', '/nowhere'];
	const answers = [
		...(await Promise.all(paths.map((path) => client.get(path)))),
		await client.enhanced('/other?/whoami'),
		await client.get('/broken'),
		await client.copy().enhanced('/?/signout'),
		// Its session is gone by now; the answer still says whose it was not.
		await client.copy().get('/'),
		await client.post('/?/signout')
	];
	for (const { headers } of answers)
		expect.soft(headers['cache-control']).toBe('private, no-store');

	const fresh = new Client(servers.fixture);
	const signUp = await fresh.post('/signup?/signup', {
		email: `so7-${Date.now()}@example.com`,
		password: 'a long enough one'
	});
	expect(signUp.headers['cache-control']).toBe('private, no-store');
	const { headers } = await new Client(servers.fixture).get('/');
	expect(headers['cache-control']).toBeUndefined();
});
