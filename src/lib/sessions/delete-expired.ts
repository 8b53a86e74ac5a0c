import type { Query } from '../database/query.js';
import type { GuardianAdapter } from './adapter.js';

/**
 * How many rows one statement of a deletion of expired sessions deletes: it holds the write lock for a few milliseconds.
 * Their ids are parameters, of which SQLite's driver takes 999.
 */
const EXPIRED_BATCH_SIZE = 500;

/** How many rows of Lucia's are rehashed in one go, each by a statement of its own. */
const REHASH_BATCH_SIZE = 50;

/**
 * Creates the deletion of sessions that have expired and were not used since. It works in small batches, so that other writes
 * get their turn; on several instances at once each row is counted by one. Rows of Lucia's are rehashed as well. A second
 * call while one runs joins it: two at once take connections from other requests, and are slower than one.
 *
 * @param options `isFromLucia`: whether there may be rows of Lucia's
 *
 * @example
 * ```ts
 * const deleteExpired = createDeleteExpired({ adapter, query, isFromLucia: false });
 * await deleteExpired(); // 12
 * ```
 */
export function createDeleteExpired(options: {
	adapter: GuardianAdapter;
	query: Query;
	isFromLucia: boolean;
}): () => Promise<number> {
	const { adapter, query } = options;
	let mayHoldPlainRows = options.isFromLucia;
	let running: Promise<number> | null = null;

	/** Rows of Lucia's are made no more once it is gone, so having found none is final. */
	async function rehashAll() {
		while (mayHoldPlainRows) {
			const found = await query(() => adapter.rehashSome(REHASH_BATCH_SIZE));
			mayHoldPlainRows = found === REHASH_BATCH_SIZE;
		}
	}

	async function deleteAll(): Promise<number> {
		await rehashAll();
		const now = new Date();
		let deletedCount = 0;
		// As long as a batch is full: that others have deleted some of it says nothing about what is left.
		for (let isFull = true; isFull;) {
			const { found, deleted } = await query(() => adapter.deleteExpired(now, EXPIRED_BATCH_SIZE));
			deletedCount += deleted;
			isFull = found === EXPIRED_BATCH_SIZE;
		}
		return deletedCount;
	}

	return () => (running ??= deleteAll().finally(() => (running = null)));
}
