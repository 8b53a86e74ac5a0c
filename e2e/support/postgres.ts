import { randomBytes } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { administer } from '../tools/administer.js';
import { PrismaClient } from '../../prisma/client-postgresql/client.js';
import type { Client } from '../../prisma/tools/connect.js';
import { deploy } from '../../prisma/tools/migrate.js';
import { readPostgresUrl } from '../../prisma/tools/postgres-url.js';
import { tryPostgres } from '../../prisma/tools/server.js';

export { administer };

/** The migrated database that the tests' own are copies of. */
const TEMPLATE = 'GUARDIAN_TEST_TEMPLATE';

/** A unit test that does not say so would fail, instead of being skipped, where no PostgreSQL can be started. */
const MISSING =
	'There is no PostgreSQL: a unit test that needs one says “on PostgreSQL” in its title.';

/**
 * Prepares the PostgreSQL server of a test run: `TEST_DATABASE_URL`, or one that is started for it. To be called once, in
 * the process that starts the tests' processes: they find it in their environment. Where there is none to be had, that is
 * said in one line, and {@link hasPostgres} is false.
 *
 * @returns what to call when the run is over
 * @throws {PostgresUnavailable} in CI, when there is a PostgreSQL for this platform and it does not start
 */
export async function providePostgres(): Promise<() => Promise<void>> {
	const given = process.env.TEST_DATABASE_URL;
	const server = given ? undefined : await tryPostgres();
	const url = given || server?.url;
	if (url === undefined) return async () => {};
	const template = `guardian_template_${randomBytes(6).toString('hex')}`;
	await deploy(readPostgresUrl(url).sibling(template), { log: () => {} });
	process.env.TEST_DATABASE_URL = url;
	process.env[TEMPLATE] = template;

	return async () => {
		if (server) {
			delete process.env.TEST_DATABASE_URL;
			await server.remove();
		} else await administer(url, `DROP DATABASE IF EXISTS "${template}" WITH (FORCE)`);
	};
}

/** Whether this run has a PostgreSQL. Without one, the tests that need it are skipped. */
export const hasPostgres = (): boolean => Boolean(process.env.TEST_DATABASE_URL);

/** A migrated PostgreSQL database, and how to be rid of it. It takes some 50 ms. */
export async function createPostgresDatabase(): Promise<{ url: string; drop(): Promise<unknown> }> {
	const server = process.env.TEST_DATABASE_URL;
	const template = process.env[TEMPLATE];
	if (!server || !template) throw new Error(MISSING);
	return createDatabaseOn(server, `TEMPLATE "${template}"`);
}

/** A PostgreSQL database with nothing in it, and how to be rid of it. */
export async function createEmptyPostgresDatabase() {
	const server = process.env.TEST_DATABASE_URL;
	if (!server) throw new Error(MISSING);
	return createDatabaseOn(server, 'TEMPLATE template0');
}

async function createDatabaseOn(server: string, template: string) {
	const name = `guardian_test_${randomBytes(8).toString('hex')}`;
	await administer(server, `CREATE DATABASE "${name}" ${template}`);
	return {
		url: readPostgresUrl(server).sibling(name),
		// By force: a server that a test has killed may be connected for a little while.
		drop: () => administer(server, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
	};
}

/** A client with one connection that stays, for a test in which the server takes no other. */
export function connectSteadily(url: string): Client {
	const { config } = readPostgresUrl(url);
	const adapter = new PrismaPg({ ...config, max: 1, idleTimeoutMillis: 0 });
	return new PrismaClient({ adapter }) as unknown as Client;
}

/** How many statements wait for a lock, in the database of this client. */
export async function waitingForLocks(prisma: Client): Promise<number> {
	const [row] = await prisma.$queryRawUnsafe<[{ count: number }]>(
		`SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
	);
	return row.count;
}
