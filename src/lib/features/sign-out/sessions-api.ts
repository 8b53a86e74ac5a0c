import { GuardianError } from '../../errors.js';
import { RowsUnchangedError, StoreError } from '../../database/query.js';
import type { SignOutEvent } from '../../events.js';
import type { SessionsApi } from '../../types.js';
import { readArguments, reasonArgument, sessionIdArgument, userArgument } from '../../arguments.js';
import { emitAfterSignOut } from '../../hooks.js';
import type { AuthContext } from '../../context.js';
import { report } from '../../report.js';

const REVOKE_ALL = userArgument.extend({ reason: reasonArgument.default('admin') });
const REVOKE = REVOKE_ALL.extend({ sessionId: sessionIdArgument });

/**
 * The sessions of users, for code that has no request of theirs.
 *
 * @example
 * ```ts
 * const api = createSessionsApi(context);
 * ```
 */
export function createSessionsApi<User extends { id: string }>({
	hooks,
	sessions,
	deleteExpired
}: AuthContext<User>): SessionsApi {
	type Ended = Pick<SignOutEvent<User>, 'userId' | 'scope' | 'reason'>;

	async function announced(ended: Ended, revoke: () => Promise<number>): Promise<number> {
		const revoked = await available(revoke);
		await emitAfterSignOut(hooks, { ...ended, user: null, revoked, event: null });
		return revoked;
	}

	return {
		deleteExpired: () => available(deleteExpired),
		list: async (user) => {
			const { id } = readArguments('sessions.list()', userArgument, { user }).user;
			return await available(() => sessions.list(id));
		},
		revoke: async (user, sessionId, reason) => {
			const read = readArguments('sessions.revoke()', REVOKE, { user, sessionId, reason });
			const { id: userId } = read.user;
			const revocation = { scope: 'session', userId, publicId: read.sessionId } as const;
			return await announced({ userId, scope: 'session', reason: read.reason }, () =>
				sessions.revoke(revocation)
			);
		},
		revokeAll: async (user, reason) => {
			const read = readArguments('sessions.revokeAll()', REVOKE_ALL, { user, reason });
			const { id: userId } = read.user;
			return await announced({ userId, scope: 'all', reason: read.reason }, () =>
				sessions.revoke({ scope: 'all', userId })
			);
		}
	};
}

async function available<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (cause) {
		if (!(cause instanceof StoreError)) throw cause;
		// An app may show the error's message to a user, so row-level security is mentioned only in the log.
		if (cause instanceof RowsUnchangedError) report('Sessions could not be ended.', cause);
		throw new GuardianError('STORE_UNAVAILABLE', '', { cause });
	}
}
