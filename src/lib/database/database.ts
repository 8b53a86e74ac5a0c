import { MAX_TIMER_SECONDS } from '../with-timeout.js';
import { againOnConflict } from './again-on-conflict.js';
import type { ModelDeclarations } from './declare-model.js';
import { modelsOf, sourceOf } from './models.js';
import type { Query } from './query.js';
import { isOnSqlite } from './raw-database.js';
import type { KitModels, ModelNames, PrismaModel } from './types.js';

/** The app's database, for features. */
export interface Database {
	/**
	 * A model of the kit or of a feature, by its key, under the kit's names. Call it through {@link Database.query}.
	 *
	 * @throws {Error} for a key that no feature declares
	 */
	model(key: string): PrismaModel;
	/** Whether the app has a model that a feature declares as optional. */
	hasModel(key: string): boolean;
	/**
	 * Makes one call to the database, with the timeout of `store.timeout`.
	 *
	 * @throws {StoreError} when the database does not answer or reports an error
	 */
	query: Query;
	/**
	 * Runs statements in one transaction: either all of them count or none. Its time is limited by `store.timeout`; after that it
	 * is rolled back. Where the database has called it off for another one, as in a deadlock, or another process writes to the
	 * SQLite file, it is run again: let `work` do nothing but statements.
	 *
	 * @throws {StoreError} as above, and for an error inside of it
	 *
	 * @example
	 * ```ts
	 * import type { Database } from 'svelte-guardian';
	 *
	 * export const rename = ({ transaction }: Database, id: string, name: string) =>
	 * 	transaction(async (model) => {
	 * 		await model('user').updateMany({ where: { id }, data: { name } });
	 * 		await model('note').create({ data: { userId: id, text: 'renamed' } });
	 * 	});
	 * ```
	 */
	transaction<T>(work: (model: (key: string) => PrismaModel) => Promise<T>): Promise<T>;
}

/** A Prisma client that can run a transaction. */
interface Transactional {
	$transaction?: <T>(
		work: (client: object) => Promise<T>,
		limits: { maxWait: number; timeout: number }
	) => Promise<T>;
}

/**
 * Creates the access of features to the app's database.
 *
 * @param options `models`: the app's models, as {@link modelsOf} makes them of the names and declarations; `query`: see
 * {@link Database.query}; `timeoutSeconds`: how long a transaction may wait for a connection, and then take
 *
 * @example
 * ```ts
 * const database = createDatabase({ models, names, declarations, query: createQuery(5), timeoutSeconds: 5 });
 * await database.query(() => database.model('user').findUnique({ where: { id } }));
 * ```
 */
export function createDatabase(options: {
	models: KitModels;
	names: ModelNames;
	declarations: ModelDeclarations;
	query: Query;
	timeoutSeconds: number;
}): Database {
	const { models, names, declarations, query } = options;
	const timeout = Math.ceil(Math.min(options.timeoutSeconds, MAX_TIMER_SECONDS) * 1000);
	// Not the app's own: in a transaction of a client with replicas, `$primary()` leads out of it.
	const { client } = sourceOf(models);
	return {
		model: modelIn(models),
		hasModel: (key) => Object.hasOwn(models, key),
		query,
		async transaction<T>(work: (model: Database['model']) => Promise<T>): Promise<T> {
			const { $transaction: begin } = client as Transactional;
			// Whoever waits has been told that it failed: then it must neither be committed nor begun again.
			let isOver = false;
			const once = () =>
				begin!.call(
					client,
					async (transaction: object) => {
						const done = await work(modelIn(modelsOf(transaction, names, declarations)));
						if (isOver) throw new Error('The transaction took too long.');
						return done;
					},
					{ maxWait: timeout, timeout }
				) as Promise<T>;
			const waitsForLock = isOnSqlite(client);
			try {
				return await query(async () => {
					if (!begin) throw new Error('This Prisma client has no $transaction().');
					return await againOnConflict(once, { waitsForLock, isOver: () => isOver });
				});
			} finally {
				isOver = true;
			}
		}
	};
}

const modelIn = (models: KitModels) => (key: string) => {
	const found = Object.hasOwn(models, key) ? models[key] : undefined;
	if (!found) throw new Error(`No feature declares the model ${key}. Add it to its \`models\`.`);
	return found;
};
