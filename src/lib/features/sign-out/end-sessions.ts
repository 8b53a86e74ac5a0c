import type { AuthContext } from '../../context.js';
import { RETRY_TIMEOUT_SECONDS, StoreError } from '../../database/query.js';
import type { SignOutReason } from '../../events.js';
import { failure } from '../../failure.js';
import { assertNotBegun } from '../../http/begun-response.js';
import { passOn, setIdentity, type RequestAuth } from '../../http/request-auth.js';
import { report } from '../../report.js';
import type { Ending, Revocation } from '../../sessions/revoke.js';
import type { SignOutFailure } from '../../types.js';
import { hadEnded } from './ended-before.js';
import { keepPending } from './keep-pending.js';
import type { PendingCookies } from './pending-cookies.js';
import type { SignOutCommand } from './sign-out-command.js';
import { announce, withOwners, withSealedOwner, type Part } from './with-owners.js';

/** The code's own message speaks of a form with text in it. */
const SIGN_IN_FIRST = {
	...failure('SIGN_IN_REQUIRED'),
	error:
		'You are not signed in here, so your other sessions were not ended. Sign in and try again.',
	signedOut: true
};

/** What has come of a sign-out. `signedOut`: whether this browser is signed out now. */
export type SignOutOutcome =
	{ ok: true; revoked: number; signedOut: boolean } | Omit<SignOutFailure, 'url'>;

/** Carries out a sign-out: see {@link createEndSessions}. */
export type EndSessions<User> = (
	state: RequestAuth<User>,
	command: SignOutCommand
) => Promise<SignOutOutcome>;

/** The session of a token that this browser presents. */
type OwnSession = Revocation & { scope: 'current' };

/**
 * Creates the function that carries out a sign-out, for server code and for the form action.
 *
 * @example
 * ```ts
 * const endSessions = createEndSessions(context, pendingCookies);
 * const outcome = await endSessions(state, { scope: 'current' });
 * ```
 */
