import type { GuardianAdapter } from './adapter.js';
import type { Revocation, Rival } from './revocation.js';
import type { Query } from '../database/query.js';

/**
 * Ends what a new session replaces: see `replaced` in {@link Revocation}. Where the old session was gone already, another
 * sign-in was quicker. That one may even be the later of the two, and then the new session itself is ended.
 *
 * @returns how many sessions ended
 *
 * @example
 * ```ts
 * await replaceSession(adapter, query, { scope: 'replaced', key, by });
 * ```
 */
export async function replaceSession(
	adapter: GuardianAdapter,
	query: Query,
	revocation: Revocation & { scope: 'replaced' }
): Promise<number> {
	const { by } = revocation;
	const replaced = await query(() => adapter.revoke(revocation));
	if (replaced > 0) return replaced;
	const rivals = await query(() => adapter.rivalsOf(by));
	// Of two sign-ins in the same millisecond the one with the greater key counts as the later.
	const isLater = ({ id, createdAt }: Rival) => createdAt > by.createdAt || id > by.key;
	const ended = rivals.some(isLater) ? [by.key] : rivals.map(({ id }) => id);
	let revoked = 0;
	for (const key of ended) {
		revoked += await query(() => adapter.revoke({ scope: 'current', key }));
	}
	return revoked;
}
