import { StoreError } from '../database/query.js';
import { emitAfterSignOut, type HookRunner } from '../hooks.js';
import {
	setIdentity,
	type Credential,
	type RequestAuth,
	type SignedIn
} from '../http/request-auth.js';
import { report } from '../report.js';
import { runsInDevelopment } from '../runs-in-development.js';
import { endReplaced } from './replace-session.js';
import type { SessionCookies } from './session-cookies.js';
import type { Sessions } from './sessions.js';
import { hashToken } from './session-token.js';

/** The parts of the kit that this works with. */
export interface IdentifyContext<User> {
	sessions: Sessions<User>;
	cookies: SessionCookies;
	hooks: HookRunner<User>;
}

/** What a feature knows about a request before the session is looked up. */
export interface IdentityLimits {
	/** Whether a session is refused whatever the database says, by the key of its row. Default: none is. */
	refuses?: (key: string) => boolean;
	/** A shorter timeout for the database than the usual one, in seconds. */
	timeoutSeconds?: number;
}

/** A token that has just been found to belong to a live session. */
type Live<User> = SignedIn<User> & { credential: Credential };

/**
 * Prepares the lookup of the identity: deletes the cookies of sessions that a feature refuses.
 *
 * @returns the function that asks the database, or `null` where the browser presents no session
 *
 * @example
 * ```ts
 * const identify = prepareIdentity(context, state, []);
 * await identify?.();
 * state.identity.status; // 'signed-in'
 * ```
 */
export function prepareIdentity<User extends { id: string }>(
	context: IdentifyContext<User>,
	state: RequestAuth<User>,
	limits: readonly IdentityLimits[]
): (() => Promise<void>) | null {
	const refusers = limits.flatMap(({ refuses }) => refuses ?? []);
	const isRefused = ({ token }: Credential) =>
		refusers.some((refuses) => refuses(hashToken(token)));
	const credentials = context.cookies.credentials(state);
	const refused = refusers.length > 0 ? credentials.filter(isRefused) : [];
	for (const credential of refused) context.cookies.clearLater(state, credential);
	const accepted = credentials.filter((credential) => !refused.includes(credential));
	if (accepted.length === 0) return null;
	const timeouts = limits.flatMap(({ timeoutSeconds }) => timeoutSeconds ?? []);
	const bound = timeouts.length > 0 ? { timeoutSeconds: Math.min(...timeouts) } : {};
	return () => identify(context, state, accepted, bound);
}

/**
 * Sets the identity of a request. The cookie of a session that has ended is deleted; if the database does not answer, no
 * cookie is.
 *
 * Of several live sessions the one of the latest sign-in counts, and the others are ended: a browser gets them by
 * simultaneous sign-ins, or beside a session of Lucia's, and has one session from then on.
 */
async function identify<User extends { id: string }>(
	context: IdentifyContext<User>,
	state: RequestAuth<User>,
	credentials: Credential[],
	bound: { timeoutSeconds?: number }
): Promise<void> {
	try {
		const [latest, ...earlier] = (await liveOnes(context, state, credentials, bound)).sort(
			(one, other) => other.session.createdAt.getTime() - one.session.createdAt.getTime()
		);
		if (!latest) return setIdentity(state, { status: 'anonymous' });
		const { user, session, key, credential } = latest;
		setIdentity(state, { status: 'signed-in', user, session, key });
		context.cookies.moveTokenLater(state, credential);
		for (const { credential, user } of earlier) {
			const ended = await endReplaced(
				context,
				state,
				context.sessions.ofToken(credential.token),
				user
			);
			if (ended) context.cookies.clearLater(state, credential);
		}
	} catch (reason) {
		if (!(reason instanceof StoreError)) throw reason;
		report(
			'The database could not be asked who this is. The request continues as anonymous.',
			reason
		);
		setIdentity(state, { status: 'unavailable' });
	}
}

async function liveOnes<User extends { id: string }>(
	{ hooks, sessions, cookies }: IdentifyContext<User>,
	state: RequestAuth<User>,
	credentials: Credential[],
	bound: { timeoutSeconds?: number }
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
		const isUnknown = found.status === 'unknown';
		// On localhost it may be that of another app, whose session goes on. The next sign-in replaces it.
		if (!isUnknown || !runsInDevelopment()) cookies.clearLater(state, credential);
		if (isUnknown) continue;
		const { user, scope, reason, revoked } = found;
		const { event } = state;
		const ended = { user, userId: user.id, scope, reason, revoked, event };
		await emitAfterSignOut(hooks, ended);
	}
	return live;
}
