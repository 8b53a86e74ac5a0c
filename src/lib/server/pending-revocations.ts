import type { RevocationTicket } from '../core/revocation-ticket.js';
import { BRIEFLY, StoreError } from '../sessions/store.js';
import { announceSignOut } from './events.js';
import type { Parts } from './parts.js';
import { report } from './report.js';
import type { RequestState } from './request-state.js';

/** The clocks of two servers may differ by this much, in milliseconds. A session too many is better than one too few. */
const CLOCK_SKEW = 5 * 60 * 1000;

/**
 * Finishes what earlier sign-outs of this browser could not: each ticket whose revocation the database confirms is
 * dropped, the others stay in the cookie. Any instance can do it, for the tickets hold all it takes.
 *
 * @returns the tickets that are still pending
 *
 * @example
 * ```ts
 * const pending = await redeemTickets(parts, state);
 * ```
 */
export async function redeemTickets<User extends { id: string }>(
	parts: Parts<User>,
	state: RequestState<User>
): Promise<RevocationTicket[]> {
	const tickets = parts.cookies.tickets(state);
	const pending: RevocationTicket[] = [];
	for (const ticket of tickets) {
		// Where one call went unanswered the next would too, and the page is waiting.
		const done = pending.length === 0 && (await redeem(parts, state, ticket));
		if (!done) pending.push(ticket);
	}
	if (pending.length < tickets.length) parts.cookies.setTicketsLater(state, pending);
	return pending;
}

async function redeem<User extends { id: string }>(
	{ config, sessions }: Parts<User>,
	{ event }: RequestState<User>,
	{ key, scope, requestedAt }: RevocationTicket
): Promise<boolean> {
	try {
		const userId = await sessions.ownerOf(key, { within: BRIEFLY });
		if (userId === null) return true;

		const until = new Date(requestedAt.getTime() + CLOCK_SKEW);
		const announce = (revoked: number) =>
			announceSignOut(config, {
				user: null,
				userId,
				scope,
				reason: scope === 'all' ? 'all' : 'user',
				revoked,
				event
			});
		const revocation =
			scope === 'all' ? { scope, userId, until, key } : { scope: 'current' as const, key };
		await announce(await sessions.revoke(revocation, { late: announce, within: BRIEFLY }));
		return true;
	} catch (error) {
		if (!(error instanceof StoreError)) throw error;
		report('A pending sign-out could still not be confirmed. The next request tries again.', error);
		return false;
	}
}
