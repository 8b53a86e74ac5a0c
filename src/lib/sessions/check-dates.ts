import type { Query } from '../database/query.js';
import { rawModelsOf } from '../database/raw-models.js';
import type { PrismaLike } from '../database/types.js';
import { report } from '../report.js';
import { runsInDevelopment } from '../runs-in-development.js';

/**
 * Checks in development whether a SQLite file holds sessions whose dates are stored in another way than the driver writes them:
 * SQLite takes every number for less than any text, so sessions that live look expired, and are deleted. The log says what to do.
 * Nothing waits for it. It costs two look-ups in the index of `expiresAt`, in one statement.
 *
 * @param isDevelopment default: what the build and `NODE_ENV` say
 *
 * @example
 * ```ts
 * void checkStoredDates({ prisma: models, query });
 * ```
 */
export async function checkStoredDates(
	{ prisma, query }: { prisma: PrismaLike; query: Query },
	isDevelopment = runsInDevelopment()
): Promise<void> {
	if (!isDevelopment) return;
	const database = rawModelsOf(prisma);
	const table = database?.table('session');
	const expires = table?.column('expiresAt');
	if (database?.engine !== 'sqlite' || !table || !expires) return;
	// Numbers come first in the order and texts last: one of each end tells whether there are both.
	const end = (order: string) =>
		`SELECT typeof(${expires.sql}) FROM ${table.sql} ORDER BY ${expires.sql} ${order} LIMIT 1`;
	// The driver writes the parameter as it writes a column. Elsewhere the kit's own statements take text only.
	const now = new Date() as unknown as string;
	const text = `SELECT typeof(?) AS written, (${end('ASC')}) AS first, (${end('DESC')}) AS last`;
	try {
		const [row] = await query(() => database.query(text, now));
		// As a parameter every number is a real; the column makes an integer of it.
		const [written, first, last] = [row?.written, row?.first, row?.last].map((kind) =>
			kind === 'real' ? 'integer' : (kind as string | null)
		);
		// An empty table has neither.
		if ([first, last].every((kind) => kind === null || kind === written)) return;
		report(
			`Sessions in this file have dates as ${first === last ? first : 'integer and text'}, and the driver writes ${written}. ` +
				'SQLite does not compare one with the other, so sessions that live look expired. Convert them, or set ' +
				'`timestampFormat` of `LibSql`: see "Dates in SQLite" in From Lucia v3.'
		);
	} catch (error) {
		report('It could not be checked how dates are stored. The next start tries again.', error);
	}
}
