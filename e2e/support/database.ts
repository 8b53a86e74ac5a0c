import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, type Client, type ConnectOptions } from '../../prisma/tools/connect.js';
import { deploy } from '../../prisma/tools/migrate.js';
import type { Provider } from '../../prisma/tools/provider.js';
import { databaseUrl } from '../../prisma/tools/url.js';
import { connectMysql, createMysqlDatabase } from './mysql.js';
import { createPostgresDatabase } from './postgres.js';

export type { Provider } from '../../prisma/tools/provider.js';

/** Whether this is the run on MariaDB, `npm run test:mysql`. */
export const isMysql = Boolean(process.env.GUARDIAN_TEST_MYSQL);

/** Every engine that the tests of a run are about. Those that MariaDB's run leaves out need not know its name. */
export const providers = (isMysql ? ['mysql'] : ['sqlite', 'postgresql']) as readonly Provider[];

/** A database of a test's own, with the migrations applied: a real SQLite file, or one on a real PostgreSQL server. */
export interface TestDatabase {
	provider: Provider;
	/** For `DATABASE_URL`, or for another client of the same database. */
	url: string;
	prisma: Client;
	/** The SQL that `prisma` has sent, in order. Empty it (`statements.length = 0`) where the counting is to begin. */
	statements: string[];
	/** Disconnects the client and deletes the database. To be called once the test is done, also when it failed. */
	close(): Promise<void>;
}

/**
 * Makes a migrated database. It takes some 50 ms, so every test can have its own.
 *
 * @throws what `deploy` throws
 *
 * @example
 * ```ts
 * let database: TestDatabase;
 * beforeEach(async () => {
 * 	database = await createDatabase('postgresql');
 * });
 * afterEach(() => database.close());
 * ```
 */
export async function createDatabase(provider: Provider = 'sqlite'): Promise<TestDatabase> {
	const { url, drop } = await createUrl(provider);
	const statements: string[] = [];
	const prisma = await connectTo(url, { logQueries: true });
	prisma.$on('query', ({ query }) => statements.push(query));

	return {
		provider,
		url,
		prisma,
		statements,
		async close() {
			await prisma.$disconnect();
			await drop();
		}
	};
}

function createUrl(provider: Provider) {
	if (isMysql) return createMysqlDatabase();
	return provider === 'sqlite' ? createFile() : createPostgresDatabase();
}

/** Opens a client for a database of any engine. */
export const connectTo = async (url: string, options?: ConnectOptions): Promise<Client> =>
	isMysql ? await connectMysql(url, options) : connect(url, options);

async function createFile() {
	const template = process.env[TEMPLATE];
	const folder = await mkdtemp(join(tmpdir(), 'guardian-'));
	const file = join(folder, 'test.db');
	const url = databaseUrl(`file:${file}`);
	if (template) await copyFile(template, file);
	else await deploy(url, { log: () => {} });
	// More than once: what is delivered in the background may write while the folder is emptied.
	return { url, drop: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** The migrated SQLite file that those of the tests are copies of. */
const TEMPLATE = 'GUARDIAN_TEST_FILE';

/**
 * Migrates one SQLite file, of which the tests take copies: to migrate takes ten times as long. To be called in the process
 * that starts those of the tests.
 *
 * @returns what to call when the run is over
 */
export async function provideFile(): Promise<() => Promise<void>> {
	const { url, drop } = await createFile();
	process.env[TEMPLATE] = fileURLToPath(url);
	return async () => {
		delete process.env[TEMPLATE];
		await drop();
	};
}

/** Keeps everybody else from writing to the sessions, until the transaction is over; they can be read. */
export async function lockSessions(
	provider: Provider,
	transaction: Pick<Client, 'user' | '$executeRaw'>
): Promise<void> {
	if (provider === 'sqlite') await transaction.user.updateMany({ data: { name: 'Ann' } });
	else if (isMysql) await transaction.$executeRaw`SELECT * FROM Session FOR UPDATE`;
	else await transaction.$executeRaw`LOCK TABLE "Session" IN EXCLUSIVE MODE`;
}
