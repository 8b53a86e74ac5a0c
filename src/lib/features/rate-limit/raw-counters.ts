import { rawModelsOf } from '../../database/raw-models.js';
import type { KitModels } from '../../database/types.js';
import type { Count, Counter } from './counter-store.js';

/** Adds one to each counter. */
export type AddCounters = (counters: readonly Counter[]) => Promise<Count[]>;

/**
 * Counts by one statement, however many counters there are. Prisma's own way takes two for each.
 *
 * @param models the app's models, as `modelsOf` gives them
 * @returns `null` for a client that cannot be asked by a statement, such as one with extensions
 *
 * @example
 * ```ts
 * const add = createRawCounters(models);
 * ```
 */
export function createRawCounters(models: KitModels): AddCounters | null {
	const database = rawModelsOf(models);
	const table = database?.table('rateLimit');
	const sqlOf = (field: string) => table?.column(field)?.sql;
	const [key, points, expiresAt] = ['id', 'points', 'expiresAt'].map(sqlOf);
	if (!database || !table || !key || !points || !expiresAt) return null;

	const isPostgres = database.engine === 'postgresql';
	const place = (index: number) => (isPostgres ? `$${index + 1}` : `?${index + 1}`);
	const bigint = (index: number) => `CAST(${place(index)} AS BIGINT)`;

	function statement(size: number): string {
		const rows = Array.from(
			{ length: size },
			(_, row) => `(${place(1 + 2 * row)}, 1, ${bigint(2 + 2 * row)})`
		);
		const isOver = `c.${expiresAt} <= ${bigint(0)}`;
		return (
			`INSERT INTO ${table!.sql} AS c (${key}, ${points}, ${expiresAt}) VALUES ${rows.join(', ')} ` +
			`ON CONFLICT (${key}) DO UPDATE SET ` +
			`${points} = CASE WHEN ${isOver} THEN 1 ELSE c.${points} + 1 END, ` +
			`${expiresAt} = CASE WHEN ${isOver} THEN excluded.${expiresAt} ELSE c.${expiresAt} END ` +
			`RETURNING ${key} AS name, ${points} AS points, CAST(${expiresAt} AS TEXT) AS until`
		);
	}

	return async (counters) => {
		const now = Date.now();
		// In one order everywhere: two statements that lock the same rows the other way round would wait for each other.
		const sorted = [...counters].sort((one, other) => (one.key < other.key ? -1 : 1));
		const values = sorted.flatMap(({ key, seconds }) => [key, String(now + seconds * 1000)]);
		const rows = await database.query(statement(sorted.length), String(now), ...values);
		const counts = new Map(
			rows.map((row) => [row.name, { points: Number(row.points), until: Number(row.until) }])
		);
		return counters.map((counter) => counts.get(counter.key)!);
	};
}
