import type { PrismaLibSql } from '@prisma/adapter-libsql';
import type { Statement } from 'libsql';
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { onTransactionEnd } from './transaction-end.js';

type Client = ReturnType<PrismaLibSql['createClient']>;
type Config = Parameters<PrismaLibSql['createClient']>[0];

/** How many statements a connection keeps. An app has some dozens, but for lists: each length of one is a statement. */
const MOST = 200;

/** Others, such as a PRAGMA, may do their work while they are prepared. */
const CAN_BE_KEPT = /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i;

/** A connection that keeps what it has prepared: to prepare a statement takes longer than to look a row up by its key. */
const keeping = (Database: typeof import('libsql')) =>
	class KeepingDatabase extends Database {
		#kept = new Map<string, Statement>();

		override prepare(sql: string) {
			const kept = this.#kept.get(sql);
			if (kept) return kept as never;
			const statement = super.prepare(sql);
			if (CAN_BE_KEPT.test(sql)) {
				if (this.#kept.size >= MOST) this.forget();
				this.#kept.set(sql, statement);
			}
			return statement as never;
		}

		forget(): void {
			this.#kept.clear();
		}
	};

/**
 * The copy of libsql that Prisma's driver has; an app need not have one of its own. `null` where it is not as it is known:
 * the driver's own client does all that the one here does.
 */
function load() {
	try {
		const { resolve } = createRequire(import.meta.url);
		const inAdapter = createRequire(resolve('@prisma/adapter-libsql'));
		const inClient = createRequire(inAdapter.resolve('@libsql/client'));
		const { Sqlite3Client } = inAdapter(
			'@libsql/client/sqlite3'
		) as typeof import('@libsql/client/sqlite3');
		const core = inClient('@libsql/core/config') as typeof import('@libsql/core/config');
		const KeepingDatabase = keeping(inClient('libsql') as typeof import('libsql'));
		// Its constructor is not for the public.
		return Sqlite3Client.length === 4 ? { ...core, Sqlite3Client, KeepingDatabase } : null;
	} catch {
		return null;
	}
}

const libsql = load();

/** What Prisma's driver asks of its client, and `LibSql` on top of that. */
export type FileClient = Pick<
	Client,
	'execute' | 'executeMultiple' | 'transaction' | 'close' | 'reconnect'
>;

/**
 * libsql's own client of a file, on connections that keep their statements. `null` for anything but a plain file: what is
 * in memory is another database on another connection, and a replica or an encrypted file is left to libsql.
 *
 * @example
 * ```ts
 * const client = createFileClient({ url: 'file:./dev.db' });
 * await client?.execute('SELECT 1');
 * ```
 */
export function createFileClient(config: Config): FileClient | null {
	if (!libsql) return null;
	const { Sqlite3Client, KeepingDatabase, expandConfig, isInMemoryConfig } = libsql;
	const expanded = expandConfig(config, true);
	const { scheme, path, authority, intMode, timeout, syncUrl, encryptionKey, authToken } = expanded;
	const isPlain = !(authority || syncUrl || encryptionKey || authToken);
	if (scheme !== 'file' || isInMemoryConfig(expanded) || !isPlain) return null;

	const options = timeout === undefined ? {} : { timeout };
	/** A file that is replaced, as by a backup, is another one of the same name. */
	const fileAt = () => {
		const found = statSync(path, { throwIfNoEntry: false, bigint: true });
		return found && `${found.dev} ${found.ino}`;
	};
	const clientOn = (database: InstanceType<typeof KeepingDatabase>) =>
		new Sqlite3Client(path, options, database, intMode);
	const open = () => {
		const file = fileAt();
		const database = new KeepingDatabase(path, options);
		return { database, client: clientOn(database), file: file ?? fileAt() };
	};
	let current = open();
	/**
	 * The connection that the last transaction had, for after the next one. Were it dropped, its files would stay open until
	 * garbage is collected, closed or not, for its statements keep them open.
	 */
	let spare: typeof current | null = null;
	const closeAll = () => {
		for (const { database, client } of spare ? [current, spare] : [current]) {
			database.forget();
			client.close();
		}
		spare = null;
	};
	const reopen = () => {
		closeAll();
		current = open();
	};
	/** Some microseconds before each statement: from the old file a session would be read that has long been revoked. */
	const followFile = () => {
		const file = fileAt();
		if (file !== undefined && file !== current.file) reopen();
	};

	return {
		async execute(...statement: Parameters<Client['execute']>) {
			followFile();
			const { client, database } = current;
			try {
				return await client.execute(...statement);
			} catch (error) {
				// libsql may leave a statement open that has failed.
				database.forget();
				throw error;
			}
		},
		executeMultiple(sql) {
			followFile();
			return current.client.executeMultiple(sql);
		},
		async transaction(mode: 'write' | 'read' | 'deferred' = 'write') {
			followFile();
			const { database, client, file } = current;
			const transaction = await client.transaction(mode);
			// It has taken the connection with it.
			current = spare ?? open();
			spare = null;
			let isSound = true;
			onTransactionEnd(transaction, {
				failed(error) {
					database.forget();
					isSound &&= isRefusal(error);
				},
				over() {
					if (isSound && !spare && !current.client.closed && file === current.file) {
						spare = { database, client: clientOn(database), file };
						return;
					}
					database.forget();
					database.close();
				}
			});
			return transaction;
		},
		async reconnect() {
			reopen();
		},
		close: closeAll
	};
}

/** Whether a statement failed for the rows that there are. Its connection is as good as before, unlike after a busy database. */
const isRefusal = (error: unknown) =>
	error instanceof Error && 'code' in error && error.code === 'SQLITE_CONSTRAINT';
