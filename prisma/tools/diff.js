import { basename } from 'node:path';
import { withEngine } from './engine.js';
import { migrationsFolder, modelsFolder, readMigrations, readModels } from './migrations.js';
import { shadowPostgres } from './postgres.js';
import { providerOf } from './provider.js';
import { shadowSqlite } from './sqlite.js';
import { databaseUrl } from './url.js';

/** @import { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils' */

/**
 * The SQL that leads from the migrations to the models.
 *
 * @param {string} [url] the database whose SQL dialect counts; it is not touched, but a PostgreSQL server
 * gets a temporary database beside it. Default: {@link databaseUrl}
 * @param {object} [options]
 * @param {string} [options.migrations] default: the one of the URL's engine
 * @param {string} [options.models] a folder with Prisma files; default: `prisma`
 * @param {(name: string) => boolean} [options.isIncluded] which of its files count; default: all
 * @returns {Promise<string>} empty when the migrations equal the models
 *
 * @example
 * if (await diff()) throw new Error('a migration is missing');
 */
export async function diff(
	url = databaseUrl(),
	{
		migrations = migrationsFolder(providerOf(url)),
		models = modelsFolder,
		isIncluded = () => true
	} = {}
) {
	const from = await readMigrations(migrations, providerOf(url));
	const files = (await readModels(models, providerOf(url))).filter(({ path }) =>
		isIncluded(basename(path))
	);
	/** @param {SqlMigrationAwareDriverAdapterFactory} shadow an empty database that nobody else sees */
	const compare = (shadow) =>
		withEngine(shadow, (engine) =>
			engine.diff({
				from: { tag: 'migrations', ...from },
				to: { tag: 'schemaDatamodel', files },
				script: true,
				// Without it the engine reports 0 for a difference too.
				exitCode: true,
				// Every table and enum is ours to migrate.
				filters: { externalTables: [], externalEnums: [] }
			})
		);
	const isSqlite = providerOf(url) === 'sqlite';
	const result = await (isSqlite ? compare(shadowSqlite()) : shadowPostgres(url, compare));
	return result.exitCode === 0 ? '' : (result.stdout ?? '');
}
