import type { Query } from '../database/query.js';
import type { PrismaLike } from '../database/types.js';

/** Of how many disabled users one statement deletes the sessions. */
const BATCH_SIZE = 500;

/**
 * Creates the deletion of all sessions of disabled users. An app may clear `disabledAt` by itself, and a session that made no
 * request in between must not come back. It reads the disabled users in the order of their ids, and no other table.
 *
 * @example
 * ```ts
 * const deleteOfDisabled = createDeleteOfDisabled(models, query);
 * await deleteOfDisabled(); // 2
 * ```
 */
export function createDeleteOfDisabled(prisma: PrismaLike, query: Query): () => Promise<number> {
	// An app whose users cannot be disabled need not have the column.
	const { disabledAt } = prisma.user.fields as { disabledAt?: { typeName?: string } };
	if (!disabledAt) return async () => 0;
	const where = { disabledAt: disabledAt.typeName === 'Boolean' ? true : { not: null } };

	async function deletePage(skip: number): Promise<{ found: number; deleted: number }> {
		const rows: { id: string }[] = await prisma.user.findMany({
			...{ where, skip, take: BATCH_SIZE },
			orderBy: { id: 'asc' },
			select: { id: true }
		});
		const ids = rows.map(({ id }) => id);
		if (ids.length === 0) return { found: 0, deleted: 0 };
		// One text for every page: a driver that keeps statements prepared would keep one for each number of ids.
		const padded = [...ids, ...Array<string>(BATCH_SIZE - ids.length).fill(ids[0]!)];
		const { count } = await prisma.session.deleteMany({ where: { userId: { in: padded } } });
		return { found: ids.length, deleted: count };
	}

	return async () => {
		let deletedCount = 0;
		for (let skip = 0; ; skip += BATCH_SIZE) {
			const { found, deleted } = await query(() => deletePage(skip));
			deletedCount += deleted;
			if (found < BATCH_SIZE) return deletedCount;
		}
	};
}
