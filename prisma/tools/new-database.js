import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diff } from './diff.js';
import { mysqlTables } from './mysql.js';
import { providerOf } from './provider.js';
import { root } from './url.js';

/** @import { ClientProvider } from './provider.js' */

const folder = join(root(), 'prisma', 'new-database');

/**
 * The file with the SQL that makes the tables of a new database. It is in the package, for apps that cannot run
 * `prisma migrate`, such as those in a network without access to Prisma's downloads.
 *
 * @param {ClientProvider} provider
 * @param {Part} [part] default: the models that every app has
 */
export const newDatabaseFile = (provider, part = 'guardian') =>
	join(folder, `${part === 'guardian' ? '' : `${part}-`}${provider}.sql`);

/** What there are files for: the models that every app has, and those of optional features, for apps that use them. */
export const PARTS = /** @type {const} */ (['guardian', 'email', 'events']);

/** @typedef {typeof PARTS[number]} Part */

/**
 * The SQL that makes the tables of a new database from the models.
 *
 * @param {string} url as for `diff`
 * @param {Part} [part] default: the models that every app has
 * @returns {Promise<string>}
 */
// The folder holds files only, and no migration.
export const newDatabase = (url, part = 'guardian') =>
	diff(url, {
		migrations: folder,
		isIncluded: (name) => ['schema.prisma', `${part}.prisma`].includes(name)
	});

/**
 * Writes that SQL to its files; with PostgreSQL's, that of MySQL as well.
 *
 * @param {string} url as for `diff`
 * @returns {Promise<string>} the folder
 */
export async function writeNewDatabase(url) {
	await mkdir(folder, { recursive: true });
	for (const part of PARTS) {
		const sql = await newDatabase(url, part);
		await writeFile(newDatabaseFile(providerOf(url), part), sql);
		if (providerOf(url) === 'postgresql')
			await writeFile(newDatabaseFile('mysql', part), mysqlTables(sql));
	}
	return folder;
}
