import { GuardianError } from '../errors.js';
import { StoreError } from '../sessions/store.js';
import type { SessionsApi, SignOutEvent } from '../types.js';
import { announceSignOut } from './events.js';
import type { Parts } from './parts.js';

/**
 * The sessions of users, for code that has no request of theirs.
 *
 * @example
 * ```ts
 * const api = createSessionsApi(parts);
 * ```
 */
export function createSessionsApi<User extends { id: string }>({
	config,
	sessions
}: Parts<User>): SessionsApi {
	type Ended = Pick<SignOutEvent<User>, 'userId' | 'scope' | 'reason'>;

	async function announced(ended: Ended, revoke: () => Promise<number>): Promise<number> {
		const revoked = await available(revoke);
		await announceSignOut(config, { ...ended, user: null, revoked, event: null });
		return revoked;
	}

	return {
		sweep: () => available(() => sessions.sweep()),
		list: ({ id }) => available(() => sessions.list(id)),
		revoke: ({ id: userId }, publicId, reason = 'admin') =>
			announced({ userId, scope: 'session', reason }, () =>
				sessions.revoke({ scope: 'session', userId, publicId })
			),
		revokeAll: ({ id: userId }, reason = 'admin') =>
			announced({ userId, scope: 'all', reason }, () => sessions.revoke({ scope: 'all', userId }))
	};
}

async function available<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (cause) {
		if (!(cause instanceof StoreError)) throw cause;
		throw new GuardianError('STORE_UNAVAILABLE', '', { cause });
	}
}
