import type { RequestEvent } from '@sveltejs/kit';
import type { Session } from '../types.js';
import { checkRevoking } from './check-revoking.js';
import { endReplaced } from './identify.js';
import type { Parts } from './parts.js';
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
	const { event, identity } = state;
	const held = identity.status === 'signed-in' ? identity : null;
	const previous = cookies.credentials(state);
	const { token, key, session } = await sessions.issue(user.id, originOf(event), held?.key);
	const by = { userId: user.id, publicId: session.id, createdAt: session.createdAt, key };
	for (const { token } of previous) {
		const old = sessions.ofToken(token);
		// Another sign-in of this browser may be replacing the same session at this moment.
		const revocation = old.key === held?.key ? { ...old, scope: 'replaced' as const, by } : old;
		await endReplaced(parts, state, revocation, held?.user ?? null);
	}

	cookies.setToken(state, token);
	become(state, { status: 'signed-in', user, session, key });
	void checkRevoking(parts, user.id);
	return session;
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
