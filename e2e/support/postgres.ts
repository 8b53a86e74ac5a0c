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

/** Set where a database may be used again: on a server that goes with the run, and without a pooler, which keeps connections. */
const REUSE = 'GUARDIAN_TEST_REUSE';

/** In the template: notes every change of the schema, and deletes all rows where there was none. */
const REUSABLE = [
	'CREATE SCHEMA guardian_test',
	'GRANT USAGE ON SCHEMA guardian_test TO PUBLIC',
	'CREATE TABLE guardian_test.change ()',
	`CREATE FUNCTION guardian_test.note() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS
		$$ BEGIN INSERT INTO guardian_test.change DEFAULT VALUES; END $$`,
	`CREATE FUNCTION guardian_test.reset() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER AS $$
		DECLARE this oid := (SELECT oid FROM pg_database WHERE datname = current_database());
		BEGIN
			IF EXISTS (SELECT FROM guardian_test.change) THEN RETURN false; END IF;
			IF EXISTS (SELECT FROM pg_db_role_setting WHERE setdatabase = this) THEN RETURN false; END IF;
			-- A server that a test has killed may be connected for a little while.
			PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity
				WHERE datid = this AND pid <> pg_backend_pid();
			EXECUTE (SELECT 'TRUNCATE ' || string_agg(format('public.%I', tablename), ', ')
				FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations');
			RETURN true;
		END $$`,
	'CREATE EVENT TRIGGER guardian_test ON ddl_command_end EXECUTE FUNCTION guardian_test.note()'
];

/** Databases that the tests of this process have given back: empty, and with the schema of the template. */
const spare: Database[] = [];

interface Database {
	url: string;
	/** To be rid of it. */
	drop(): Promise<unknown>;
}

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
	const templateUrl = readPostgresUrl(url).sibling(template);
	await deploy(templateUrl, { log: () => {} });
	process.env.TEST_DATABASE_URL = url;
	process.env[TEMPLATE] = template;
	if (server && !process.env.GUARDIAN_POOLER) {
		await administer(templateUrl, ...REUSABLE);
		process.env[REUSE] = '1';
	}

	return async () => {
		if (server) {
			delete process.env.TEST_DATABASE_URL;
			delete process.env[REUSE];
			await server.remove();
		} else await administer(url, `DROP DATABASE IF EXISTS "${template}" WITH (FORCE)`);
	};
}

/** Whether this run has a PostgreSQL. Without one, the tests that need it are skipped. */
export const hasPostgres = (): boolean => Boolean(process.env.TEST_DATABASE_URL);

/** A migrated PostgreSQL database with no rows, and how to be rid of it. A new one takes some 50 ms. */
export async function createPostgresDatabase(): Promise<Database> {
	const server = process.env.TEST_DATABASE_URL;
	const template = process.env[TEMPLATE];
	if (!server || !template) throw new Error(MISSING);
	const database = spare.pop() ?? (await createDatabaseOn(server, `TEMPLATE "${template}"`));
	if (!process.env[REUSE]) return database;
	// To make and drop a database means to make and drop 300 files.
	const drop = async () => {
		const [[isAsNew] = []] = await administer(database.url, 'SELECT guardian_test.reset()');
		return isAsNew ? spare.push(database) : database.drop();
	};
	return { url: database.url, drop };
}

/** A PostgreSQL database with nothing in it, and how to be rid of it. */
export async function createEmptyPostgresDatabase() {
	const server = process.env.TEST_DATABASE_URL;
	if (!server) throw new Error(MISSING);
	return createDatabaseOn(server, 'TEMPLATE template0');
}

async function createDatabaseOn(server: string, template: string): Promise<Database> {
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
