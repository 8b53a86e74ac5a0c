import { createRequire } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import type { PrismaLibSql } from '@prisma/adapter-libsql';
import { rememberConnection } from './database/connection.js';
import { createFileClient } from './drivers/libsql-file.js';
import { milliseconds } from './drivers/milliseconds.js';
import { projectFile } from './drivers/project-file.js';

// The driver contains a native binary. A static import would make adapter-node bundle it if it is a devDependency of the app,
// which fails. In this form, with a variable, the tracers of serverless adapters (@vercel/nft) find it all the same.
const require = createRequire(import.meta.url);
const { PrismaLibSql: Driver } =
	require('@prisma/adapter-libsql') as typeof import('@prisma/adapter-libsql');

type Client = ReturnType<PrismaLibSql['createClient']>;
type Config = Parameters<PrismaLibSql['createClient']>[0];

/** The delay before a statement on a busy database is retried, in milliseconds. */
const PAUSE = 20;

/** What {@link LibSql} takes. */
export interface LibSqlConfig extends Omit<
	ConstructorParameters<typeof PrismaLibSql>[0],
	'timeout'
> {
	/** How long a statement may wait for another process that writes, in seconds: at most 60. Default: 1 */
	lockTimeout?: number;
	/**
	 * How dates are stored: as text, or as the milliseconds since 1970 that Prisma wrote up to version 6. A file has to have one of
	 * them only, because SQLite does not compare one with the other. Default: `'iso8601'`
	 */
	timestampFormat?: 'iso8601' | 'unixepoch-ms';
}

class LockWaitingLibSql extends Driver {
	#lockMs;

	constructor({ lockTimeout = 1, timestampFormat = 'iso8601', ...config }: LibSqlConfig) {
		super({ ...config, timeout: 0 }, { timestampFormat });
		this.#lockMs = milliseconds('new LibSql(): lockTimeout', lockTimeout, { min: 0, max: 60 });
	}

	override async connect() {
		return rememberConnection(this, await super.connect());
	}

	/** Called by Prisma to open a connection. */
	override createClient(given: Config): Client {
		const { url, missingPath } = projectFile(given.url);
		if (missingPath !== undefined)
			console.warn(
				`[svelte-guardian] There is no SQLite file yet, so an empty one is made: ${missingPath}`
			);
		const config = { ...given, url };
		const client = (createFileClient(config) ?? super.createClient(config)) as Client;
		const execute = client.execute.bind(client) as (...statement: unknown[]) => Promise<never>;
		client.execute = async (...statement: unknown[]) => {
			const until = Date.now() + this.#lockMs;
			let mayReopen = true;
			for (;;) {
				try {
					return await execute(...statement);
				} catch (error) {
					// The file was read-only when it was opened. It stays read-only for this connection until it is reopened.
					if (mayReopen && isA('SQLITE_READONLY', error)) {
						mayReopen = false;
						await client.reconnect();
						continue;
					}
					if (!isA('SQLITE_BUSY', error)) throw error;
					await client.reconnect();
					if (Date.now() >= until) throw error;
					await setTimeout(PAUSE);
				}
			}
		};
		return client;
	}
}

/**
 * Extends Prisma's libsql driver for files that other processes write to. After a statement met a busy database, libsql
 * leaves it open, and the connection reports success for later writes but never commits them: so the connection is replaced.
 * libsql's own waiting blocks the whole process: so statements are retried instead. A file that is no longer read-only is
 * reopened. Prepared statements are cached, because preparing one takes longer than running it.
 *
 * A relative path counts from the project, wherever the server is started; the log names a file that was not there. A file that
 * another one has replaced is not read any more.
 *
 * Needs `@prisma/adapter-libsql`, and takes its options except `timeout`.
 *
 * @throws when `@prisma/adapter-libsql` is not installed, at the import; for a URL that libsql does not know, at the
 * first statement
 *
 * @example
 * ```ts
 * import { LibSql } from 'svelte-guardian/libsql';
 *
 * const adapter = new LibSql({ url: 'file:./prisma/dev.db' });
 * ```
 */
export const LibSql: new (config: LibSqlConfig) => PrismaLibSql = LockWaitingLibSql;

const isA = (code: string, error: unknown) =>
	error instanceof Error && 'code' in error && String(error.code).startsWith(code);
