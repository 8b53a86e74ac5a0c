import { setTimeout as sleep } from 'node:timers/promises';
import { signedIn, signIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { breakSessions } from '../support/faults.js';
import { lockSessions } from '../support/database.js';
import { expect, test } from '../support/test.js';

test('CK6: a missing session clears the cookie; a database error never does', async ({
	alone: server
}) => {
	const client = await signedIn(server);
	const token = client.token;
	const repair = await breakSessions(server);

	const page = await client.get('/');
	expect(page.status).toBe(200);
	expect(page.body).toContain('nobody');
	expect((await client.get('/guarded')).status).toBe(503);
	expect((await client.get('/guarded/__data.json')).body).toContain('503');
	expect((await client.enhanced('/other?/whoami')).body).toContain('nobody');
	expect((await client.get('/api/me')).json()).toEqual({ user: null, session: null });
	expect(client.token).toBe(token);

	await repair();
	expect(await client.whoami()).toBe(client.account.email);
	await server.database.prisma.session.deleteMany();
	expect(await client.whoami()).toBeNull();
	expect(client.token).toBeUndefined();
});

const PENDING = 'REVOCATION_PENDING';

const WAYS = {
	native: (client: Client) => client.post('/?/signout', { callbackUrl: '/other' }),
	enhanced: (client: Client) => client.enhanced('/?/signout'),
	endpoint: (client: Client) => client.post('/api/signout')
};

test('SO2, RF1: what the database did not confirm is never called ok', async ({
	alone: server
}) => {
	const client = await signedIn(server);
	const repair = await breakSessions(server);

	const native = await WAYS.native(client.copy());
	expect(native).toMatchObject({
		status: 303,
		location: `/signout?error=${PENDING}&callbackUrl=%2Fother`
	});
	const enhanced = (await WAYS.enhanced(client.copy())).json();
	expect(enhanced).toMatchObject({ type: 'failure', status: 503 });
	expect(enhanced.data).toContain(PENDING);
	const endpoint = await WAYS.endpoint(client.copy());
	expect(endpoint.status).toBe(500);
	expect(endpoint.json()).toEqual({ error: expect.stringContaining('could not be reached') });

	// Nor is it when asked again before it was finished.
	const again = client.copy();
	await WAYS.enhanced(again);
	expect((await WAYS.enhanced(again)).json()).toMatchObject({ type: 'failure', status: 503 });
	await repair();
});

for (const [how, signOut] of Object.entries(WAYS)) {
	const tag = how === 'native' ? [] : '@gate';
	test(
		`RF1: this browser is signed out at once, and the session ends later (${how})`,
		{ tag },
		async ({ alone: server }) => {
			const client = await signedIn(server);
			const { user } = (await client.get('/api/me')).json();
			const thief = client.copy();
			const repair = await breakSessions(server);

			const { setCookies } = await signOut(client);
			expect(client.token).toBeUndefined();
			for (const { value, attributes } of setCookies) {
				expect(attributes).toMatchObject({ httponly: true, path: '/', samesite: 'Lax' });
				expect(value).not.toContain(thief.token);
			}
			expect((await client.get('/')).body).toContain('nobody');

			await repair();
			await client.finish();
			expect(await client.whoami()).toBeNull();
			expect(client.cookies.size).toBe(0);
			expect(await thief.whoami()).toBeNull();
			expect(await server.database.prisma.session.count()).toBe(0);
			expect((await client.get(`/events?user=${user.id}`)).json()).toMatchObject([
				{ userId: user.id, scope: 'current', reason: 'user', revoked: 1 }
			]);
		}
	);
}

test(
	'RF1: a locked database is given up in time, and the sign-out finished later',
	{ tag: '@gate' },
	async ({ start }) => {
		const server = await start({ build: 'fixture', options: { store: { timeout: 1.5 } } });
		const client = await signedIn(server);
		const { prisma } = server.database;
		await prisma.$transaction(
			async (transaction) => {
				await lockSessions(server.database.provider, transaction);
				const started = Date.now();
				const answer = await client.enhanced('/?/signout');
				expect(answer.json()).toMatchObject({ type: 'failure', status: 503 });
				expect(Date.now() - started).toBeLessThan(12_000);
			},
			{ timeout: 20_000 }
		);
		await client.finish();
		expect(await client.whoami()).toBeNull();
		expect(await prisma.session.count()).toBe(0);
		expect(client.cookies.size).toBe(0);
	}
);

test('RF1: signing in and up with a broken database says so, and sets no cookie', async ({
	alone: server
}) => {
	const { account } = await signedIn(server);
	const repair = await breakSessions(server);
	const client = new Client(server);

	const signIn503 = await client.post('/signin?/signin', { ...account });
	expect(signIn503.status).toBe(503);
	expect(signIn503.body).toContain('STORE_UNAVAILABLE');
	const late = { email: 'late@example.com', password: 'long enough to pass' };
	const signUp503 = await client.post('/signup?/signup', late);
	expect(signUp503.status).toBe(503);
	expect(signUp503.body).toContain('SESSION_NOT_CREATED');
	expect(client.cookies.size).toBe(0);

	await repair();
	// The account was made, as the answer said.
	await signIn(client, late);
	expect(await client.whoami()).toBe(late.email);
});

test(
	'RF1: another process that writes to the same file costs nobody a sign-in or sign-out',
	{ tag: '@gate' },
	async ({ start, databaseOf, provider }) => {
		test.skip(provider !== 'sqlite', 'only a file has one writer at a time');
		const server = await start({ build: 'fixture' });
		const { account } = await signedIn(server);
		const elsewhere = databaseOf(server);
		let done = false;
		const write = async () => {
			for (let i = 0; !done; i++) {
				await elsewhere.user.updateMany({ data: { name: `Ann ${i}` } });
				// SQLite works in this thread: without a pause nothing else would get its turn.
				await sleep(2);
			}
		};
		const writing = write();
		try {
			for (let round = 0; round < 20; round++) {
				const client = new Client(server);
				await signIn(client, account);
				expect(await client.post('/?/signout')).toMatchObject({ status: 303, location: '/' });
			}
		} finally {
			done = true;
			await writing;
		}
	}
);
