import type { PendingCookies } from './pending-cookies.js';
import type { PendingRevocation } from './pending-revocation.js';
import type { Revocation } from '../../sessions/revoke.js';
import { RETRY_TIMEOUT_SECONDS, StoreError } from '../../database/query.js';
import { emitAfterSignOut } from '../../hooks.js';
import type { AuthContext } from '../../context.js';
import { report } from '../../report.js';
import type { RequestAuth } from '../../http/request-auth.js';

/**
 * The clocks of two servers may differ by this much, in milliseconds. It is better to revoke one session too many than one
 * too few.
 */
const CLOCK_SKEW = 5 * 60 * 1000;

/**
 * Finishes the pending revocations of this browser. If the database confirms one, its cookie is deleted; the others keep
 * their cookies. Any instance can do this, because the cookies contain everything that is needed.
 *
 * @returns the revocations that are still pending
 *
 * @example
 * ```ts
 * const pending = await finishPending(context, pendingCookies, state);
 * ```
 */
export async function finishPending<User extends { id: string }>(
	context: Pick<AuthContext<User>, 'sessions' | 'hooks'>,
	cookies: PendingCookies,
	state: RequestAuth<User>
): Promise<PendingRevocation[]> {
	const pendingRevocations = await cookies.load(state);
	const left: PendingRevocation[] = [];
	for (const pending of pendingRevocations) {
		// After one call without an answer the next would get none either, and the page is waiting.
		const isFinished = left.length === 0 && (await finish(context, state, pending));
		if (isFinished) cookies.removeLater(state, pending);
		else left.push(pending);
	}
	return left;
}

async function finish<User extends { id: string }>(
	{ hooks, sessions }: Pick<AuthContext<User>, 'sessions' | 'hooks'>,
	{ event }: RequestAuth<User>,
	{ key, plain, scope, requestedAt, userId: sealed }: PendingRevocation
): Promise<boolean> {
	try {
		const bound = { timeoutSeconds: RETRY_TIMEOUT_SECONDS };
		const userId = sealed ?? (await sessions.ownerOf({ key, plain }, bound));
		if (userId === null) return true;

		const until = new Date(requestedAt.getTime() + CLOCK_SKEW);
		const reason = scope === 'all' ? 'all' : 'user';
		const ending = { userId, scope, reason, event } as const;
		const announce = (revoked: number) =>
			emitAfterSignOut(hooks, { ...ending, user: null, revoked });
		const revocation: Revocation =
			scope === 'all' ? { scope, userId, until, key, plain } : { scope, key, plain };
		await announce(await sessions.revoke(revocation, { ending, late: announce, ...bound }));
		return true;
	} catch (error) {
		if (!(error instanceof StoreError)) throw error;
		report('A pending sign-out could still not be confirmed. The next request tries again.', error);
		return false;
	}
}
