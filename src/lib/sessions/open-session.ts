import { isIP } from 'node:net';
import type { RequestEvent } from '@sveltejs/kit';
import { StoreError } from '../database/query.js';
import { emitAfterSignOut } from '../hooks.js';
import { report } from '../report.js';
import type { Session } from '../session.js';
import { clientAddress } from '../http/client-address.js';
import type { Proof } from './confirm-session.js';
import { checkRevocation } from './check-revocation.js';
import type { IdentifyContext } from './identify.js';
import { endReplaced } from './replace-session.js';
import { sealOwner } from './session-owner.js';
import { passOn, setIdentity, type RequestAuth } from '../http/request-auth.js';

/** Longer values are truncated. 191 characters fit a `String` column on every engine, MySQL included. */
const TEXT_MAX = 191;

/** The parts of the kit that this works with. */
export type OpenContext<User> = IdentifyContext<User> & Parameters<typeof sealOwner>[0];

/**
 * Signs this browser in as `user`: always with a new token. The browser's previous session is revoked, because no one could
 * revoke it once its token is lost (session fixation: CVE-2022-25896; OWASP ASVS 5.0, 7.2.4).
 *
 * @param proof what was proven, looked at once more when the session is stored
 * @returns `null` where the user may not have a session any more: disabled or deleted meanwhile, or with another password
 * @throws {StoreError} when the new session could not be stored
 *
 * @example
 * ```ts
 * const session = await openSession(context, state, user);
 * ```
 */
export async function openSession<User extends { id: string }>(
	context: OpenContext<User>,
	state: RequestAuth<User>,
	user: User,
	proof?: Proof
): Promise<Session | null> {
	const { sessions, cookies } = context;
	const { event, identity } = state;
	const held = identity.status === 'signed-in' ? identity : null;
	const previous = cookies.credentials(state);
	const names = cookies.surplus(state).map(({ token }) => sessions.ofToken(token));
	const { token, key, session } = await sessions.issue(user.id, originOf(event), held?.key);
	if (!(await sessions.confirm(key, proof))) return null;
	const by = { userId: user.id, publicId: session.id, createdAt: session.createdAt, key };
	for (const { token } of previous) {
		const old = sessions.ofToken(token);
		// Another sign-in of this browser may be replacing the same session at this moment.
		const revocation = old.key === held?.key ? { ...old, scope: 'replaced' as const, by } : old;
		await endReplaced(context, state, revocation, held?.user ?? null);
	}
	if (names.length > 0) await endReplaced(context, state, { scope: 'tokens', names }, null);

	const owner = await sealOwner(context, { key, userId: user.id });
	await endBeyondLimit(context, state, user, key);
	cookies.setToken(state, { token, ...(owner !== null && { owner }) });
	setIdentity(state, { status: 'signed-in', user, session, key });
	passOn(state, []);
	void checkRevocation(context, user.id);
	return session;
}

/** The session that was just made stands, whatever comes of this: the next sign-in tries again. */
async function endBeyondLimit<User extends { id: string }>(
	{ sessions, hooks }: OpenContext<User>,
	{ event }: RequestAuth<User>,
	user: User,
	key: string
): Promise<void> {
	try {
		const ending = { userId: user.id, scope: 'session', reason: 'limit', event } as const;
		const revoked = await sessions.trim(user.id, key, ending);
		await emitAfterSignOut(hooks, { ...ending, user, revoked });
	} catch (error) {
		if (!(error instanceof StoreError)) throw error;
		report('The sessions beyond `session.maxPerUser` could not be ended.', error);
	}
}

/**
 * Where a sign-in comes from, as it is stored with the session.
 *
 * @example
 * ```ts
 * originOf(event); // { userAgent: 'Mozilla/5.0 …', ipAddress: '192.0.2.1' }
 * ```
 */
export function originOf(event: Pick<RequestEvent, 'request' | 'getClientAddress'>) {
	const address = clientAddress(event);
	// A zone, as in `fe80::1%eth0`, may be long.
	const isStored = address !== null && isIP(address) && address.length <= TEXT_MAX;
	return {
		userAgent: event.request.headers.get('user-agent')?.slice(0, TEXT_MAX) ?? null,
		ipAddress: isStored ? address : null
	};
}
