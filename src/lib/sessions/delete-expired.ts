import { BATCH_SIZE } from '../database/delete-in-batches.js';
import { sourceOf } from '../database/models.js';
import { RowsUnchangedError, type Query } from '../database/query.js';
import { mayBeExtended } from '../database/raw-database.js';
import type { PrismaLike } from '../database/types.js';
import { createDeleteOfDisabled } from './delete-of-disabled.js';
import { rehashAll } from './lucia-rows.js';

/**
 * Creates the deletion of sessions that have expired and were not used since. It works in small batches, so that other writes
 * get their turn; on several instances at once each row is counted by one. Sessions of disabled users are deleted
 * with them, and rows of Lucia's are rehashed. A second call while one runs joins it: two at once take connections from other requests, and are slower than one.
 *
 * @param options `isFromLucia`: whether there may be rows of Lucia's
 *
 * @example
 * ```ts
 * const deleteExpired = createDeleteExpired({ prisma, query, isFromLucia: false });
 * await deleteExpired(); // 12
 * ```
 */
export function createDeleteExpired(options: {
	prisma: PrismaLike;
	query: Query;
	isFromLucia: boolean;
}): () => Promise<number> {
	const { prisma, query } = options;
	const deleteBatch = createDeleteBatch(prisma);
	const deleteOfDisabled = createDeleteOfDisabled(prisma, query);
	let mayHoldPlainRows = options.isFromLucia;
	let running: Promise<number> | null = null;

	async function deleteAll(): Promise<number> {
		if (mayHoldPlainRows) await rehashAll(prisma, query);
		// Rows of Lucia's are made no more once it is gone, so having found none is final.
		mayHoldPlainRows = false;
		const now = new Date();
		let deletedCount = 0;
		// As long as a batch is full: that others have deleted some of it says nothing about what is left.
		for (let isFull = true; isFull;) {
			const { found, deleted } = await query(() => deleteBatch(now));
			deletedCount += deleted;
			isFull = found === BATCH_SIZE;
		}
		return deletedCount + (await deleteOfDisabled());
	}

	return () => (running ??= deleteAll().finally(() => (running = null)));
}

/**
 * Creates the function that finds one batch of sessions that had expired by `now`, the oldest first, and deletes them by id.
 * Without this order PostgreSQL reads the whole table for each batch once many have expired.
 *
 * @returns the function: it answers how many were found, and how many of them this call has deleted, because others may be
 * quicker. It throws a `RowsUnchangedError` when one of them is still there
 */
function createDeleteBatch(prisma: PrismaLike) {
	// An extension may count what it did not delete.
	const isExtended = mayBeExtended(sourceOf(prisma).client);

	return async (now: Date): Promise<{ found: number; deleted: number }> => {
		const expired = { expiresAt: { lte: now } };
		const rows: { id: string }[] = await prisma.session.findMany({
			where: expired,
			orderBy: { expiresAt: 'asc' },
			take: BATCH_SIZE,
			select: { id: true }
		});
		if (rows.length === 0) return { found: 0, deleted: 0 };
		const ids = rows.map(({ id }) => id);
		// One text for every batch: a driver that keeps statements prepared would keep one for each number of ids.
		const padded = [...ids, ...Array<string>(BATCH_SIZE - ids.length).fill(ids[0]!)];
		const where = { ...expired, id: { in: padded } };
		const { count } = await prisma.session.deleteMany({ where });
		// Another process may have deleted the others. A row that stays would make every run repeat forever.
		if (count < ids.length || isExtended) {
			const left = await prisma.session.findMany({ where, take: 1, select: { id: true } });
			if (left.length > 0) throw new RowsUnchangedError('deleted');
		}
		// An extension may hide the rows, and would count them each time.
		if (isExtended && (await prisma.session.deleteMany({ where })).count > 0) {
			throw new RowsUnchangedError('deleted');
		}
		return { found: rows.length, deleted: count };
	};
}
