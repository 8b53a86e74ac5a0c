import { setImmediate } from 'node:timers/promises';
import { createClient } from '@libsql/client';
import { createDatabase, type Provider } from '../../../e2e/support/database.js';
import { administer, connectSteadily } from '../../../e2e/support/postgres.js';
import { connect, type Client } from '../../../prisma/tools/connect.js';
import { Pg } from '../pg.js';
import { readPostgresUrl } from '../../../prisma/tools/postgres-url.js';
import type { Store } from './model.test.support.js';

/** Ends a fault, and answers once the kit can work again. */
type Mend = () => Promise<void>;
type Fault = Exclude<Store, 'up'>;

/** What there is to go wrong. A file has no server that could cut its clients off. */
export const FAULTS: Record<Provider, Fault[]> = {
	sqlite: ['gone', 'locked'],
	postgresql: ['gone', 'locked', 'down']
};

interface Driver {
	/** The kit's. */
	client: Client;
	/** Not the kit's: it sees and does what the kit cannot. */
	prisma: Client;
	query(sql: string): Promise<Record<string, unknown>[]>;
	lock(): Promise<Mend>;
	cut(): Promise<Mend>;
	close(): Promise<void>;
}

/** One real database, the kit's client for it, and somebody else who makes it fail. */
export async function createStore(provider: Provider) {
	const database = await createDatabase(provider);
	const open = provider === 'sqlite' ? openFile : openOnServer;
	const { client, prisma, query, lock, cut, close } = await open(database.url);
	let state: Store = 'up';
	let mend: Mend | null = null;

	const fail: Record<Fault, () => Promise<Mend>> = {
		async gone() {
			await query('ALTER TABLE "Session" RENAME TO "SessionAway"');
			return async () => void (await query('ALTER TABLE "SessionAway" RENAME TO "Session"'));
		},
		locked: lock,
		down: cut
	};

	return {
		client,
		prisma,
		get state() {
			return state;
		},
		async turn(next: Store) {
			await mend?.();
			mend = next === 'up' ? null : await fail[next]();
			state = next;
		},
		/** What stands in the table, whatever the kit can see of it. */
		sessions: () => query(`SELECT * FROM "${state === 'gone' ? 'SessionAway' : 'Session'}"`),
		async close() {
			await mend?.();
			await close();
			await client.$disconnect();
			await prisma.$disconnect();
			await database.close();
		}
	};
}

async function openFile(url: string): Promise<Driver> {
	const other = createClient({ url });
	return {
		// Without a lock timeout a locked file fails at once; with it, its waiting would be measured by a clock that stands still.
		client: connect(url, { waitTimeout: 0 }),
		prisma: connect(url),
		query: async (sql) => (await other.execute(sql)).rows,
		async lock() {
			const transaction = await other.transaction('write');
			return async () => transaction.close();
		},
		async cut() {
			throw new Error('A file has no server.');
		},
		close: async () => other.close()
	};
}

const KIT = 'the-kit';

async function openOnServer(url: string): Promise<Driver> {
	const { database, sibling } = readPostgresUrl(url);
	const kits = new URL(url);
	kits.searchParams.set('application_name', KIT);
	// What waits for a lock waits for one that this test holds: it fails at once, as on a file.
	kits.searchParams.set('options', '-c lock_timeout=20ms');
	const client = connect(kits.href);
	const prisma = connectSteadily(url);
	for (const table of ['User', 'Session']) {
		// A vacuum may lock a table for longer than the kit waits here.
		await prisma.$executeRawUnsafe(`ALTER TABLE "${table}" SET (autovacuum_enabled = false)`);
	}
	const other = await new Pg({ url }).connect();
	const server = sibling('postgres');

	return {
		client,
		prisma,
		query: (sql) => prisma.$queryRawUnsafe(sql),
		async lock() {
			const transaction = await other.startTransaction();
			const run = (sql: string) => transaction.executeRaw({ sql, args: [], argTypes: [] });
			await run('LOCK TABLE "User", "Session" IN EXCLUSIVE MODE');
			return async () => {
				await run('ROLLBACK');
				await transaction.rollback();
			};
		},
		async cut() {
			const cut = await administer(
				server,
				`ALTER DATABASE "${database}" ALLOW_CONNECTIONS false`,
				`SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
				WHERE datname = '${database}' AND application_name = '${KIT}'`
			);
			return async () => {
				await administer(server, `ALTER DATABASE "${database}" ALLOW_CONNECTIONS true`);
				// The pool finds each dead connection out by itself, and a moment after the server has ended it.
				await eventually(() => Promise.all(cut.map(() => client.$queryRaw`SELECT 1`)));
			};
		},
		close: () => other.dispose()
	};
}

async function eventually(work: () => Promise<unknown>): Promise<void> {
	for (let tries = 1; ; tries++) {
		try {
			await work();
			return;
		} catch (error) {
			if (tries === 1000) throw error;
			await setImmediate();
		}
	}
}
