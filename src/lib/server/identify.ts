import type { Revocation } from '../sessions/revocation.js';
import type { Bound, Validated } from '../sessions/sessions.js';
import { StoreError } from '../sessions/store.js';
import { announceSignOut } from './events.js';
import type { Parts } from './parts.js';
import { report } from './report.js';
import { become, type Credential, type RequestState } from './request-state.js';

/** A token that has just been found to hold a live session. */
type Live<User> = Validated<User> & { credential: Credential };

/**
 * Finds out who a request comes from, and puts it into its state and `locals`. A session that has ended takes its own
 * cookie along; a database that does not answer takes none.
 *
 * Of several live sessions the one of the latest sign-in counts, and the others are ended: a browser gets them by several
 * sign-ins at once, or beside a session of Lucia's, and holds one session from then on.
 *
 * @example
 * ```ts
 * await identify(parts, state, cookies.credentials(state));
 * state.identity.status; // 'signed-in'
 * ```
 */
export async function identify<User extends { id: string }>(
	parts: Parts<User>,
	state: RequestState<User>,
	credentials: Credential[],
	bound: Bound = {}
): Promise<void> {
	try {
		const [latest, ...earlier] = (await liveOnes(parts, state, credentials, bound)).sort(
			(one, other) => other.session.createdAt.getTime() - one.session.createdAt.getTime()
		);
		if (!latest) return become(state, { status: 'anonymous' });
		const { user, session, key, credential } = latest;
		become(state, { status: 'signed-in', user, session, key });
		parts.cookies.moveTokenLater(state, credential);
		for (const { credential, user } of earlier) {
			const ended = await endReplaced(parts, state, parts.sessions.ofToken(credential.token), user);
			if (ended) parts.cookies.forgetLater(state, credential);
		}
	} catch (reason) {
		if (!(reason instanceof StoreError)) throw reason;
		report(
			'The database could not be asked who this is. The request continues as anonymous.',
			reason
		);
		become(state, { status: 'unavailable' });
	}
}

async function liveOnes<User extends { id: string }>(
	{ config, sessions, cookies }: Parts<User>,
	state: RequestState<User>,
	credentials: Credential[],
	bound: Bound
): Promise<Live<User>[]> {
	const live: Live<User>[] = [];
	for (const credential of credentials) {
		const found = await sessions.validate(credential.token, bound);
		if (found.status === 'live') {
			const { user, session, key, unrenewed } = found;
			live.push({ user, session, key, credential });
			if (unrenewed) report('The use of a session could not be written down.', unrenewed);
			continue;
		}
		if (found.kept) report('A session that is refused could not be deleted.', found.kept);
		cookies.forgetLater(state, credential);
		if (found.status === 'unknown') continue;
		const { user, reason, revoked } = found;
		const { event } = state;
		const ended = { user, userId: user.id, scope: 'current', reason, revoked, event } as const;
		await announceSignOut(config, ended);
	}
	return live;
}

/**
 * Ends a session of this browser that a later sign-in has replaced. A failure is logged and changes nothing: the later
 * session stands, and the earlier one ends by itself.
 *
 * @param user whose session it was; `null` where that is not known
 * @returns whether the database has confirmed it
 *
 * @example
 * ```ts
 * await endReplaced(parts, state, sessions.ofToken(token), null);
 * ```
 */
export async function endReplaced<User extends { id: string }>(
	{ config, sessions }: Parts<User>,
	{ event }: RequestState<User>,
	revocation: Revocation,
	user: User | null
): Promise<boolean> {
	try {
		const revoked = await sessions.revoke(revocation);
		const userId = user?.id ?? null;
		const ended = { user, userId, scope: 'current', reason: 'replaced', revoked, event } as const;
		await announceSignOut(config, ended);
		return true;
	} catch (error) {
		if (!(error instanceof StoreError)) throw error;
		report('The session that a sign-in replaced could not be ended. It ends by itself.', error);
		return false;
	}
}
