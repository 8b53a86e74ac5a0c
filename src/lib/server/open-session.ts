import type { RequestEvent } from '@sveltejs/kit';
import { isToken } from '../core/session-token.js';
import { StoreError } from '../sessions/store.js';
import type { Session } from '../types.js';
import { announceSignOut } from './events.js';
import type { Parts } from './parts.js';
import { report } from './report.js';
import { become, type RequestState } from './request-state.js';

/** Longer ones are not told apart by anybody, and would fill the table. */
const USER_AGENT_MAX = 512;

/**
 * Signs this browser in as `user`: a new token always, and the session that the browser held before ends, for nobody
 * could end it once its token is gone (session fixation: CVE-2022-25896; OWASP ASVS 5.0, 7.2.4).
 *
 * @throws {StoreError} when the new session could not be stored
 *
 * @example
 * ```ts
 * const session = await openSession(parts, state, user);
 * ```
 */
export async function openSession<User extends { id: string }>(
	parts: Parts<User>,
	state: RequestState<User>,
	user: User
): Promise<Session> {
	const { sessions, cookies } = parts;
	const previous = cookies.token(state);
	const { token, key, session } = await sessions.issue(user.id, originOf(state.event));
	if (previous !== undefined) await replace(parts, state, previous);

	cookies.setToken(state, token);
	become(state, { status: 'signed-in', user, session, key });
	return session;
}

async function replace<User extends { id: string }>(
	{ config, sessions }: Parts<User>,
	{ event, identity }: RequestState<User>,
	token: string
) {
	if (!isToken(token)) return;
	try {
		const revoked = await sessions.revoke(sessions.ofToken(token));
		const user = identity.status === 'signed-in' ? identity.user : null;
		const userId = user?.id ?? null;
		const reason = 'replaced';
		await announceSignOut(config, { user, userId, scope: 'current', reason, revoked, event });
	} catch (error) {
		// The new session stands, and this browser forgets the old token in the same answer.
		if (!(error instanceof StoreError)) throw error;
		report('The session that a sign-in replaced could not be ended. It ends by itself.', error);
	}
}

function originOf(event: RequestEvent) {
	return {
		userAgent: event.request.headers.get('user-agent')?.slice(0, USER_AGENT_MAX) ?? null,
		ipAddress: addressOf(event)
	};
}

function addressOf(event: RequestEvent): string | null {
	try {
		return event.getClientAddress();
	} catch {
		// Some adapters know no address, and say so by throwing. Nothing is decided by it.
		return null;
	}
}
