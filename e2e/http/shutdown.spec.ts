import { signedIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { createDatabase, lockSessions, type TestDatabase } from '../support/database.js';
import { waitingForLocks } from '../support/postgres.js';
import { startPostgresProxy, type PostgresProxy } from '../support/postgres-proxy.js';
import type { OwnServer } from '../support/server.js';
import { expect, test } from '../support/test.js';

test.skip(({ provider }) => provider !== 'postgresql', 'a file has no connections');

/** Less than the 10 s after which the driver lets go of a connection by itself. */
const PROMPTLY_MS = 8_000;
const PATIENTLY = { timeout: 15_000 };

let database: TestDatabase;
let proxy: PostgresProxy;

test.beforeEach(async () => {
	database = await createDatabase('postgresql');
	proxy = await startPostgresProxy(database.url);
});
test.afterEach(async () => {
	await proxy.close();
	await database.close();
});

/** Where the app goes by a name, so that its connections are told from the test's. */
function named(): TestDatabase {
	const url = new URL(proxy.url);
	url.searchParams.set('application_name', 'guardian-app');
	return { ...database, url: url.href };
}

async function connectionsOfApp(): Promise<number> {
	const [row] = await database.prisma.$queryRaw<[{ count: number }]>`
		SELECT count(*)::int AS count FROM pg_stat_activity
		WHERE datname = current_database() AND application_name = 'guardian-app'`;
	return row.count;
}

async function listens(server: OwnServer): Promise<boolean> {
	return new Client(server).get('/').then(
		() => true,
		() => false
	);
}

test('on SIGTERM a sign-out under way is finished and answered, every connection is closed properly, and the process ends', async ({
	start
}) => {
	const options = { store: { timeout: 40 } };
	const server = await start({ build: 'fixture', options, database: named() });
	const client = await signedIn(server);
	const { signOut, ended } = await database.prisma.$transaction(
		async (transaction) => {
			await lockSessions('postgresql', transaction);
			const signOut = client.post('/?/signout');
			await expect.poll(() => waitingForLocks(database.prisma), PATIENTLY).toBe(1);
			// Beside the one that waits.
			expect((await client.copy().get('/guarded')).status).toBe(200);
			expect(await connectionsOfApp()).toBe(2);
			const ended = server.terminate();
			await expect.poll(() => listens(server), PATIENTLY).toBe(false);
			return { signOut, ended };
		},
		{ timeout: 40_000 }
	);

	expect(await signOut).toMatchObject({ status: 303, location: '/' });
	const answered = Date.now();
	expect(await ended).toEqual({ code: 0, signal: null });
	expect(Date.now() - answered).toBeLessThan(PROMPTLY_MS);
	expect(proxy.sent('X')).toBe(proxy.connections());
	await expect.poll(connectionsOfApp).toBe(0);
	expect(await database.prisma.session.count()).toBe(0);
});

test('on SIGTERM with a dead line to the database the process ends all the same', async ({
	start
}) => {
	const server = await start({ build: 'fixture', database: named() });
	const client = await signedIn(server);
	const cut = proxy.cut('"Session"', 'before its answer');
	await client.get('/');
	await cut;
	const began = Date.now();
	expect(await server.terminate()).toEqual({ code: 0, signal: null });
	expect(Date.now() - began).toBeLessThan(PROMPTLY_MS);
});
