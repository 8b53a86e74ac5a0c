import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import { safeCallbackUrl } from '../core/callback-url.js';
import { statuses } from '../errors.js';
import { signOutSchema } from '../schemas.js';
import type { Revocation } from '../sessions/revocation.js';
import { BRIEFLY, StoreError } from '../sessions/store.js';
import type {
	SignOutActionData,
	SignOutEvent,
	SignOutFailure,
	SignOutOptions,
	SignOutReason,
	SignOutRefusal,
	SignOutResult
} from '../types.js';
import { pageOf } from './answer.js';
import { cookiesOf } from './arguments.js';
import { announceSignOut, objectionTo } from './events.js';
import { failure } from './failure.js';
import { readForm } from './form.js';
import type { Parts } from './parts.js';
import { report } from './report.js';
import { become, type RequestState } from './request-state.js';
import { readSignOutOptions, type Order } from './sign-out-options.js';
import { signOutPage } from './sign-out-page.js';

/** The session of a token that this browser presents. */
type OwnSession = Revocation & { scope: 'current' };

/** Sessions to be ended by one statement, and who is told of it. */
interface Ending {
	/** `null` where there is nothing that could be meant. */
	revocation: Revocation | null;
	announce(revoked: number): Promise<void>;
}

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
		const { scope, reason = reasonOf(order.scope, isOwn) } = order;
		const isThisSession = self !== null && order.sessionId === self.session.id;
		const signedOut = isOwn && (scope === 'current' || scope === 'all' || isThisSession);
		// The token itself is enough to end its session, so that works also where the database could not say whose it is.
		const own = cookies.credentials(state).map(({ token }) => sessions.ofToken(token));

		if (own.length > 0 || userId) {
			const objection = await objectionTo(config, { user, scope, reason, event });
			if (objection !== null) {
				return { ...failure('SIGN_OUT_STOPPED'), error: objection, signedOut: false };
			}
		}

		// Asked again while an earlier sign-out of this browser is still not confirmed, the answer is still the same.
		if (signedOut && own.length === 0 && cookies.tickets(state).length > 0) {
			forget(state);
			return pending(state);
		}

		const announce = (who: Pick<SignOutEvent<User>, 'user' | 'userId'>) => (revoked: number) =>
			announceSignOut(config, { ...who, scope, reason, revoked, event });
		const current = (self ? own.find(({ key }) => key === self.key) : own[0]) ?? null;
		const main: Ending = {
			revocation: revocationOf(order, userId, current),
			announce: announce({ user, userId })
		};
		// A browser that presents more than one session keeps none of them when it is signed out.
		const others = (signedOut ? own : [])
			.filter((one) => one !== current)
			.map((revocation): Ending => ({
				revocation,
				announce: announce({ user: null, userId: null })
			}));
		const { ended, unconfirmed } = await endEach(state, [main, ...others]);

		const isPending = signedOut && own.length > 0 && unconfirmed.length > 0;
		if (isPending) {
			const keys = unconfirmed.includes(main)
				? own
				: own.filter((one) => isAmong(unconfirmed, one));
			const wanted = {
				scope: scope === 'all' ? scope : 'current',
				requestedAt: new Date()
			} as const;
			for (const { key, plain } of keys) {
				cookies.addTicket(state, { key, ...(plain !== undefined && { plain }), ...wanted });
			}
		}
		if (signedOut && (isPending || unconfirmed.length === 0)) forget(state);
		for (const { announce, revoked } of ended) await announce(revoked);
		if (isPending) return pending(state);
		if (unconfirmed.length > 0) return { ...failure('STORE_UNAVAILABLE'), signedOut: false };

		const revoked = ended.reduce((sum, ending) => sum + ending.revoked, 0);
		const fallback = signedOut
			? config.pages.afterSignOut
			: (order.page?.() ?? config.pages.afterSignOut);
		const url = safeCallbackUrl(order.callbackUrl, event.url.origin) ?? fallback;
		return { ok: true, revoked, signedOut, url };
	}

	function pending(state: RequestState<User>): SignOutFailure {
		const url = signOutPage(parts, state, 'REVOCATION_PENDING');
		return { ...failure('REVOCATION_PENDING'), signedOut: true, url };
	}

	/** Ends one after the other. Where one could not be confirmed the next could not either, and the person is waiting. */
	async function endEach(state: RequestState<User>, endings: Ending[]) {
		const ended: (Ending & { revoked: number })[] = [];
		try {
			for (const ending of endings) ended.push({ ...ending, revoked: await revoke(state, ending) });
			return { ended, unconfirmed: [] };
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			report('A sign-out could not be confirmed.', error);
			return { ended, unconfirmed: endings.slice(ended.length) };
		}
	}

	async function revoke(
		{ identity }: RequestState<User>,
		{ revocation, announce: late }: Ending
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

	function forget(state: RequestState<User>): void {
		cookies.clearAll(state);
		become(state, { status: 'anonymous' });
		state.signedOut = true;
	}

	async function signOut(options: SignOutOptions): Promise<SignOutResult> {
		const state = states.of(cookiesOf(options));
		const { order, redirect: follow } = readSignOutOptions(options);
		const result = await end(state, order);
		if (result.ok && follow) redirect(303, result.url);
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
	current: OwnSession | null
): Revocation | null {
	if (order.scope === 'current') return current;
	if (!userId) return null;
	switch (order.scope) {
		case 'session':
			return { scope: 'session', userId, publicId: order.sessionId ?? '' };
		case 'others':
			return current && { scope: 'others', userId, key: current.key };
		case 'all':
			return { scope: 'all', userId };
	}
}

const isAmong = (endings: Ending[], one: Revocation) =>
	endings.some(({ revocation }) => revocation === one);

function reasonOf(scope: Order['scope'], isOwn: boolean): SignOutReason {
	if (!isOwn) return 'admin';
	return scope === 'all' ? 'all' : 'user';
}

function refusal(signOut: SignOutFailure): ActionFailure<SignOutRefusal> {
	return fail(statuses[signOut.code], { signOut });
}
