import { openPostgres, shadowPostgres } from './postgres.js';
import { providerOf } from './provider.js';
import { openSqlite, shadowSqlite } from './sqlite.js';

/** @import { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils' */
/** @import { History } from './history.js' */

/**
 * A database as the migration scripts see it. Every engine is one such object, so that the scripts ask nothing about SQL
 * dialects.
 *
 * @typedef {object} Database
 * @property {string} name what a message calls it
 * @property {() => Promise<History>} history
 * @property {<T>(work: (factory: SqlMigrationAwareDriverAdapterFactory) => Promise<T>) => Promise<T>} exclusively runs
 * `work` while nobody else can migrate; when `work` throws, the database is as it was
 */

/**
 * Opens the database that a URL names, and creates it where that is possible.
 *
 * @param {string} url
 * @returns {Promise<Database>}
 * @throws {MigrationError} when the URL's scheme is not supported, or the database cannot be opened
 */
export async function openDatabase(url) {
	switch (providerOf(url)) {
		case 'sqlite':
			return openSqlite(url);
		case 'postgresql':
			return openPostgres(url);
	}
}

/**
 * Does some work with an empty database that nobody else sees, for comparing migrations with models.
 *
 * @template T
 * @param {string} url of the real database, whose engine it shares
 * @param {(factory: SqlMigrationAwareDriverAdapterFactory) => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {MigrationError} when the URL's scheme is not supported, or there is no such server
 */
export async function withShadow(url, work) {
	switch (providerOf(url)) {
		case 'sqlite':
			return work(shadowSqlite());
		case 'postgresql':
			return shadowPostgres(url, work);
	}
}