export function createEndSessions<User extends { id: string }>(
	context: AuthContext<User>,
	pendingCookies: PendingCookies
): EndSessions<User> {
	const { config, sessions, cookies, hooks, signOutSteps } = context;

	async function endSessions(
		state: RequestAuth<User>,
		command: SignOutCommand
	): Promise<SignOutOutcome> {
		const { event, identity } = state;
		const self = identity.status === 'signed-in' ? identity : null;
		const other = 'userId' in command ? command.userId : undefined;
		const isOwn = other === undefined || other === self?.user.id;
		const userId = other ?? self?.user.id ?? null;
		const user = isOwn ? (self?.user ?? null) : null;
		const { scope, reason = reasonOf(command.scope, isOwn) } = command;
		const signedOut = isOwn && endsThisSession(command, self?.session.id);
		if (signedOut) assertNotBegun('signOut()', event, INSTEAD);
		// Without a user nothing says whose sessions are meant.
		const needsUser = isOwn && command.scope !== 'current' && identity.status === 'anonymous';
		const refusal = needsUser ? await refuse(state, command) : null;
		if (refusal && !signedOut) return refusal;
		// The token itself is enough to end its session, so that works also where the database could not say whose it is.
		const credentials = cookies.credentials(state);
		const own = credentials.map(({ token }) => sessions.ofToken(token));
		const names = cookies.surplus(state).map(({ token }) => sessions.ofToken(token));

		if (own.length > 0 || userId) {
			const message = await hooks.runBefore({
				type: 'beforeSignOut',
				...{ user, scope, reason, event }
			});
			if (message !== null) {
				return { ...failure('SIGN_OUT_STOPPED'), error: message, signedOut: false };
			}
		}

		// If an earlier sign-out of this browser is still pending, the result is the same again. One of this session alone ends
		// no others, and they are not to be taken for pending.
		const pendingScope = scope === 'all' ? scope : undefined;
		if (signedOut && own.length === 0 && pendingCookies.isAny(state, pendingScope)) {
			forget(state);
			return { ...failure('REVOCATION_PENDING'), signedOut: true };
		}

		const current = (self ? own.find(({ key }) => key === self.key) : own[0]) ?? null;
		const ending: Ending = { userId, scope, reason, event };
		const main: Part<User> = { revocation: revocationOf(command, userId, current), user, ending };
		// A browser that presents more than one session keeps none of them when it is signed out.
		const rest: Revocation[] = signedOut ? own.filter((one) => one !== current) : [];
		if (signedOut && names.length > 0) rest.push({ scope: 'tokens', names });
		const nobody = { user: null, ending: { ...ending, userId: null } };
		const others = rest.map((revocation) => ({ ...nobody, revocation }));
		const parts =
			identity.status === 'unavailable'
				? await withOwners(context, [await withSealedOwner(context, main, credentials), ...others])
				: [main, ...(await withOwners(context, others))];
		const { ended, unconfirmed } = await endEach(state, parts);

		const left = credentials.filter(
			(_, index) => unconfirmed.includes(parts[0]!) || isAmong(unconfirmed, own[index]!)
		);
		const isPending =
			signedOut &&
			unconfirmed.length > 0 &&
			left.length > 0 &&
			(await keepPending(
				context,
				pendingCookies,
				state,
				left,
				scope === 'all' ? scope : 'current'
			));
		if (signedOut && (isPending || unconfirmed.length === 0)) forget(state);
		for (const part of ended) await announce(hooks, part, part.revoked);
		if (isPending) return { ...failure('REVOCATION_PENDING'), signedOut: true };
		if (unconfirmed.length > 0) return { ...failure('STORE_UNAVAILABLE'), signedOut: false };

		if (refusal) return refusal;

		return { ok: true, revoked: ended.reduce((sum, { revoked }) => sum + revoked, 0), signedOut };
	}

	/** Why sessions cannot be ended for nobody; `null` where they are known to have ended. */
	async function refuse(state: RequestAuth<User>, command: SignOutCommand) {
		try {
			return (await hadEnded(context, state, command)) ? null : SIGN_IN_FIRST;
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			report('It could not be looked up whether sessions have ended.', error);
			return { ...failure('STORE_UNAVAILABLE'), signedOut: true };
		}
	}

	/** Ends one after the other. Where one could not be confirmed the next could not either, and the person is waiting. */
	async function endEach(state: RequestAuth<User>, parts: Part<User>[]) {
		const ended: (Part<User> & { revoked: number })[] = [];
		try {
			for (const part of parts) ended.push({ ...part, revoked: await revoke(state, part) });
			return { ended, unconfirmed: [] };
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			report('A sign-out could not be confirmed.', error);
			return { ended, unconfirmed: parts.slice(ended.length) };
		}
	}

	async function revoke({ identity }: RequestAuth<User>, part: Part<User>): Promise<number> {
		const { revocation, ending } = part;
		const unavailable = identity.status === 'unavailable';
		if (revocation) {
			return await sessions.revoke(revocation, {
				ending,
				late: (revoked) => void announce(hooks, part, revoked),
				...(unavailable && { timeoutSeconds: RETRY_TIMEOUT_SECONDS })
			});
		}
		// No user is signed in, so there is nothing to revoke, unless the identity is unknown because the database did not
		// answer.
		if (unavailable) throw new StoreError('It is not known who is asking.');
		return 0;
	}

	/** Signs this browser out. */
	function forget(state: RequestAuth<User>): void {
		const tokens = (state.credentials ?? []).map(({ token }) => token);
		cookies.clearAll(state);
		for (const step of signOutSteps) step(state.event);
		setIdentity(state, { status: 'anonymous' });
		const { clearSiteData } = config;
		if (clearSiteData && state.event.url.protocol === 'https:') {
			state.headersLater.set('clear-site-data', clearSiteData);
		}
		passOn(state, tokens);
	}

	return endSessions;
}

/** Whether a command of the signed-in user means the session of this browser as well. */
function endsThisSession(command: SignOutCommand, thisSession: string | undefined): boolean {
	if (command.scope === 'session') return command.sessionId === thisSession;
	return command.scope !== 'others';
}

/** Needs no cookie: the browser's own is deleted at its next request. */
const INSTEAD = ' To end a session there, call `auth.sessions.revoke()`.';

/** The rows that a command means; `null` where there is nobody they could belong to. */
function revocationOf(
	command: SignOutCommand,
	userId: string | null,
	current: OwnSession | null
): Revocation | null {
	if (command.scope === 'current') return current;
	if (!userId) return null;
	switch (command.scope) {
		case 'session':
			return { scope: 'session', userId, publicId: command.sessionId };
		case 'others':
			return current && { scope: 'others', userId, key: current.key };
		case 'all':
			return { scope: 'all', userId };
	}
}

const isAmong = (parts: Part<unknown>[], one: Revocation) =>
	parts.some(({ revocation }) => revocation === one);

function reasonOf(scope: SignOutCommand['scope'], isOwn: boolean): SignOutReason {
	if (!isOwn) return 'admin';
	return scope === 'all' ? 'all' : 'user';
}
