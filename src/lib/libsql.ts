import { createRequire } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import type { PrismaLibSql } from '@prisma/adapter-libsql';
import { rememberConnection } from './database/connection.js';
import { createFileClient } from './drivers/libsql-file.js';

// The driver brings a native binary along. An import would have adapter-node bundle it wherever it is a devDependency of
// the app, which it cannot.
const { PrismaLibSql: Driver } = createRequire(import.meta.url)(
	'@prisma/adapter-libsql'
) as typeof import('@prisma/adapter-libsql');

type Client = ReturnType<PrismaLibSql['createClient']>;
type Config = Parameters<PrismaLibSql['createClient']>[0];

/** How soon a busy database is asked again, in milliseconds. */
const PAUSE = 20;

/** What {@link LibSql} takes. */
export interface LibSqlConfig extends Omit<
	ConstructorParameters<typeof PrismaLibSql>[0],
	'timeout'
> {
	/** How long a statement may wait for another process that writes, in milliseconds. Default: 1000 */
	lockTimeout?: number;
}

class LockWaitingLibSql extends Driver {
	#lockTimeout;

	constructor({ lockTimeout = 1000, ...config }: LibSqlConfig) {
		super({ ...config, timeout: 0 });
		this.#lockTimeout = lockTimeout;
	}

	override async connect() {
		return rememberConnection(this, await super.connect());
	}

	/** For Prisma, which asks for its connection here. */
	override createClient(config: Config): Client {
		const client = (createFileClient(config) ?? super.createClient(config)) as Client;
		const execute = client.execute.bind(client) as (...statement: unknown[]) => Promise<never>;
		client.execute = async (...statement: unknown[]) => {
			const until = Date.now() + this.#lockTimeout;
			let mayReopen = true;
			for (;;) {
				try {
					return await execute(...statement);
				} catch (error) {
					// What may be written to since was opened when it might not, and stays so until it is opened anew.
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
 * Prisma's libsql driver, without its two ways to fail when another process writes to the same file. libsql leaves the
 * statement open that met a busy database, and such a connection answers later writes with success but never commits
 * them: so it is given up after the first. And libsql's own way of waiting stops the whole process: so it does not wait,
 * and is asked again instead. Nor does a file stay read-only for it that is so no longer. It also
 * keeps the statements it has prepared, for to prepare one takes longer than to run it.
 *
 * Needs `@prisma/adapter-libsql`, and takes what that takes, but for the `timeout`.
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
