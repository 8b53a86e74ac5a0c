import { RowsUnchangedError } from './query.js';

/**
 * How many rows one statement deletes: it holds the write lock for a few milliseconds. Their ids are parameters, of which
 * SQLite's driver takes 999.
 */
export const BATCH_SIZE = 500;

/**
 * Deletes rows, so many at a time, until none is left.
 *
 * @param find the ids of up to {@link BATCH_SIZE} rows that are to go
 * @param remove deletes them
 * @throws {RowsUnchangedError} where a row that was deleted is found again, which would go on for ever
 *
 * @example
 * ```ts
 * await deleteInBatches(
 * 	(take) => model.findMany({ where: old, select: { id: true }, take }),
 * 	(ids) => model.deleteMany({ where: { ...old, id: { in: ids } } })
 * );
 * ```
 */
export async function deleteInBatches(
	find: (take: number) => Promise<{ id: string }[]>,
	remove: (ids: string[]) => Promise<unknown>
): Promise<void> {
	let before = new Set<string>();
	for (let isFull = true; isFull;) {
		const ids = (await find(BATCH_SIZE)).map(({ id }) => id);
		if (ids.some((id) => before.has(id))) throw new RowsUnchangedError('deleted', 'row');
		if (ids.length > 0) await remove(ids);
		before = new Set(ids);
		isFull = ids.length === BATCH_SIZE;
	}
}
