import { createRequire } from 'node:module';
import { setTimeout } from 'node:timers/promises';

// The driver brings a native binary along. An import would have adapter-node bundle it, which it cannot.
/** @type {typeof import('@prisma/adapter-libsql')} */
const { PrismaLibSql } = createRequire(import.meta.url)('@prisma/adapter-libsql');

/** @typedef {import('@libsql/client').Client} Client */

/** How soon a busy database is asked again, in milliseconds. */
const PAUSE = 20;

/**
 * Prisma's libsql driver, without its two ways to fail when another process writes to the same file. libsql leaves the
 * statement open that met a busy database, and such a connection answers later writes with success but never commits
 * them: so it is given up after the first. And libsql's own way of waiting stops the whole process: so it does not wait,
 * and is asked again instead. Nor does a file stay read-only for it that is so no longer.
 *
 * @example
 * new PrismaClient({ adapter: new LibSql({ url: databaseUrl() }) });
 */
export class LibSql extends PrismaLibSql {
	#patience;

	/**
	 * @param {{ url: string, patience?: number }} config `patience`: how long a statement may wait for another process
	 * that writes, in milliseconds. Default: 1000
	 */
	constructor({ url, patience = 1000 }) {
		super({ url, timeout: 0 });
		this.#patience = patience;
	}

	/**
	 * @override
	 * @param {import('@libsql/client').Config} config
	 * @returns {Client}
	 */
	createClient(config) {
		const client = super.createClient(config);
		/** @type {(...statement: any[]) => Promise<any>} */
		const execute = client.execute.bind(client);
		client.execute = async (/** @type {any[]} */ ...statement) => {
			const until = Date.now() + this.#patience;
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
 * @param {string} code
 * @param {unknown} error
 */
const isA = (code, error) =>
	error instanceof Error && 'code' in error && String(error.code).startsWith(code);
