import { PrismaLibSql } from '@prisma/adapter-libsql';
import { MigrationError } from './errors.js';
import { createFile, explain, patiently } from './sqlite-file.js';
import { databaseFile, databaseUrl } from './url.js';

/** @import { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils' */
/** @import { Database } from './database.js' */
/** @import { History } from './history.js' */

/** @typedef {ReturnType<PrismaLibSql['createClient']>} Client */
/** @typedef {Awaited<ReturnType<Client['transaction']>>} Transaction */

/**
 * A driver whose every statement runs inside one transaction. The client's own `executeMultiple`, through which the
 * engine runs a migration, rolls an open transaction back; the transaction's does not.
 */
class TransactionDriver extends PrismaLibSql {
	#transaction;

	/** @param {Transaction} transaction */
	constructor(transaction) {
		super({ url: ':memory:' });
		this.#transaction = transaction;
	}

	/** @override */
	createClient() {
		const transaction = this.#transaction;
		return /** @type {Client} */ (
			/** @type {unknown} */ ({
				execute: transaction.execute.bind(transaction),
				executeMultiple: transaction.executeMultiple.bind(transaction),
				close() {}
			})
		);
	}
}

/** @param {Client} client */
async function readHistory(client) {
	const relations = await client.execute(
		"SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
	);
	const names = relations.rows.map((row) => String(row.name));
	const empty = names.every((name) => name === '_prisma_migrations');
	if (!names.includes('_prisma_migrations')) return { empty, migrations: [] };
	const { rows } = await client.execute(
		'SELECT migration_name, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL'
	);
	/** @type {History['migrations']} */
	const migrations = rows.map((row) => ({
		name: String(row.migration_name),
		state: row.finished_at === null ? 'failed' : 'applied'
	}));
	return { empty, migrations };
}

/**
 * Opens a SQLite file, and creates it and its folder when they are missing.
 *
 * All migrations of one run are a single transaction that takes the write lock first. So of two processes that start
 * together one migrates and the other then finds nothing to do, and a run that is killed half-way leaves no trace. The
 * schema engine by itself locks nothing on SQLite and commits statement by statement.
 *
 * @param {string} url
 * @returns {Promise<Database>}
 * @throws {MigrationError} when the file cannot be created or opened
 */
export async function openSqlite(url) {
	const file = databaseFile(url);
	if (!file)
		throw new MigrationError(
			'A database in memory cannot be migrated: name a file in DATABASE_URL.'
		);
	const config = { url: databaseUrl(url) };
	const driver = new PrismaLibSql(config);
	/**
	 * Does some work with a connection of its own. Each attempt needs a new one: where libsql met a locked file, it leaves
	 * the statement open, and that connection then cannot commit ("SQL statements in progress").
	 *
	 * @template T
	 * @param {(client: Client) => Promise<T>} work
	 * @returns {Promise<T>}
	 */
	const connected = async (work) => {
		try {
			return await patiently(async () => {
				const client = driver.createClient(config);
				try {
					return await work(client);
				} finally {
					client.close();
				}
			});
		} catch (error) {
			throw explain(file, error);
		}
	};

	try {
		await createFile(file);
	} catch (error) {
		throw explain(file, error);
	}

	return {
		name: file,

		history: () => connected(readHistory),

		async exclusively(work) {
			const transaction = await connected(async (client) => {
				// Stays with the file: readers and a writer do not block each other.
				await client.execute('PRAGMA journal_mode = WAL');
				// SQLite ignores this pragma inside a transaction, also where a migration contains it. With foreign keys on,
				// rebuilding the User table would delete every session through ON DELETE CASCADE.
				await client.execute('PRAGMA foreign_keys = OFF');
				return client.transaction('write');
			});
			let result;
			try {
				result = await work(new TransactionDriver(transaction));
				await transaction.commit();
			} finally {
				transaction.close();
			}
			// libsql never closes a transaction's connection, so the usual checkpoint on closing does not happen, and a copy
			// of the file alone would miss what was just written.
			await connected((client) => client.execute('PRAGMA wal_checkpoint(TRUNCATE)'));
			return result;
		}
	};
}

/**
 * An empty SQLite database in memory, to compare migrations with models.
 *
 * @returns {SqlMigrationAwareDriverAdapterFactory}
 */
export function shadowSqlite() {
	const memory = new PrismaLibSql({ url: ':memory:' });
	return {
		provider: memory.provider,
		adapterName: memory.adapterName,
		connect: () => memory.connect(),
		async connectToShadowDb() {
			const shadow = await memory.connectToShadowDb();
			// The engine sends a whole migration as one statement here, and libsql would run only the first of the script.
			shadow.executeRaw = async ({ sql }) => {
				await shadow.executeScript(sql);
				return 0;
			};
			return shadow;
		}
	};
}
