import { redirect } from '@sveltejs/kit';
import { safeCallbackUrl } from '../core/callback-url.js';
import { hashPassword } from '../core/password.js';
import { signUpSchema } from '../schemas.js';
import { StoreError } from '../sessions/store.js';
import type { SignInResult, SignUpOptions } from '../types.js';
import { cookiesOf, readArguments, redirects } from './arguments.js';
import { failure } from './failure.js';
import { createFormAction } from './form-action.js';
import type { Parts } from './parts.js';
import { openSession } from './open-session.js';
import { passwordWork, tooBusy } from './password-work.js';
import { report } from './report.js';
import type { RequestState } from './request-state.js';

/**
 * Signing up: the function for server code and the form action, over one attempt.
 *
 * @example
 * ```ts
 * const { signUp, action } = createSignUp(parts);
 * ```
 */
export function createSignUp<User extends { id: string }>(parts: Parts<User>) {
	const { config, states, users } = parts;

	async function attempt(
		state: RequestState<User>,
		fields: { email: string; password: string; name: string; callbackUrl: string }
	): Promise<SignInResult<User>> {
		const { email, password, name, callbackUrl } = fields;
		let user: User | null = null;
		try {
			const hashed = await passwordWork(state.event, () => hashPassword(password));
			if (!hashed.done) return tooBusy();
			user = await users.create({ email, passwordHash: hashed.value, ...(name && { name }) });
			if (!user) return failure('EMAIL_TAKEN');

			const session = await openSession(parts, state, user);
			const url = safeCallbackUrl(callbackUrl, state.event.url.origin) ?? config.pages.afterSignIn;
			return { ok: true, user, session, url };
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			report('A sign-up could not be finished.', error);
			return failure(user ? 'SESSION_NOT_CREATED' : 'STORE_UNAVAILABLE');
		}
	}

	async function signUp(options: SignUpOptions): Promise<SignInResult<User>> {
		const state = states.of(cookiesOf(options));
		const { redirect: follow } = readArguments('signUp()', redirects, options);
		const fields = signUpSchema.safeParse(options);
		const result = fields.success ? await attempt(state, fields.data) : failure('INVALID_INPUT');
		if (result.ok && follow) redirect(303, result.url);
		return result;
	}

	const form = async () => (await import('./form-schemas.js')).signUpForm;
	return { signUp, action: createFormAction(form, attempt, states) };
}
