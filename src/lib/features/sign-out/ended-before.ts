import type { AuthContext } from '../../context.js';
import type { RequestAuth } from '../../http/request-auth.js';
import { openOwner } from '../../sessions/session-owner.js';
import { hashToken } from '../../sessions/session-token.js';
import type { SignOutCommand } from './sign-out-command.js';

/** How many sessions of a user are looked through for one. With more, the answer is not known. */
const LIMIT = 1000;

/**
 * Whether the sessions that a command means are known to have ended, where nobody is signed in: as when a form is sent twice.
 * The user is known from the cookie of the ended session. It only allows this check: if an old cookie could end sessions,
 * whoever had a copy could sign its user out at any time.
 *
 * @throws {StoreError} when the database, or the secret in it, could not be read
 *
 * @example
 * ```ts
 * await hadEnded(context, state, { scope: 'all' }); // false
 * ```
 */
export async function hadEnded<User>(
	{ cookies, sealing, sessions }: Pick<AuthContext<User>, 'cookies' | 'sealing' | 'sessions'>,
	state: RequestAuth<User>,
	command: SignOutCommand
): Promise<boolean> {
	if (command.scope === 'others') return false;
	const users = new Set<string>();
	for (const { token, owner } of cookies.presented(state)) {
		const opened = owner === undefined ? null : await openOwner(sealing, owner);
		if (opened?.key !== hashToken(token)) return false;
		users.add(opened.userId);
	}
	for (const user of users) {
		const live = await sessions.list(user, { limit: LIMIT });
		const isMeant = ({ id }: { id: string }) =>
			command.scope !== 'session' || command.sessionId === id;
		if (live.length === LIMIT || live.some(isMeant)) return false;
	}
	return users.size > 0;
}
