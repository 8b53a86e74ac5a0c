import { MigrationError } from './errors.js';

/** @typedef {'sqlite' | 'postgresql'} Provider as Prisma calls it */

/** @typedef {Provider | 'mysql'} ClientProvider also MySQL and MariaDB: apps may have them, the demo has not */

/**
 * Every database engine that the models are for.
 *
 * @type {readonly Provider[]}
 */
export const providers = ['sqlite', 'postgresql'];

/**
 * The Prisma provider behind a database URL.
 *
 * @param {string} url
 * @returns {Provider}
 * @throws {MigrationError} when the URL's scheme is not supported; the message does not hold the URL, which may hold a
 * password
 *
 * @example
 * providerOf('postgres://ada@db.example/app'); // 'postgresql'
 */
export function providerOf(url) {
	const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
	switch (scheme) {
		case 'file':
			return 'sqlite';
		case 'postgres':
		case 'postgresql':
			return 'postgresql';
		default:
			throw new MigrationError(
				`DATABASE_URL must be a file: URL such as file:./prisma/dev.db, or postgresql://user:password@host:5432/database, not ${scheme ? `a ${scheme}: URL` : 'a bare path'}.`
			);
	}
}
