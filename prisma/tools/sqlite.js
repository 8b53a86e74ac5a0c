import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { MigrationError } from './errors.js';
import { databaseFile, databaseUrl } from './url.js';

/** @import { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils' */
/** @import { Connection, Database } from './deploy.js' */

/** @typedef {ReturnType<PrismaLibSql['createClient']>} Client */

/** How long another process may hold the file before we give up, in milliseconds. */
const MAX_WAIT_MS = 10_000;

const TABLES =
	"SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' ESCAPE '!'";

/** As `prisma migrate` makes it. */
const RECORD = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

/**
 * What a person can do about a file that cannot be used, by the error's code. Opening reports none, only a message.
 *
 * @type {[RegExp, (file: string) => string][]}
 */
const SENTENCES = [
	[
		/^SQLITE_NOTADB$/,
		() => 'is not a SQLite database: move it away, or point DATABASE_URL at another file.'
	],
	[
		/^SQLITE_BUSY$/,
		() =>
			`stayed locked for ${MAX_WAIT_MS / 1000} seconds: stop the process that is writing to it, and try again.`
	],
	[
		/^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|EISDIR|ENOENT|SQLITE_(CANTOPEN|READONLY|PERM))$|^ConnectionFailed/,
		(file) =>
			`cannot be opened for writing: let this user write to ${dirname(file)}, or point DATABASE_URL at another file.`
	]
];

/** @param {unknown} error */
const codeOf = (error) => /** @type {{ code?: unknown }} */ (error ?? {}).code;

/**
 * @param {string} file
 * @param {unknown} error
 * @returns {unknown} a {@link MigrationError}, or the error itself when its text would help nobody who runs the command
 */
function explain(file, error) {
	if (!(error instanceof Error) || error instanceof MigrationError) return error;
	const said = String(codeOf(error) ?? error.message);
	const sentence = SENTENCES.find(([pattern]) => pattern.test(said))?.[1](file);
	return sentence ? new MigrationError(`${file} ${sentence}`, { cause: error }) : error;
}

/**
 * Tries again for as long as another process holds the file. SQLite's own busy timeout would block this process' event
 * loop while it waits, and never end if the holder is in this process too.
 *
 * @template T
 * @param {() => Promise<T>} attempt
 * @returns {Promise<T>}
 */
async function patiently(attempt) {
	const deadline = Date.now() + MAX_WAIT_MS;
	for (;;) {
		try {
			return await attempt();
		} catch (error) {
			if (codeOf(error) !== 'SQLITE_BUSY' || Date.now() > deadline) throw error;
			await sleep(20 + Math.random() * 30);
		}
	}
}

/**
 * Creates an empty file, which SQLite takes for an empty database, and the folder around it. One that exists is kept.
 *
 * @param {string} file
 */
async function createFile(file) {
	await mkdir(dirname(file), { recursive: true });
	try {
		// Password hashes will be in it: readable by its owner only. SQLite gives its side files the same mode.
		await (await open(file, 'wx', 0o600)).close();
	} catch (error) {
		if (codeOf(error) !== 'EEXIST') throw error;
	}
}

/**
 * A transaction's own `executeMultiple` keeps it open; that of the client rolls it back.
 *
 * @param {Pick<Client, 'execute' | 'executeMultiple'>} client
 * @returns {Connection}
 */
const connectionOf = (client) => ({
	query: async (sql) => (await client.execute(sql)).rows.map((row) => ({ ...row })),
	run: (script) => client.executeMultiple(script)
});

/**
 * Opens a SQLite file, and creates it and its folder when they are missing.
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
	const withClient = async (work) => {
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
	await createFile(file).catch((error) => {
		throw explain(file, error);
	});
	return {
		name: file,
		tables: TABLES,
		record: RECORD,
		connected: (work) => withClient((client) => work(connectionOf(client))),
		async exclusively(work) {
			const transaction = await withClient(async (client) => {
				// Stays with the file: readers and a writer do not block each other.
				await client.execute('PRAGMA journal_mode = WAL');
				// SQLite ignores this pragma inside a transaction, also where a migration contains it. With foreign keys on,
				// rebuilding the User table would delete every session through ON DELETE CASCADE.
				await client.execute('PRAGMA foreign_keys = OFF');
				return client.transaction('write');
			});
			let result;
			try {
				result = await work(connectionOf(transaction));
				await transaction.commit();
			} finally {
				transaction.close();
			}
			// libsql never closes a transaction's connection, so the usual checkpoint on closing does not happen, and a copy
			// of the file alone would miss what was just written.
			await withClient((client) => client.execute('PRAGMA wal_checkpoint(TRUNCATE)'));
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
