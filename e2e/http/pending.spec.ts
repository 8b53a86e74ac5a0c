import { signedIn, signIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { breakSessions } from '../support/faults.js';
import { lockSessions } from '../support/database.js';
import { expect, test } from '../support/test.js';

const eventsOf = async (client: Client, user: { id: string }) =>
	(await client.get(`/events?user=${user.id}`)).json();

test.describe('RF1: with the database down, a sign-out', () => {
	for (const mode of ['post', 'enhanced'] as const) {
		const tag = mode === 'post' ? '@gate' : [];
		test(
			`signs this browser out and says what is left to do (${mode})`,
			{ tag },
			async ({ alone: server }) => {
				const client = await signedIn(server);
				const repair = await breakSessions(server);
				const answer = await client[mode]('/?/signout');

				if (mode === 'post') {
					expect([answer.status, answer.location]).toEqual([
						303,
						'/signout?error=REVOCATION_PENDING'
					]);
				} else {
					expect(answer.status).toBe(503);
					expect(answer.json()).toMatchObject({ type: 'failure', status: 503 });
					expect(answer.body).toContain('REVOCATION_PENDING');
					expect(answer.body).not.toContain('"ok":true');
				}
				expect(client.token).toBeUndefined();
				const ticket = answer.setCookies.find(({ name }) =>
					name.startsWith('guardian_session_pending_')
				);
				expect(ticket?.attributes).toMatchObject({ httponly: true, path: '/', samesite: 'Lax' });
				// As long as a session can live at all: 90 days.
				expect(ticket?.attributes['max-age']).toBe(String(90 * 24 * 60 * 60));
				await repair();
			}
		);
	}

	test('is finished by a later request, once, with one event', async ({ alone: server }) => {
		const client = await signedIn(server);
		const { user } = (await client.get('/api/me')).json();
		const thief = client.copy();
		const repair = await breakSessions(server);
		await client.post('/?/signout');
		await client.get('/');
		expect(client.isPending, 'the ticket is kept while nothing answers').toBe(true);
		expect(await eventsOf(client, user)).toEqual([]);

		await repair();
		// Many at once, as a page with its data and pictures makes them.
		const answers = await Promise.all(Array.from({ length: 20 }, () => client.copy().get('/')));
		for (const { headers } of answers) expect(headers['cache-control']).toBe('private, no-store');
		await client.finish();
		expect(client.cookies.size).toBe(0);
		expect(await thief.whoami()).toBeNull();
		expect(await eventsOf(client, user)).toMatchObject([
			{ user: null, userId: user.id, scope: 'current', reason: 'user', revoked: 1 }
		]);
	});

	test('is finished on another instance', { tag: '@gate' }, async ({ start }) => {
		const a = await start({ build: 'fixture' });
		const b = await start({ build: 'fixture', database: a.database });
		const client = await signedIn(a);
		const thief = client.copy();
		const repair = await breakSessions(a);
		await client.post('/?/signout');
		await repair();

		const elsewhere = new Client(b);
		for (const [name, value] of client.cookies) elsewhere.cookies.set(name, value);
		await elsewhere.finish();
		expect(elsewhere.cookies.size).toBe(0);
		expect(await thief.whoami()).toBeNull();
	});

	test(
		'of every session ends them all, but none that was made since',
		{ tag: '@gate' },
		async ({ start }) => {
			const server = await start({ build: 'fixture' });
			const client = await signedIn(server);
			const phone = new Client(server);
			await signIn(phone, client.account);
			const repair = await breakSessions(server);
			await client.post('/?/signout', { scope: 'all' });
			await repair();
			const { prisma } = server.database;
			const later = new Client(server);
			await signIn(later, client.account);
			const { session } = (await later.get('/api/me')).json();
			// Later by more than two servers' clocks may differ.
			const createdAt = new Date(Date.now() + 10 * 60_000);
			await prisma.session.updateMany({ where: { publicId: session.id }, data: { createdAt } });

			await client.finish();
			expect(await phone.whoami()).toBeNull();
			expect(await later.whoami()).toBe(client.account.email);
			expect(client.cookies.size).toBe(0);
		}
	);

	test('of the others changes nothing and says so', { tag: '@gate' }, async ({ start }) => {
		const server = await start({ build: 'fixture' });
		const client = await signedIn(server);
		const repair = await breakSessions(server);
		const answer = await client.post('/other?/signout', { scope: 'others' });
		expect(answer.location).toBe('/signout?error=STORE_UNAVAILABLE&scope=others');
		await repair();
		expect(await client.whoami()).toBe(client.account.email);
	});
});

test(
	'CC3: whoever holds the ticket is signed out, whatever cookie comes along',
	{ tag: '@gate' },
	async ({ start }) => {
		const server = await start({ build: 'fixture' });
		const client = await signedIn(server);
		const before = client.copy();
		const repair = await breakSessions(server);
		await client.post('/?/signout');
		await repair();
		// The database is up, but a writer is in the way: the session cannot be ended yet, and could well be read.
		await server.database.prisma.$transaction(
			async (transaction) => {
				await lockSessions(server.database.provider, transaction);
				const both = client.copy();
				both.present(before.token ?? '');
				const answer = await both.get('/');
				expect(answer.body).toContain('nobody');
				expect(both.token).toBeUndefined();
				expect(both.isPending).toBe(true);
			},
			{ timeout: 20_000 }
		);
		await client.finish();
		expect(await before.whoami()).toBeNull();
	}
);

test('a ticket that was made up ends nothing', async ({ servers }) => {
	const victim = await signedIn(servers.fixture);
	const { session, user } = (await victim.get('/api/me')).json();
	const hash = 'a'.repeat(64);
	for (const [name, value] of [
		['', 'garbage'],
		['all_aaaaaaaaaaaa', `${hash}.all.${Date.now()}`],
		['all_aaaaaaaaaaaa', `${hash}.current.${Date.now()}`],
		['current_aaaaaaaaaaaa', `${session.id}.current.${Date.now()}`],
		['all_aaaaaaaaaaaa', `${user.id}.all.${Date.now()}`],
		['current_aaaaaaaaaaaa', Array.from({ length: 40 }, () => `${hash}.current.1`).join('~')]
	] as const) {
		const client = new Client(servers.fixture);
		client.cookies.set(`guardian_session_pending_${name}`, value);
		expect.soft((await client.get('/')).status, value).toBe(200);
	}
	expect(await victim.whoami()).toBe(victim.account.email);
});
