import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Client } from '../../prisma/tools/connect.js';
import { deploy } from '../../prisma/tools/migrate.js';
import type { Provider } from '../../prisma/tools/provider.js';
import { databaseUrl } from '../../prisma/tools/url.js';
import { createPostgresDatabase } from './postgres.js';

export { providers, type Provider } from '../../prisma/tools/provider.js';

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
	const { url, drop } = await (provider === 'sqlite' ? createFile() : createPostgresDatabase());
	const statements: string[] = [];
	const prisma = connect(url, { logQueries: true });
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

async function createFile() {
	const folder = await mkdtemp(join(tmpdir(), 'guardian-'));
	const url = databaseUrl(`file:${join(folder, 'test.db')}`);
	await deploy(url, { log: () => {} });
	return { url, drop: () => rm(folder, { recursive: true, force: true }) };
}

/** Keeps everybody else from writing to the sessions, until the transaction is over; they can be read. */
export async function lockSessions(
	provider: Provider,
	transaction: Pick<Client, 'user' | '$executeRaw'>
): Promise<void> {
	if (provider === 'sqlite') await transaction.user.updateMany({ data: { name: 'Ann' } });
	else await transaction.$executeRaw`LOCK TABLE "Session" IN EXCLUSIVE MODE`;
}
