import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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
 */
export const newDatabaseFile = (provider) => join(folder, `${provider}.sql`);

/** The models that every app has. Those of optional features are for apps that use them. */
const MODELS = ['schema.prisma', 'guardian.prisma'];

/**
 * The SQL that makes the tables of a new database from the models.
 *
 * @param {string} url as for `diff`
 * @returns {Promise<string>}
 */
// The folder holds files only, and no migration.
export const newDatabase = (url) =>
	diff(url, { migrations: folder, isIncluded: (name) => MODELS.includes(name) });

/**
 * Writes that SQL to its file; with PostgreSQL's, that of MySQL as well.
 *
 * @param {string} url as for `diff`
 * @returns {Promise<string>} the path
 */
export async function writeNewDatabase(url) {
	const file = newDatabaseFile(providerOf(url));
	const sql = await newDatabase(url);
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, sql);
	if (providerOf(url) === 'postgresql') await writeFile(newDatabaseFile('mysql'), mysqlTables(sql));
	return file;
}
