import type { RevocationTicket } from '../core/revocation-ticket.js';
import type { Revocation } from '../sessions/revocation.js';
import { BRIEFLY, StoreError } from '../sessions/store.js';
import { announceSignOut } from './events.js';
import type { Parts } from './parts.js';
import { report } from './report.js';
import type { RequestState } from './request-state.js';

/** The clocks of two servers may differ by this much, in milliseconds. A session too many is better than one too few. */
const CLOCK_SKEW = 5 * 60 * 1000;

/**
 * Finishes what earlier sign-outs of this browser could not: each ticket whose revocation the database confirms is
 * dropped, the others keep their cookies. Any instance can do it, for the tickets hold all it takes.
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
		if (done) parts.cookies.dropTicketLater(state, ticket);
		else pending.push(ticket);
	}
	return pending;
}

async function redeem<User extends { id: string }>(
	{ config, sessions }: Parts<User>,
	{ event }: RequestState<User>,
	{ key, plain, scope, requestedAt }: RevocationTicket
): Promise<boolean> {
	try {
		const userId = await sessions.ownerOf({ key, plain }, { within: BRIEFLY });
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
		const revocation: Revocation =
			scope === 'all' ? { scope, userId, until, key, plain } : { scope, key, plain };
		await announce(await sessions.revoke(revocation, { late: announce, within: BRIEFLY }));
		return true;
	} catch (error) {
		if (!(error instanceof StoreError)) throw error;
		report('A pending sign-out could still not be confirmed. The next request tries again.', error);
		return false;
	}
}
