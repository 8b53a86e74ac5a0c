import { z } from 'zod';
import { GuardianError } from '../../errors.js';
import type { SignOutReason, SignOutScope } from '../../events.js';
import type { SignOutOptions } from '../../types.js';
import {
	readArguments,
	reasonArgument,
	redirectArgument,
	say,
	sessionIdArgument,
	userIdArgument
} from '../../arguments.js';

/** What is to be ended, and where to go afterwards. */
export interface SignOutCommand {
	scope: SignOutScope | 'session';
	/** The public id, with the scope `session`. */
	sessionId?: string | undefined;
	/** The user whose sessions to revoke, if not the signed-in user. */
	userId?: string | undefined;
	reason?: SignOutReason | undefined;
	callbackUrl?: string | undefined;
	/** Where to go by default when the person stays signed in. */
	page?: () => string;
}

/** These say which sessions end, so a mistake in one of them has a code of its own. */
const TARGET = {
	scope: z.enum(['current', 'others', 'all'], say("Pass 'current', 'others' or 'all'.")).optional(),
	allSessions: z.boolean(say('Pass true or false.')).default(false),
	// Leaving them out is valid. A value of `undefined` is refused: the caller meant to pass an id.
	sessionId: sessionIdArgument.exactOptional(),
	userId: userIdArgument.exactOptional()
};

const schema = z.strictObject({
	...TARGET,
	cookies: z.unknown(),
	redirect: redirectArgument,
	reason: reasonArgument.optional(),
	// A value that is not a path of this app is ignored where it is used.
	callbackUrl: z.string().optional().catch(undefined)
});

/**
 * Reads the options of the server's `signOut()`: what is to be ended, and whether to redirect. Unknown values are refused:
 * they must not revoke other sessions than the caller meant.
 *
 * @throws {GuardianError} `SCOPE_INVALID` when they do not say which sessions to end, or contradict each other;
 * `ARGUMENT_INVALID` for any other option that is wrong
 *
 * @example
 * ```ts
 * parseSignOutOptions({ cookies, allSessions: true }).command.scope; // 'all'
 * ```
 */
export function parseSignOutOptions(options: SignOutOptions): {
	command: SignOutCommand;
	redirect: boolean;
} {
	const read = readArguments('signOut()', schema, options, (name) =>
		Object.hasOwn(TARGET, name) ? 'SCOPE_INVALID' : 'ARGUMENT_INVALID'
	);
	const { scope, allSessions, redirect, sessionId, userId, reason, callbackUrl } = read;
	if (allSessions && scope !== undefined && scope !== 'all') {
		throw misuse(`\`allSessions: true\` and \`scope: '${scope}'\` contradict each other.`);
	}
	if (sessionId !== undefined && (allSessions || scope !== undefined)) {
		throw misuse('Write either `sessionId` or a scope.');
	}
	const chosen = sessionId !== undefined ? 'session' : allSessions ? 'all' : (scope ?? 'current');
	if (userId !== undefined && (chosen === 'current' || chosen === 'others')) {
		throw misuse(
			"With `userId`, write `scope: 'all'` or a `sessionId`: another user has no current session here."
		);
	}
	return { command: { scope: chosen, sessionId, userId, reason, callbackUrl }, redirect };
}

const misuse = (detail: string) => new GuardianError('SCOPE_INVALID', detail);
