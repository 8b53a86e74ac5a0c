import { available } from '../../available.js';
import type { SessionsApi } from '../../sessions-types.js';
import {
	pageArguments,
	readArguments,
	reasonArgument,
	sessionIdArgument,
	userArgument
} from '../../arguments.js';
import { emitAfterSignOut } from '../../hooks.js';
import type { AuthContext } from '../../context.js';
import { createDevices } from './devices.js';
import type { Ending, Revocation } from '../../sessions/revoke.js';

const LIST = userArgument.extend(pageArguments);
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
export function createSessionsApi<User extends { id: string }>(
	context: AuthContext<User>
): SessionsApi {
	const { hooks, sessions, deleteExpired } = context;

	async function revoke(revocation: Revocation, ended: Omit<Ending, 'event'>): Promise<number> {
		const ending = { ...ended, event: null };
		const revoked = await available(() => sessions.revoke(revocation, { ending }));
		await emitAfterSignOut(hooks, { ...ending, user: null, revoked });
		return revoked;
	}

	return {
		devices: createDevices(context),
		deleteExpired: () => available(deleteExpired),
		list: async (user, page = {}) => {
			const read = readArguments('sessions.list()', LIST, { user, ...page });
			const { limit, offset } = read;
			return await available(() => sessions.list(read.user.id, { limit, offset }));
		},
		revoke: async (user, sessionId, reason) => {
			const read = readArguments('sessions.revoke()', REVOKE, { user, sessionId, reason });
			const { id: userId } = read.user;
			const revocation = { scope: 'session', userId, publicId: read.sessionId } as const;
			return await revoke(revocation, { userId, scope: 'session', reason: read.reason });
		},
		revokeAll: async (user, reason) => {
			const read = readArguments('sessions.revokeAll()', REVOKE_ALL, { user, reason });
			const { id: userId } = read.user;
			const { reason: why } = read;
			return await revoke({ scope: 'all', userId }, { userId, scope: 'all', reason: why });
		}
	};
}
