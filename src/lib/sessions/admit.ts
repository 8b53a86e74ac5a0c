import type { SignInMethod } from '../events.js';
import { failure } from '../failure.js';
import type { RequestEvent } from '@sveltejs/kit';
import type { RequestAuth } from '../http/request-auth.js';
import type { Session } from '../session.js';
import type { Proof } from './confirm-session.js';
import { openSession, type OpenContext } from './open-session.js';

/** A user who has proven who they are, and has no session yet. */
export interface AdmitAttempt<User> {
	user: User;
	/** How they have proven it. */
	method: SignInMethod;
	event: RequestEvent;
}

/** What a step decides: go on, refuse with a code, or ask for a further step at a URL. */
export type AdmitDecision =
	{ ok: true } | { ok: false; code: string; error: string; url?: string | undefined };

/** A step between a proven user and a session. */
export type AdmitStep<User> = (
	attempt: AdmitAttempt<User>
) => AdmitDecision | Promise<AdmitDecision>;

/** What admitting comes to. */
export type Admission =
	| { ok: true; session: Session }
	| { ok: false; code: string; error: string; url?: string | undefined };

/** See {@link createAdmit}. */
export interface Admit<User> {
	/**
	 * @param proof what was proven, such as a password: looked at once more when the session is stored
	 * @throws {StoreError} when the session could not be stored
	 * @throws what a step throws: an error in it opens no session
	 */
	(state: RequestAuth<User>, user: User, method: SignInMethod, proof?: Proof): Promise<Admission>;
}

/**
 * Creates the one function that opens sessions. Every way to sign in goes through it: the steps of the features and the hook
 * `beforeSignIn` run one after the other, and each can refuse.
 *
 * @example
 * ```ts
 * const admit = createAdmit(context, steps);
 * const admission = await admit(state, user, 'password');
 * ```
 */
export function createAdmit<User extends { id: string }>(
	context: OpenContext<User>,
	steps: readonly AdmitStep<User>[]
): Admit<User> {
	const { hooks } = context;
	return async (state, user, method, proof) => {
		const { event } = state;
		for (const step of steps) {
			const decision = await step({ user, method, event });
			if (!decision.ok) return decision;
		}
		const message = await hooks.runBefore({ type: 'beforeSignIn', user, method, event });
		if (message !== null) return { ...failure('SIGN_IN_STOPPED'), error: message };
		const session = await openSession(context, state, user, proof);
		if (!session) return failure(proof ? 'INVALID_CREDENTIALS' : 'ACCOUNT_UNAVAILABLE');
		await hooks.emit({ type: 'afterSignIn', user, session, method, event });
		return { ok: true, session };
	};
}
