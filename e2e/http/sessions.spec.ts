import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { newAccount, signedIn, signIn, signUp } from '../support/account.js';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

test('SL1: the database holds the hash of a 256-bit token, which opens nothing', async ({
	servers,
	databaseOf
}) => {
	const client = await signedIn(servers.fixture);
	const token = client.token!;
	expect(Buffer.from(token, 'base64url')).toHaveLength(32);

	const { session } = (await client.get('/api/me')).json();
	const row = await databaseOf(servers.fixture).session.findFirstOrThrow({
		where: { publicId: session.id }
	});
	expect(row.id).toBe(createHash('sha256').update(token).digest('hex'));
	expect(JSON.stringify(row)).not.toContain(token);

	for (const stolen of [row.id, row.publicId, Buffer.from(row.id, 'hex').toString('base64url')]) {
		const thief = new Client(servers.fixture);
		thief.present(stolen);
		expect(await thief.whoami()).toBeNull();
	}
});

test('SL2: an unknown token makes no row', { tag: '@gate' }, async ({ start }) => {
	const server = await start({ build: 'fixture' });
	const client = new Client(server);
	for (const path of ['/', '/guarded', '/api/me']) {
		client.present('A'.repeat(43));
		await client.get(path);
	}
	expect(await server.database.prisma.session.count()).toBe(0);
});

test('SL3: a token planted before sign-up is not taken over, and stays dead', async ({
	servers
}) => {
	const planted = 'A'.repeat(43);
	const client = new Client(servers.fixture);
	client.present(planted);
	const account = await signUp(client);
	expect(client.token).not.toBe(planted);
	expect(await client.whoami()).toBe(account.email);

	client.present(planted);
	expect(await client.whoami()).toBeNull();
});

test('SL3: an attacker’s own session, planted before sign-in, does not become the victim’s', async ({
	servers
}) => {
	const attacker = await signedIn(servers.fixture);
	const account = await signUp(new Client(servers.fixture));
	const victim = attacker.copy();
	await signIn(victim, account);
	expect(victim.token).not.toBe(attacker.token);
	expect(await victim.whoami()).toBe(account.email);
	expect(await attacker.whoami()).toBeNull();
});

test('SL3: every sign-in has a new token, and the one before in this browser dies', async ({
	servers
}) => {
	const client = await signedIn(servers.fixture);
	const before = client.copy();
	const elsewhere = new Client(servers.fixture);
	await signIn(elsewhere, client.account);
	await signIn(client, client.account);

	expect(new Set([client.token, before.token, elsewhere.token]).size).toBe(3);
	expect(await before.whoami()).toBeNull();
	expect(await client.whoami()).toBe(client.account.email);
	expect(await elsewhere.whoami()).toBe(client.account.email);
});

test('SL3: signing up while signed in ends the session before', async ({ servers }) => {
	const client = await signedIn(servers.fixture);
	const before = client.copy();
	const second = await signUp(client, newAccount());
	expect(await before.whoami()).toBeNull();
	expect(await client.whoami()).toBe(second.email);
});

test('SL4: an idle session ends on the server, whatever the browser kept', async ({ servers }) => {
	const client = await signedIn(servers.brief);
	expect(await client.whoami()).toBe(client.account.email);
	await sleep(2_200);
	expect(await client.copy().whoami()).toBeNull();
	expect((await client.get('/guarded')).status).toBe(303);
});

test(
	'SL4: a session in use outlives the idle time, and ends at the absolute one',
	{ tag: '@gate' },
	async ({ servers }) => {
		const client = await signedIn(servers.brief);
		const { session } = (await client.get('/api/me')).json();
		const age = () => Date.now() - new Date(session.createdAt).getTime();
		let lastSeen = 0;
		while (age() < 4_300) {
			const asked = age();
			if ((await client.copy().whoami()) === null) break;
			lastSeen = asked;
			await sleep(250);
		}
		expect(lastSeen).toBeGreaterThan(2_500);
		expect(lastSeen).toBeLessThan(4_000);
		expect(await client.whoami()).toBeNull();
	}
);

test('SL6: a disabled user is out with the next request, and so is a deleted one', async ({
	servers,
	databaseOf
}) => {
	const server = servers.fixture;
	const { user: users } = databaseOf(server);
	const disabled = await signedIn(server);
	const asleep = disabled.copy();
	await users.update({
		where: { email: disabled.account.email },
		data: { disabledAt: new Date() }
	});
	const deleted = await signedIn(server);
	await users.delete({ where: { email: deleted.account.email } });

	for (const client of [disabled, deleted]) {
		const answer = await client.get('/api/me');
		expect(answer.json()).toEqual({ user: null, session: null });
		expect(answer.setCookies).toMatchObject([{ attributes: { 'max-age': '0' } }]);
	}
	// And stays out when the account is opened again: the session is gone, not asleep.
	await users.update({ where: { email: disabled.account.email }, data: { disabledAt: null } });
	expect(await asleep.whoami()).toBeNull();
});
