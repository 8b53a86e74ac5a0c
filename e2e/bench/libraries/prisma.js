import { PrismaLibSql } from '@prisma/adapter-libsql';
import { PrismaPg } from '@prisma/adapter-pg';

/** @import { Provider } from '../../../prisma/tools/provider.js' */
/** @import { Store } from './library.js' */

/** The drivers as they come. */
const DRIVERS = {
	sqlite: (/** @type {string} */ url) => new PrismaLibSql({ url }),
	postgresql: (/** @type {string} */ connectionString) => new PrismaPg({ connectionString })
};

/**
 * What a file is usually set to in production, and the same for everybody: a commit does not wait for the disk, and
 * outlives the process all the same.
 */
export const SQLITE_SETTING = 'PRAGMA synchronous = NORMAL';

/**
 * Opens a client for the store's engine.
 *
 * @param {Record<Provider, new (options: any) => unknown>} clients of one schema
 * @param {Store} store
 * @param {Record<Provider, (url: string) => unknown>} [drivers]
 */
export async function openPrisma(clients, { engine, url, isLogged = false }, drivers = DRIVERS) {
	/** @type {string[]} */
	const statements = [];
	const prisma = /** @type {any} */ (
		new clients[engine]({
			adapter: drivers[engine](url),
			log: isLogged ? [{ emit: 'event', level: 'query' }] : []
		})
	);
	if (engine === 'sqlite') await prisma.$executeRawUnsafe(SQLITE_SETTING);
	if (isLogged)
		prisma.$on('query', (/** @type {{ query: string }} */ { query }) => statements.push(query));
	return { prisma, statements, close: () => prisma.$disconnect() };
}
