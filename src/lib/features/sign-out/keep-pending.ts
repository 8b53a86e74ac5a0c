import type { AuthContext } from '../../context.js';
import { StoreError } from '../../database/query.js';
import type { Credential, RequestAuth } from '../../http/request-auth.js';
import { openOwner } from '../../sessions/session-owner.js';
import type { PendingCookies } from './pending-cookies.js';
import type { PendingRevocation } from './pending-revocation.js';

/**
 * Has the browser keep what the database could not confirm, one cookie for each session that it presents.
 *
 * @returns `false` where the browser can keep none of it: the secret cannot be read, and nothing is sealed beside the token
 *
 * @example
 * ```ts
 * await keepPending(context, pendingCookies, state, cookies.credentials(state), 'all'); // true
 * ```
 */
export async function keepPending<User extends { id: string }>(
	{ sessions, sealing }: Pick<AuthContext<User>, 'sessions' | 'sealing'>,
	pendingCookies: PendingCookies,
	state: RequestAuth<User>,
	credentials: readonly Credential[],
	scope: PendingRevocation['scope']
): Promise<boolean> {
	const requestedAt = new Date();
	let isAnyKept = false;
	for (const { token, owner } of credentials) {
		const { key, plain } = sessions.ofToken(token);
		const userId = await ownerOf(key, owner);
		const pending = { key, plain, userId, scope, requestedAt };
		if (await pendingCookies.add(state, pending, owner)) isAnyKept = true;
	}
	return isAnyKept;

	/** As the database has just said, or as the browser holds it sealed. */
	async function ownerOf(key: string, owner: string | undefined): Promise<string | undefined> {
		const { identity } = state;
		if (identity.status === 'signed-in' && identity.key === key) return identity.user.id;
		if (owner === undefined) return undefined;
		try {
			const opened = await openOwner(sealing, owner);
			return opened?.key === key ? opened.userId : undefined;
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			return undefined;
		}
	}
}
