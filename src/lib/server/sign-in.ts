import { redirect } from '@sveltejs/kit';
import { safeCallbackUrl } from '../core/callback-url.js';
import { hashPassword, needsRehash, verifyPassword } from '../core/password.js';
import { signInSchema } from '../schemas.js';
import { StoreError } from '../sessions/store.js';
import type { Account } from '../sessions/users.js';
import type { SignInOptions, SignInResult } from '../types.js';
import { cookiesOf, readArguments, redirects } from './arguments.js';
import { failure } from './failure.js';
import { createFormAction } from './form-action.js';
import type { Parts } from './parts.js';
import { openSession } from './open-session.js';
import { report } from './report.js';
import type { RequestState } from './request-state.js';

/**
 * Signing in: the function for server code and the form action, over one attempt.
 *
 * @example
 * ```ts
 * const { signIn, action } = createSignIn(parts);
 * ```
 */
export function createSignIn<User extends { id: string }>(parts: Parts<User>) {
	const { config, states, users } = parts;

	async function attempt(
		state: RequestState<User>,
		{ email, password, callbackUrl }: { email: string; password: string; callbackUrl: string }
	): Promise<SignInResult<User>> {
		try {
			const found = await users.findByEmail(email);
			// One full-cost check whatever was found: neither the answer nor its time tells whether there is an account.
			const matches = await verifyPassword(found?.passwordHash ?? null, password);
			if (!found || !matches || found.disabled) return failure('INVALID_CREDENTIALS');

			const session = await openSession(parts, state, found.user);
			await rehash(found, password);
			const url = safeCallbackUrl(callbackUrl, state.event.url.origin) ?? config.pages.afterSignIn;
			return { ok: true, user: found.user, session, url };
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			report('A sign-in could not be finished.', error);
			return failure('STORE_UNAVAILABLE');
		}
	}

	/** The password is known now and only now: what an earlier setup stored becomes a hash of ours. */
	async function rehash({ user, passwordHash: stored }: Account<User>, password: string) {
		if (stored === null || !needsRehash(stored)) return;
		try {
			await users.rehash(user.id, stored, await hashPassword(password));
		} catch (error) {
			// The person is signed in all the same.
			if (!(error instanceof StoreError)) throw error;
			report('A password could not be hashed anew. The next sign-in tries again.', error);
		}
	}

	async function signIn(options: SignInOptions): Promise<SignInResult<User>> {
		const state = states.of(cookiesOf(options));
		const { redirect: follow } = readArguments('signIn()', redirects, options);
		const fields = signInSchema.safeParse(options);
		const result = fields.success ? await attempt(state, fields.data) : failure('INVALID_INPUT');
		if (result.ok && follow) redirect(303, result.url);
		return result;
	}

	const form = async () => (await import('./form-schemas.js')).signInForm;
	return { signIn, action: createFormAction(form, attempt, states) };
}
