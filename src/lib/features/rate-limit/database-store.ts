import type { Database } from '../../database/database.js';
import { deleteInBatches } from '../../database/delete-in-batches.js';
import type { KitModels } from '../../database/types.js';
import { report } from '../../report.js';
import type { CounterStore } from './counter-store.js';
import { createPrismaCounters } from './prisma-counters.js';
import { createRawCounters } from './raw-counters.js';

/** How often expired rows are deleted while the store is used, in milliseconds. */
const CLEAN_UP_EVERY_MS = 10 * 60 * 1000;

/** A store in the app's database. */
export interface DatabaseStore extends CounterStore {
	/** Deletes the rows of windows that are over. */
	deleteExpired(): Promise<void>;
}

/** A row of the model. */
interface Row {
	id: string;
	points: number;
	/** In milliseconds since 1970. */
	expiresAt: bigint;
}

/**
 * Creates the store in the app's database. Expired rows are deleted while it is used, every ten minutes.
 *
 * @example
 * ```ts
 * const store = createDatabaseStore(config.prisma, database);
 * await store.add([{ key, seconds: 60 }]);
 * ```
 */
export function createDatabaseStore(models: KitModels, database: Database): DatabaseStore {
	const model = database.model('rateLimit');
	const { query } = database;
	const add = createRawCounters(models) ?? createPrismaCounters(model);
	const isOver = () => ({ expiresAt: { lte: BigInt(Date.now()) } });
	let cleanedUpAt = Date.now();

	async function deleteExpired(): Promise<void> {
		const select = { id: true };
		await deleteInBatches(
			(take) => query(() => model.findMany({ where: isOver(), select, take })),
			// A new window may have begun under the same key meanwhile.
			(ids) => query(() => model.deleteMany({ where: { id: { in: ids }, ...isOver() } }))
		);
	}

	function cleanUp() {
		if (Date.now() - cleanedUpAt < CLEAN_UP_EVERY_MS) return;
		cleanedUpAt = Date.now();
		deleteExpired().catch((error) => report('Expired rate limits could not be deleted.', error));
	}

	return {
		async add(counters) {
			cleanUp();
			return await query(() => add(counters));
		},
		async giveBack(key) {
			const where = { id: key, points: { gt: 0 } };
			await query(() => model.updateMany({ where, data: { points: { decrement: 1 } } }));
		},
		async set({ key, seconds }, points) {
			const values = { points, expiresAt: BigInt(Date.now() + seconds * 1000) };
			await query(() =>
				model.upsert({ where: { id: key }, create: { id: key, ...values }, update: values })
			);
		},
		async get(key) {
			const row: Row | null = await query(() => model.findUnique({ where: { id: key } }));
			const until = Number(row?.expiresAt);
			return row && until > Date.now() ? { points: row.points, until } : null;
		},
		async remove(keys) {
			await query(() => model.deleteMany({ where: { id: { in: [...keys] } } }));
		},
		deleteExpired
	};
}
