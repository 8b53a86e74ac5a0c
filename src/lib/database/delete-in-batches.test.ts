import { expect, test } from 'vitest';
import { BATCH_SIZE, deleteInBatches } from './delete-in-batches.js';
import { RowsUnchangedError } from './query.js';

/** A table of so many rows, of which a deletion leaves some. */
function table(count: number, stays: (id: string) => boolean = () => false) {
	let rows = Array.from({ length: count }, (_, n) => ({ id: String(n) }));
	let statements = 0;
	return {
		find: async (take: number) => rows.slice(0, take),
		async remove(ids: string[]) {
			statements += 1;
			rows = rows.filter(({ id }) => stays(id) || !ids.includes(id));
		},
		left: () => ({ rows: rows.length, statements })
	};
}

test.each([
	[0, 0],
	[1, 1],
	[BATCH_SIZE, 1],
	[BATCH_SIZE + 1, 2],
	[3 * BATCH_SIZE - 1, 3]
])('of %i rows none is left, after %i statements', async (count, statements) => {
	const { find, remove, left } = table(count);
	await deleteInBatches(find, remove);
	expect(left()).toEqual({ rows: 0, statements });
});

test.each<[string, (id: string) => boolean]>([
	['no row goes, as with row-level security', () => true],
	['one row stays', (id) => id === '7']
])('where %s, it ends with an error that says why', async (_, stays) => {
	const { find, remove, left } = table(2 * BATCH_SIZE, stays);
	await expect(deleteInBatches(find, remove)).rejects.toThrow(RowsUnchangedError);
	await expect(deleteInBatches(find, remove).catch(String)).resolves.toContain(
		'a row is still there'
	);
	expect(left().statements).toBeLessThan(5);
});
