import { redirect } from '@sveltejs/kit';
import { cookiesOf } from '../../arguments.js';
import type { AuthContext } from '../../context.js';
import { assertWritable, isCommand } from '../../http/remote-function.js';
import type { SignOutOptions, SignOutResult } from '../../types.js';
import type { EndSessions } from './end-sessions.js';
import { parseSignOutOptions } from './parse-sign-out-options.js';

/**
 * Creates the `signOut()` for server code.
 *
 * @example
 * ```ts
 * const signOut = createSignOut(context, endSessions);
 * ```
 */
export function createSignOut<User extends { id: string }>(
	{ requests }: AuthContext<User>,
	endSessions: EndSessions<User>
) {
	return async (options: SignOutOptions): Promise<SignOutResult> => {
		const cookies = cookiesOf(options);
		const state = requests.of(cookies);
		assertWritable('signOut()', cookies, state);
		const { command, redirect: follow } = parseSignOutOptions(options);
		const result = await endSessions(state, command);
		if (result.ok && follow && !isCommand(state.event)) redirect(303, result.url);
		return result;
	};
}
