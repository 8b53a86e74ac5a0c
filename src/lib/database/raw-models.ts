import { sourceOf } from './models.js';
import { readRawDatabase, type RawDatabase } from './raw-database.js';
import type { PrismaLike } from './types.js';

/**
 * What a statement calls the tables and columns of the kit, by the kit's own keys and names. `null` where `readRawDatabase`
 * gives none.
 *
 * @param models the app's models, as `modelsOf` gives them
 *
 * @example
 * ```ts
 * const database = rawModelsOf(models);
 * database?.table('session')?.column('userId')?.sql; // '"user_id"'
 * ```
 */
export function rawModelsOf(models: PrismaLike): RawDatabase | null {
	const { client, names } = sourceOf(models);
	const database = readRawDatabase(client);
	return (
		database && {
			...database,
			table(key) {
				const { modelName, fields } = names[key]!;
				const table = database.table(modelName);
				return table && { ...table, column: (name) => table.column(fields[name] ?? name) };
			}
		}
	);
}
