import { createHash } from 'node:crypto';
import { signedIn, signIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

for (const name of ['fixture', 'throwing'] as const) {
	test(`SO12: one event, with user, scope, reason and count (${name} handler)`, async ({
		servers
	}) => {
		const client = await signedIn(servers[name]);
		const { user } = (await client.get('/api/me')).json();
		const thief = client.copy();

		expect(await client.post('/own?/signout')).toMatchObject({ status: 303, location: '/' });
		expect(client.token).toBeUndefined();
		expect(await thief.copy().whoami()).toBeNull();
		// Ending it again ends nothing, and is no event.
		await thief.copy().enhanced('/?/signout');

		const events = (await client.get(`/events?user=${user.id}`)).json();
		expect(events).toEqual([
			{
				type: 'afterSignOut',
				user,
				userId: user.id,
				scope: 'current',
				reason: 'user',
				revoked: 1,
				path: '/own?/signout'
			}
		]);
	});
}

test('SO12: signing in anew ends the session before, with an event', async ({ servers }) => {
	const client = await signedIn(servers.throwing);
	const { user } = (await client.get('/api/me')).json();
	await signIn(client, client.account);
	const events = (await client.get(`/events?user=${user.id}`)).json();
	expect(events).toMatchObject([{ userId: user.id, reason: 'replaced', revoked: 1 }]);
	expect(await client.whoami()).toBe(client.account.email);
});

test(
	'CC2: 100 parallel sign-outs of one session are all ok, with one event',
	{ tag: '@gate' },
	async ({ servers }) => {
		const client = await signedIn(servers.fixture);
		const { user } = (await client.get('/api/me')).json();

		const answers = await Promise.all(
			Array.from({ length: 100 }, (_, i) =>
				i % 2 ? client.copy().post('/?/signout') : client.copy().enhanced('/?/signout')
			)
		);
		expect(answers.map(({ status }) => status).filter((status) => status >= 400)).toEqual([]);
		expect(answers.filter(({ setCookies }) => setCookies.length !== 1)).toEqual([]);
		expect((await client.get(`/events?user=${user.id}`)).json()).toHaveLength(1);
		expect(await client.whoami()).toBeNull();
	}
);

test('SO12, CK4: no token, hash or password ever reaches the log', async ({ start }) => {
	const server = await start({ build: 'fixture', env: { GUARDIAN_EVENT_THROWS: '1' } });
	const secrets: string[] = [];
	const client = await signedIn(server);
	const keep = () => secrets.push(client.token ?? '');

	keep();
	await client.get('/broken');
	await client.get('/nowhere');
	await signIn(client, client.account);
	keep();
	await client.post('/signin?/signin', {
		...client.account,
		password: `${client.account.password}?`
	});
	await client.post('/?/signout', {}, { origin: 'https://evil.example' });
	await client.copy().post('/?/signout');

	// And with a database that fails each of them.
	await signIn(client, client.account);
	keep();
	await server.database.prisma.$executeRawUnsafe('ALTER TABLE "Session" RENAME TO "Gone"');
	await client.get('/guarded');
	await client.post('/?/signout');
	await client.post('/api/signout');
	await new Client(server).post('/signin?/signin', { ...client.account });

	const hashes = secrets.map((token) => createHash('sha256').update(token).digest('hex'));
	const log = server.log();
	expect(log).toContain('events.afterSignOut failed');
	expect(log).toContain('could not be confirmed');
	for (const secret of [...secrets, ...hashes, client.account.password]) {
		expect(secret.length).toBeGreaterThan(10);
		expect(log).not.toContain(secret);
	}
});
