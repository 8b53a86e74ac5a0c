import type { GuardianAdapter } from './adapter.js';
import type { Revocation, Rival } from './revocation.js';
import { StoreError, type Query } from '../database/query.js';

/**
 * Ends what a new session replaces: see `replaced` in {@link Revocation}. Other sign-ins may replace the same session at the
 * same time. If one of them is later than this one, the new session itself is ended. Each looks for the others after it has
 * stored its own session, so of any two at least one sees both.
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
	let revoked = await query(() => adapter.revoke(revocation));
	try {
		// Also where something was deleted: it may have been an earlier sign-in, while a later one ended the old session.
		const rivals = await query(() => adapter.rivalsOf(by));
		// Of two sign-ins in the same millisecond the one with the greater key counts as the later.
		const isLater = ({ id, createdAt }: Rival) => createdAt > by.createdAt || id > by.key;
		const ended = rivals.some(isLater) ? [by.key] : rivals.map(({ id }) => id);
		for (const key of ended) {
			revoked += await query(() => adapter.revoke({ scope: 'current', key }));
		}
	} catch (error) {
		// What has ended is announced. The browser's next request ends the rest: it presents every cookie that it has.
		if (!(error instanceof StoreError) || revoked === 0) throw error;
	}
	return revoked;
}
