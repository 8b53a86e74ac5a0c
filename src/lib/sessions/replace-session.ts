import { StoreError, type Query } from '../database/query.js';
import type { PrismaLike } from '../database/types.js';
import { emitAfterSignOut, type HookRunner } from '../hooks.js';
import type { RequestAuth } from '../http/request-auth.js';
import { report } from '../report.js';
import type { Ending, Revocation, Revoke, SessionName, Successor } from './revoke.js';

/** What is needed of the sessions. */
interface Sessions {
	revoke(revocation: Revocation, options: { ending: Ending }): Promise<number>;
	ownersOf(names: SessionName[]): Promise<Map<string, string>>;
}

/** Another session that replaces the same one. */
interface Rival {
	/** Its key. */
	id: string;
	createdAt: Date;
}

/**
 * Ends a session of this browser that a later sign-in has replaced. A failure is logged and changes nothing: the later
 * session stands, and the earlier one ends by itself.
 *
 * @param user whose session it was; `null` where that is not known
 * @returns whether the database has confirmed it
 *
 * @example
 * ```ts
 * await endReplaced(context, state, sessions.ofToken(token), null);
 * ```
 */
export async function endReplaced<User extends { id: string }>(
	{ hooks, sessions }: { hooks: HookRunner<User>; sessions: Sessions },
	{ event }: RequestAuth<User>,
	revocation: Revocation,
	user: User | null
): Promise<boolean> {
	try {
		const userId = user?.id ?? (await ownerFor(hooks, sessions, revocation));
		const ending = { userId, scope: 'current', reason: 'replaced', event } as const;
		const revoked = await sessions.revoke(revocation, { ending });
		await emitAfterSignOut(hooks, { ...ending, user, revoked });
		return true;
	} catch (error) {
		if (!(error instanceof StoreError)) throw error;
		report('The session that a sign-in replaced could not be ended. It ends by itself.', error);
		return false;
	}
}

/**
 * Ends what a new session replaces: see `replaced` in {@link Revocation}. Other sign-ins may replace the same session at the
 * same time. If one of them is later than this one, the new session itself is ended. Each looks for the others after it has
 * stored its own session, so of any two at least one sees both.
 *
 * @returns how many sessions ended
 *
 * @example
 * ```ts
 * await replaceSession({ prisma, query, revoke }, { scope: 'replaced', key, by });
 * ```
 */
export async function replaceSession(
	{ prisma, query, revoke }: { prisma: PrismaLike; query: Query; revoke: Revoke },
	revocation: Revocation & { scope: 'replaced' },
	ending?: Ending
): Promise<number> {
	const { by } = revocation;
	let revoked = await query(() => revoke(revocation, ending));
	try {
		// Also where something was deleted: it may have been an earlier sign-in, while a later one ended the old session.
		const rivals = await query(() => rivalsOf(prisma, by));
		// Of two sign-ins in the same millisecond the one with the greater key counts as the later.
		const isLater = ({ id, createdAt }: Rival) => createdAt > by.createdAt || id > by.key;
		const ended = rivals.some(isLater) ? [by.key] : rivals.map(({ id }) => id);
		for (const key of ended) {
			revoked += await query(() => revoke({ scope: 'current', key }, ending));
		}
	} catch (error) {
		// What has ended is announced. The browser's next request ends the rest: it presents every cookie that it has.
		if (!(error instanceof StoreError) || revoked === 0) throw error;
	}
	return revoked;
}

/** Whose session it was, for a hook that wants to know; of several owners none. */
async function ownerFor<User>(
	hooks: HookRunner<User>,
	sessions: Sessions,
	revocation: Revocation
): Promise<string | null> {
	if (!hooks.hasAny('afterSignOut')) return null;
	const names = revocation.scope === 'tokens' ? revocation.names : [revocation as SessionName];
	const owners = new Set((await sessions.ownersOf(names)).values());
	return owners.size === 1 ? [...owners][0]! : null;
}

/** The sessions that replace the same one as this, and are as late or later. */
const rivalsOf = (
	{ session }: PrismaLike,
	{ key, createdAt, ...siblings }: Successor
): PromiseLike<Rival[]> =>
	session.findMany({
		where: { ...siblings, createdAt: { gte: createdAt }, NOT: { id: key } },
		select: { id: true, createdAt: true }
	});
