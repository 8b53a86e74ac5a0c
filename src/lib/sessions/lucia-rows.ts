import type { PrismaLike } from '../database/types.js';
import { RowsUnchangedError, type Query } from '../database/query.js';
import { createPublicId, hashToken } from './session-token.js';

/**
 * Begins the public id of every row that Lucia made: the migration writes it, and rehashing takes it away. A row without it
 * is never looked up by a plain token, so nobody who reads the hashes in the database can present one as a token.
 */
const LUCIA_MARK = 'lucia:';

/** The condition for the rows of Lucia that are still as they were. */
export const PLAIN = { publicId: { startsWith: LUCIA_MARK } };

/** How many rows are rehashed in one go, each by a statement of its own. */
const BATCH_SIZE = 50;

/**
 * Turns a row of Lucia's into one of ours: its id, which was the token, becomes the token's hash. One conditional
 * statement: of two requests at once one does it, and a row that is gone stays gone.
 *
 * @example
 * ```ts
 * await rehash(models, token); // 1
 * ```
 */
export async function rehash({ session }: PrismaLike, token: string): Promise<number> {
	const { count } = await session.updateMany({
		where: { id: token, ...PLAIN },
		data: { id: hashToken(token), publicId: createPublicId() }
	});
	return count;
}

/**
 * Rehashes every row of Lucia's, in batches.
 *
 * @throws {RowsUnchangedError} when one of them is still as it was
 *
 * @example
 * ```ts
 * await rehashAll(models, query);
 * ```
 */
export async function rehashAll(prisma: PrismaLike, query: Query): Promise<void> {
	while ((await query(() => rehashSome(prisma))) === BATCH_SIZE);
}

/** Rehashes one batch, and answers how many rows it found. */
async function rehashSome(prisma: PrismaLike): Promise<number> {
	const rows: { id: string }[] = await prisma.session.findMany({
		where: PLAIN,
		select: { id: true },
		take: BATCH_SIZE
	});
	let count = 0;
	for (const { id } of rows) count += await rehash(prisma, id);
	if (count === rows.length) return rows.length;
	// Another request may have changed the others. One that stays as it is would make every run repeat forever.
	const where = { id: { in: rows.map(({ id }) => id) }, ...PLAIN };
	const left = await prisma.session.findMany({ where, take: 1, select: { id: true } });
	if (left.length > 0) throw new RowsUnchangedError('changed');
	return rows.length;
}
