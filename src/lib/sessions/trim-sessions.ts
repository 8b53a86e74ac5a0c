import type { PrismaLike } from '../database/types.js';
import type { Ending, EndingRecorder } from './revoke.js';

/** How many sessions of the same moment one deletion tells apart by their ids. */
const TIES = 50;

/** Ends what a user has beyond a number of sessions: see {@link createTrimSessions}. */
export type TrimSessions = (
	userId: string,
	key: string,
	max: number,
	ending?: Ending
) => Promise<number>;

/**
 * Creates the function that keeps the sessions of a user below a number: it ends those that were unused for the longest. To
 * be called by each sign-in after its session is stored: of several at once the last one sees all.
 *
 * @param recorder as in `createRevoke`
 * @returns the function: it answers how many have ended, and never ends the session with this key
 *
 * @example
 * ```ts
 * const trim = createTrimSessions(models);
 * await trim('ann', hashToken(token), 100); // 0
 * ```
 */
export function createTrimSessions(
	{ session }: PrismaLike,
	recorder?: EndingRecorder
): TrimSessions {
	return async (userId, key, max, ending) => {
		const beyond: { id: string; lastUsedAt: Date }[] = await session.findMany({
			where: { userId },
			orderBy: [{ lastUsedAt: 'desc' }, { id: 'asc' }],
			skip: max,
			take: TIES,
			select: { id: true, lastUsedAt: true }
		});
		const last = beyond.at(-1);
		if (!last) return 0;
		const ids = beyond.map(({ id }) => id);
		const where = {
			userId,
			NOT: { id: key },
			OR: [{ id: { in: ids } }, { lastUsedAt: { lt: last.lastUsedAt } }]
		};
		if (recorder && ending) return await recorder.record(ending, where);
		const { count } = await session.deleteMany({ where });
		return count;
	};
}
