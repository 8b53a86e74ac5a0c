import { openDatabase } from './database.js';
import { noFilters, withEngine } from './engine.js';
import { MigrationError } from './errors.js';
import { verdict } from './history.js';
import { migrationsFolder, readMigrations } from './migrations.js';
import { providerOf } from './provider.js';
import { databaseUrl } from './url.js';

/** @import { MigrationList } from '@prisma/schema-engine-wasm' */
/** @import { Database } from './database.js' */

/**
 * @param {Database} database
 * @param {MigrationList} migrationsList
 * @returns {Promise<string[]>} the names of the applied migrations; empty when another process was quicker
 */
async function apply(database, migrationsList) {
	return database.exclusively(async (factory) => {
		try {
			const done = await withEngine(factory, (engine) =>
				engine.applyMigrations({ migrationsList, filters: noFilters })
			);
			return done.appliedMigrationNames;
		} catch (error) {
			if (!(error instanceof MigrationError)) throw error;
			// Only the engine's stack names the migration.
			const name = /migration_name="(.+?)"/.exec(String(error.cause))?.[1];
			throw new MigrationError(
				`${database.name} is unchanged, because ${name ?? 'the migrations folder'} cannot be applied: ${error.message}`,
				{ cause: error }
			);
		}
	});
}

/**
 * Brings a database up to date with the migrations, and creates it when it is missing. What it records is what
 * `prisma migrate deploy` records, so either may follow the other.
 *
 * @param {string} [url] default: {@link databaseUrl}
 * @param {object} [options]
 * @param {(line: string) => void} [options.log] gets one line about what was done; default: `console.log`
 * @param {string} [options.migrations] the folder to apply; default: the one of the URL's engine
 * @returns {Promise<string[]>} the names of the migrations that were applied
 * @throws {MigrationError} when the database cannot be used or a migration fails; the database is then unchanged
 *
 * @example
 * await deploy('file:/tmp/test.db', { log: () => {} });
 */
export async function deploy(
	url = databaseUrl(),
	{ log = console.log, migrations = migrationsFolder(providerOf(url)) } = {}
) {
	const migrationsList = await readMigrations(migrations, providerOf(url));
	const database = await openDatabase(url);
	const names = migrationsList.migrationDirectories.map(({ path }) => path);
	const todo = verdict(await database.history(), names);
	if (todo === 'foreign') {
		throw new MigrationError(
			`${database.name} has tables that these migrations did not make: point DATABASE_URL at another database, or move this one away.`
		);
	}
	if (todo === 'failed') {
		throw new MigrationError(
			`${database.name} has a migration that \`prisma migrate\` left half-applied: repair it with \`prisma migrate resolve\`, or start with a new database.`
		);
	}
	const applied = todo === 'current' ? [] : await apply(database, migrationsList);
	log(
		applied.length
			? `${database.name}: applied ${applied.join(', ')}`
			: `${database.name}: up to date`
	);
	return applied;
}
