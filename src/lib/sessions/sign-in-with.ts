import type { SignInMethod } from '../events.js';
import type { SignInPaths } from '../http/cookie-check.js';
import type { RequestAuth } from '../http/request-auth.js';
import type { SignInResult } from '../types.js';
import type { Admit } from './admit.js';
import type { Proof } from './confirm-session.js';

/**
 * Admits a user and says where to go next.
 *
 * @param options `callbackUrl`: where the person wants to go; `paths`: the paths of the app
 * @throws {StoreError} when the session could not be stored
 *
 * @example
 * ```ts
 * const result = await signInWith(admit, state, user, { method: 'password', callbackUrl: '', paths });
 * ```
 */
export async function signInWith<User extends { id: string }>(
	admit: Admit<User>,
	state: RequestAuth<User>,
	user: User,
	options: {
		method: SignInMethod;
		callbackUrl?: string | undefined;
		paths: SignInPaths;
		proof?: Proof;
	}
): Promise<SignInResult<User, string>> {
	const admission = await admit(state, user, options.method, options.proof);
	if (!admission.ok) {
		const { code, error, url } = admission;
		return { ok: false, code, error, ...(url !== undefined && { url }) };
	}
	const url = options.paths.afterSignInUrl(state, options.callbackUrl);
	return { ok: true, user, session: admission.session, url };
}
