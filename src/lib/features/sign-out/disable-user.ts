import { readArguments, userArgument } from '../../arguments.js';
import { available } from '../../available.js';
import type { AuthContext } from '../../context.js';
import { GuardianError } from '../../errors.js';
import { emitAfterSignOut } from '../../hooks.js';
import type { DisableUserApi } from '../../types.js';

/**
 * Creates `disableUser()` and `enableUser()`. Sessions of a disabled user are refused in any case. Here they are deleted, so
 * that none comes back when the user is enabled again. A sign-in in progress finds the user disabled when its session is
 * stored.
 *
 * @example
 * ```ts
 * const { disableUser } = createDisableUser(context);
 * await disableUser({ id: 'ann' }); // 3
 * ```
 */
export function createDisableUser<User extends { id: string }>({
	users,
	sessions,
	hooks
}: AuthContext<User>): DisableUserApi {
	async function endAll(userId: string): Promise<number> {
		const ending = { userId, scope: 'all', reason: 'disabled', event: null } as const;
		const revoked = await available(() => sessions.revoke({ scope: 'all', userId }, { ending }));
		await emitAfterSignOut(hooks, { ...ending, user: null, revoked });
		return revoked;
	}

	function idOf(call: string, user: unknown): string {
		if (!users.canDisable) {
			const detail = `${call}: your model of a user has no \`disabledAt\`. Add the column.`;
			throw new GuardianError('ARGUMENT_INVALID', detail);
		}
		return readArguments(call, userArgument, { user }).user.id;
	}

	return {
		async disableUser(user) {
			const id = idOf('disableUser()', user);
			await available(() => users.setDisabled(id, true));
			return await endAll(id);
		},
		async enableUser(user) {
			const id = idOf('enableUser()', user);
			const account = await available(() => users.findById(id));
			if (!account?.disabled) return;
			// First: a session can be left if the app has set the column itself, and must not come back.
			await endAll(id);
			await available(() => users.setDisabled(id, false));
		}
	};
}
