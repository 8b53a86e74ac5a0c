import { createHash } from 'node:crypto';
import { newAccount, signedIn, signIn, signUp } from '../support/account.js';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

const DAY = 24 * 60 * 60;

test('CK1: behind https the cookie is __Host-, Secure, HttpOnly, Lax, for / and no domain', async ({
	servers
}) => {
	const client = new Client(servers.https);
	const { setCookies } = await client.post('/signup?/signup', { ...newAccount() });
	expect(setCookies).toHaveLength(1);
	const [{ name, attributes } = { name: '', attributes: {} }] = setCookies;
	expect(name).toMatch(/^__Host-guardian_session_[0-9a-f]{12}$/);
	expect(attributes).toEqual({
		path: '/',
		secure: true,
		httponly: true,
		samesite: 'Lax',
		'max-age': String(90 * DAY)
	});
});

test('CK1: behind https an unprefixed cookie, which a subdomain could set, counts for nothing', async ({
	servers
}) => {
	const client = await signedIn(servers.https);
	const tossed = new Client(servers.https);
	tossed.cookies.set(client.cookieName!.replace('__Host-', ''), client.token!);
	expect(await tossed.whoami()).toBeNull();
});

for (const host of ['localhost', '127.0.0.1']) {
	const tag = host === 'localhost' ? [] : '@gate';
	test(
		`CK2: on plain-http ${host} the cookie is neither prefixed nor Secure`,
		{ tag },
		async ({ start, servers }) => {
			const server =
				host === 'localhost'
					? servers.fixture
					: await start({ build: 'fixture', origin: `http://${host}:PORT` });
			const client = new Client(server);
			const { setCookies } = await client.post('/signup?/signup', { ...newAccount() });
			expect(setCookies.map(({ name }) => name)).toEqual([client.cookieName]);
			expect(client.cookieName).toMatch(/^guardian_session_/);
			expect(setCookies[0]?.attributes).toEqual({
				path: '/',
				httponly: true,
				samesite: 'Lax',
				'max-age': String(90 * DAY)
			});
			expect((await client.get('/guarded')).status).toBe(200);
			await client.post('/?/signout');
			expect(client.token).toBeUndefined();
		}
	);
}

test('CK4: the token and its hash are in no page, data, address or header', async ({ servers }) => {
	const client = new Client(servers.fixture);
	const account = newAccount();
	const answers = [await client.post('/signup?/signup', { ...account })];
	const secrets = [client.token!];
	for (const path of ['/', '/guarded', '/guarded/__data.json', '/own', '/api/me', '/nowhere']) {
		answers.push(await client.get(path));
	}
	answers.push(await client.post('/other?/whoami'), await client.enhanced('/other?/whoami'));
	answers.push(await signIn(client, account));
	secrets.push(client.token!);
	answers.push(await client.copy().enhanced('/?/signout', { redirect: 'false' }));
	answers.push(await client.copy().get('/guarded'), await client.post('/?/signout'));

	for (const secret of secrets.flatMap((token) => [
		token,
		createHash('sha256').update(token).digest('hex')
	])) {
		for (const { body, headers } of answers) {
			expect(body).not.toContain(secret);
			expect(JSON.stringify({ ...headers, 'set-cookie': null })).not.toContain(secret);
		}
	}
});

test('CK5: renewing a session never sets its cookie', async ({ start }) => {
	const server = await start({ build: 'fixture', options: { session: { renewAfter: 0 } } });
	const client = await signedIn(server);
	const lastUsedAt = async () => {
		const answer = await client.get('/api/me');
		expect(answer.setCookies).toEqual([]);
		return answer.json().session.lastUsedAt;
	};
	const first = await lastUsedAt();
	for (const path of ['/', '/guarded', '/__data.json', '/redirect', '/nowhere']) {
		expect((await client.get(path)).setCookies, path).toEqual([]);
	}
	// It was renewed all the same.
	expect(Date.parse(await lastUsedAt())).toBeGreaterThan(Date.parse(first));
});

test('CK5: a response says one thing about each cookie', async ({ servers }) => {
	const account = await signUp(new Client(servers.fixture));
	const requests: [string, (client: Client) => ReturnType<Client['get']>, 'set' | 'deleted'][] = [
		['sign-in', (client) => client.post('/signin?/signin', { ...account }), 'set'],
		['enhanced sign-in', (client) => client.enhanced('/signin?/signin', { ...account }), 'set'],
		['sign-up', (client) => client.post('/signup?/signup', { ...newAccount() }), 'set'],
		['sign-in and render', (client) => client.post('/both?/in', { ...account }), 'set'],
		['sign-out and render', (client) => client.post('/both?/out'), 'deleted'],
		['sign-out', (client) => client.post('/?/signout'), 'deleted'],
		['enhanced sign-out', (client) => client.enhanced('/?/signout'), 'deleted'],
		['an endpoint’s sign-out', (client) => client.get('/api/signout'), 'deleted'],
		['a page', (client) => client.get('/'), 'deleted']
	];
	for (const [what, request, outcome] of requests) {
		const stale = new Client(servers.fixture);
		stale.present('A'.repeat(43));
		const dead = stale.cookieName;
		const { setCookies } = await request(stale);
		const names = setCookies.map(({ name }) => name);
		expect.soft(new Set(names).size, what).toBe(names.length);
		const deleted = setCookies.filter(({ attributes }) => attributes['max-age'] === '0');
		expect
			.soft(
				deleted.map(({ name }) => name),
				what
			)
			.toEqual([dead]);
		expect.soft(setCookies, what).toHaveLength(outcome === 'set' ? 2 : 1);
	}
});

test(
	'CC3: requests under way while one signs out cannot bring the session back',
	{ tag: '@gate' },
	async ({ start }) => {
		const server = await start({ build: 'fixture', options: { session: { renewAfter: 0 } } });
		const client = await signedIn(server);
		const thief = client.copy();
		const requests = Array.from({ length: 60 }, (_, i) =>
			i === 30 ? client.post('/?/signout') : thief.copy().get('/guarded')
		);
		const answers = await Promise.all(requests);
		const set = answers.flatMap(({ setCookies }) => setCookies);
		expect(set.filter(({ attributes }) => attributes['max-age'] !== '0')).toEqual([]);
		expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
		expect(await thief.whoami()).toBeNull();
		expect(await server.database.prisma.session.count()).toBe(0);
	}
);
