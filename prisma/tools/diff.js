import { withShadow } from './database.js';
import { noFilters, withEngine } from './engine.js';
import { migrationsFolder, modelsFolder, readMigrations, readModels } from './migrations.js';
import { providerOf } from './provider.js';
import { databaseUrl } from './url.js';

/**
 * The SQL that leads from the migrations to the models.
 *
 * @param {string} [url] the database whose SQL dialect counts; it is not touched, but a PostgreSQL server
 * gets a temporary database beside it. Default: {@link databaseUrl}
 * @param {object} [options]
 * @param {string} [options.migrations] default: the one of the URL's engine
 * @param {string} [options.models] a folder with Prisma files; default: `prisma`
 * @returns {Promise<string>} empty when the migrations equal the models
 *
 * @example
 * if (await diff()) throw new Error('a migration is missing');
 */
export async function diff(
	url = databaseUrl(),
	{ migrations = migrationsFolder(providerOf(url)), models = modelsFolder } = {}
) {
	const from = await readMigrations(migrations, providerOf(url));
	const files = await readModels(models, providerOf(url));
	const result = await withShadow(url, (shadow) =>
		withEngine(shadow, (engine) =>
			engine.diff({
				from: { tag: 'migrations', ...from },
				to: { tag: 'schemaDatamodel', files },
				script: true,
				// Without it the engine reports 0 for a difference too.
				exitCode: true,
				filters: noFilters
			})
		)
	);
	return result.exitCode === 0 ? '' : (result.stdout ?? '');
}
