import { PrismaPg } from '@prisma/adapter-pg';
import { connect } from '../../prisma/tools/connect.js';
import { deploy } from '../../prisma/tools/migrate.js';
import { readPostgresUrl } from '../../prisma/tools/postgres-url.js';
import { startPostgres } from '../../prisma/tools/server.js';
import { createPublicId, createToken, hashToken } from '../../src/lib/sessions/session-token.js';
import { newAccount, signedIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { lockSessions } from '../support/database.js';
import { administer, waitingForLocks } from '../support/postgres.js';
import type { OwnServer } from '../support/server.js';
import { expect, test } from '../support/test.js';

test.skip(({ provider }) => provider !== 'postgresql', 'a file has no connections');

/** How many connections the driver's pool has. */
const POOL = 10;
const PATIENTLY = { timeout: 15_000 };
const PENDING = '/signout?error=REVOCATION_PENDING';

test('RF1, SO2: with every connection of the pool waiting, a sign-out is given up in time, and finished later', async ({
	start
}) => {
	test.slow();
	const server = await start({ build: 'fixture', options: { store: { timeout: 3 } } });
	const { prisma } = server.database;
	const leaving = await devices(server, POOL + 1);
	const [client, ...crowd] = leaving as [Client, ...Client[]];
	const thief = client.copy();
	const [other] = (await devices(server, 1)) as [Client];
	// The first question to a database takes longest.
	await expect.poll(() => other.whoami(), PATIENTLY).not.toBeNull();
	const { user } = (await client.get('/api/me')).json();

	await prisma.$transaction(
		async (transaction) => {
			await lockSessions('postgresql', transaction);
			const waiting = crowd.map((one) => one.post('/?/signout'));
			await expect.poll(() => waitingForLocks(prisma), PATIENTLY).toBe(POOL);

			const began = Date.now();
			expect(await client.post('/?/signout')).toMatchObject({ status: 303, location: PENDING });
			expect((await other.get('/guarded')).status).toBe(503);
			expect(other.token).toBeDefined();
			for (const answer of await Promise.all(waiting)) expect(answer.location).toBe(PENDING);
			expect(Date.now() - began).toBeLessThan(15_000);
		},
		{ timeout: 40_000 }
	);

	// By itself, once the connections are free again.
	await expect.poll(() => other.whoami(), PATIENTLY).not.toBeNull();
	for (const one of leaving) await one.finish();
	expect(await thief.whoami()).toBeNull();
	expect(await prisma.session.count()).toBe(1);
	// Each once, whether its own statement was carried out late or its ticket was redeemed. Where it could not be found out
	// who was asking, the late one has no name.
	const events = async () => [
		...(await other.get(`/events?user=${user.id}`)).json(),
		...(await other.get('/events')).json()
	];
	await expect.poll(async () => (await events()).length, PATIENTLY).toBe(leaving.length);
	for (const event of await events()) expect(event).toMatchObject({ revoked: 1 });
});

/** Browsers in which one new person is signed in, without the cost of so many sign-ins. */
async function devices(server: OwnServer, count: number): Promise<Client[]> {
	const { prisma } = server.database;
	const { id: userId } = await prisma.user.create({
		data: { email: newAccount().email, passwordHash: '-' }
	});
	const tokens = Array.from({ length: count }, createToken);
	const expiresAt = new Date(Date.now() + 3_600_000);
	await prisma.session.createMany({
		data: tokens.map((token) => {
			return { id: hashToken(token), publicId: createPublicId(), userId, expiresAt };
		})
	});
	return tokens.map((token) => {
		const client = new Client(server);
		client.present(token);
		return client;
	});
}

test('RF1, SO2: a PostgreSQL that takes no more connections is one that is down: nothing is called done, and the sign-out is finished later', async ({
	start
}) => {
	test.slow();
	const limits = ['max_connections=20', 'superuser_reserved_connections=0'];
	const postgres = await startPostgres(limits);
	const url = postgres.url.replace(/postgres$/, 'app');
	await deploy(url, { log: () => {} });
	const named = new URL(url);
	named.searchParams.set('application_name', 'guardian-app');
	const prisma = connect(url);
	const database = { provider: 'postgresql', url: named.href, prisma, statements: [] } as const;
	try {
		const server = await start({
			build: 'fixture',
			database: { ...database, statements: [], close: async () => {} }
		});
		const client = await signedIn(server);
		const other = await signedIn(server);
		const thief = client.copy();
		const release = await takeAllConnections(url);

		const began = Date.now();
		expect(await client.post('/?/signout')).toMatchObject({ status: 303, location: PENDING });
		expect((await other.get('/guarded')).status).toBe(503);
		expect(other.token).toBeDefined();
		const answer = await new Client(server).post('/signin?/signin', { ...other.account });
		expect(answer.status).toBe(503);
		expect(Date.now() - began).toBeLessThan(12_000);

		await release();
		await client.finish();
		expect(await thief.whoami()).toBeNull();
		expect(await other.whoami()).toBe(other.account.email);
		expect(await prisma.session.count()).toBe(1);
		await server.stop();
	} finally {
		await prisma.$disconnect();
		await postgres.remove();
	}
});

/** Holds all connections that a server gives, those that the app had among them; returns what lets go of them. */
async function takeAllConnections(url: string): Promise<() => Promise<void>> {
	const held: { dispose(): Promise<void> }[] = [];
	const take = async () => {
		for (;;) {
			const adapter = await new PrismaPg(readPostgresUrl(url).config).connect();
			try {
				await adapter.queryRaw({ sql: 'SELECT 1', args: [], argTypes: [] });
			} catch {
				return adapter.dispose();
			}
			held.push(adapter);
		}
	};
	await administer(
		url,
		`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'guardian-app'`
	);
	await take();
	return async () => void (await Promise.all(held.map((adapter) => adapter.dispose())));
}
