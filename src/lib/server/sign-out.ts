import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import { safeCallbackUrl } from '../core/callback-url.js';
import { isToken } from '../core/session-token.js';
import { GuardianError, statuses } from '../errors.js';
import { signOutSchema } from '../schemas.js';
import type { Revocation } from '../sessions/adapter.js';
import { BRIEFLY, StoreError } from '../sessions/store.js';
import type {
	SignOutActionData,
	SignOutFailure,
	SignOutOptions,
	SignOutReason,
	SignOutRefusal,
	SignOutResult,
	SignOutScope
} from '../types.js';
import { pageOf } from './answer.js';
import { announceSignOut, objectionTo } from './events.js';
import { failure } from './failure.js';
import { readForm } from './form.js';
import type { Parts } from './parts.js';
import { report } from './report.js';
import { become, type RequestState } from './request-state.js';
import { signOutPage } from './sign-out-page.js';

/** What is to be ended, and where to go afterwards. */
interface Order {
	scope: SignOutScope | 'session';
	/** The public id, with the scope `session`. */
	sessionId?: string | undefined;
	/** Somebody other than the person asking. */
	userId?: string | undefined;
	reason?: SignOutReason | undefined;
	callbackUrl?: string | undefined;
	/** Where to go by default when the person stays signed in. */
	page?: () => string;
}

/** The session of the token that this browser presents. */
type OwnSession = Revocation & { scope: 'current' };

/**
 * Signing out: the function for server code and the form action, over one piece of work.
 *
 * @example
 * ```ts
 * const { signOut, action } = createSignOut(parts);
 * ```
 */
export function createSignOut<User extends { id: string }>(parts: Parts<User>) {
	const { config, states, sessions, cookies } = parts;

	async function end(state: RequestState<User>, order: Order): Promise<SignOutResult> {
		const { event, identity } = state;
		const self = identity.status === 'signed-in' ? identity : null;
		const isOwn = order.userId === undefined || order.userId === self?.user.id;
		const userId = order.userId ?? self?.user.id ?? null;
		const user = isOwn ? (self?.user ?? null) : null;
		const own = ownSession(state);
		const key = own?.key ?? null;
		const { scope, reason = reasonOf(order.scope, isOwn) } = order;
		const isThisSession = self !== null && order.sessionId === self.session.id;
		const signedOut = isOwn && (scope === 'current' || scope === 'all' || isThisSession);

		if (key || userId) {
			const objection = await objectionTo(config, { user, scope, reason, event });
			if (objection !== null) {
				return { ...failure('SIGN_OUT_STOPPED'), error: objection, signedOut: false };
			}
		}

		// Asked again while an earlier sign-out of this browser is still not confirmed, the answer is still the same.
		if (signedOut && !key && cookies.tickets(state).length > 0) return pending(state);

		const announce = (revoked: number) =>
			announceSignOut(config, { user, userId, scope, reason, revoked, event });
		let revoked: number;
		try {
			revoked = await revoke(state, revocationOf(order, userId, own), announce);
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			report('A sign-out could not be confirmed.', error);
			if (!signedOut || !key) return { ...failure('STORE_UNAVAILABLE'), signedOut: false };

			const ticketScope = scope === 'all' ? scope : 'current';
			const ticket = { key, scope: ticketScope, requestedAt: new Date() } as const;
			cookies.setTickets(state, [...cookies.tickets(state), ticket]);
			return pending(state);
		}

		if (signedOut) forget(state);
		await announce(revoked);
		const fallback = signedOut
			? config.pages.afterSignOut
			: (order.page?.() ?? config.pages.afterSignOut);
		const url = safeCallbackUrl(order.callbackUrl, event.url.origin) ?? fallback;
		return { ok: true, revoked, signedOut, url };
	}

	function pending(state: RequestState<User>): SignOutFailure {
		forget(state);
		const url = signOutPage(parts, state, 'REVOCATION_PENDING');
		return { ...failure('REVOCATION_PENDING'), signedOut: true, url };
	}

	async function revoke(
		{ identity }: RequestState<User>,
		revocation: Revocation | null,
		late: (revoked: number) => Promise<void>
	): Promise<number> {
		const unavailable = identity.status === 'unavailable';
		if (revocation) {
			return await sessions.revoke(revocation, {
				late,
				...(unavailable && { within: BRIEFLY })
			});
		}
		// Nobody is signed in, so there is nothing to end. Unless it could not be found out who is asking.
		if (unavailable) throw new StoreError('It is not known who is asking.');
		return 0;
	}

	/** The token itself is enough to end its session, so that works also where the database could not say whose it is. */
	function ownSession(state: RequestState<User>): OwnSession | null {
		const token = cookies.token(state);
		return token !== undefined && isToken(token) ? sessions.ofToken(token) : null;
	}

	function forget(state: RequestState<User>): void {
		cookies.clearAll(state);
		become(state, { status: 'anonymous' });
		state.signedOut = true;
	}

	async function signOut(options: SignOutOptions): Promise<SignOutResult> {
		const result = await end(states.of(options.cookies), orderOf(options));
		if (result.ok && options.redirect !== false) redirect(303, result.url);
		return result;
	}

	async function action(
		event: RequestEvent
	): Promise<SignOutActionData | ActionFailure<SignOutRefusal>> {
		const form = await readForm(event);
		const state = states.of(event.cookies);
		if (!form.ok) {
			// Nothing has changed, and `locals` are to say so.
			await state.identify?.();
			return refusal({ ...failure(form.code), signedOut: false });
		}

		const {
			scope,
			sessionId,
			callbackUrl,
			redirect: follow
		} = signOutSchema.parse(Object.fromEntries(form.data));
		const asked = { scope: scope === 'current' ? '' : scope, sessionId, callbackUrl };
		state.signOutQuery = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
		const target = sessionId ? ({ scope: 'session', sessionId } as const) : { scope };
		if (target.scope !== 'current') await state.identify?.();
		const result = await end(state, {
			...target,
			callbackUrl,
			page: () => pageOf(event.url)
		});
		if (!result.ok) return refusal(result);
		if (follow === 'true') redirect(303, result.url);
		return { signOut: result };
	}

	return { signOut, action };
}

/** The rows an order means; `null` where there is nobody they could belong to. */
function revocationOf(
	order: Order,
	userId: string | null,
	own: OwnSession | null
): Revocation | null {
	if (order.scope === 'current') return own;
	if (!userId) return null;
	if (order.scope === 'session') {
		return { scope: 'session', userId, publicId: order.sessionId ?? '' };
	}
	return order.scope === 'others' && own
		? { scope: 'others', userId, key: own.key }
		: { scope: 'all', userId };
}

function reasonOf(scope: Order['scope'], isOwn: boolean): SignOutReason {
	if (!isOwn) return 'admin';
	return scope === 'all' ? 'all' : 'user';
}

function orderOf(options: SignOutOptions): Order {
	const { scope, allSessions, sessionId, userId, reason, callbackUrl } = options;
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
	return { scope: chosen, sessionId, userId, reason, callbackUrl };
}

const misuse = (detail: string) => new GuardianError('SCOPE_INVALID', detail);

function refusal(signOut: SignOutFailure): ActionFailure<SignOutRefusal> {
	return fail(statuses[signOut.code], { signOut });
}
