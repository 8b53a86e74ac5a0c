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
import { passwordWork, tooBusy } from './password-work.js';
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
			const checked = await passwordWork(state.event, () => check(email, password));
			if (!checked.done) return tooBusy();
			if (!checked.value) return failure('INVALID_CREDENTIALS');

			const { account, newHash } = checked.value;
			const session = await openSession(parts, state, account.user);
			if (newHash !== null) await rehash(account, newHash);
			const url = safeCallbackUrl(callbackUrl, state.event.url.origin) ?? config.pages.afterSignIn;
			return { ok: true, user: account.user, session, url };
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			report('A sign-in could not be finished.', error);
			return failure('STORE_UNAVAILABLE');
		}
	}

	/** Finds the account that this password opens. All that is expensive about a sign-in happens here. */
	async function check(email: string, password: string) {
		const account = await users.findByEmail(email);
		const stored = account?.passwordHash ?? null;
		// One full-cost check whatever was found: neither the answer nor its time tells whether there is an account.
		const matches = await verifyPassword(stored, password);
		if (!account || !matches || account.disabled) return null;
		return { account, newHash: stored !== null ? await renewedHash(stored, password) : null };
	}

	/** The password is known now and only now: what an earlier setup stored becomes a hash of ours. */
	async function renewedHash(stored: string, password: string): Promise<string | null> {
		if (!needsRehash(stored)) return null;
		try {
			return await hashPassword(password);
		} catch (error) {
			notRehashed(error);
			return null;
		}
	}

	async function rehash({ user, passwordHash: stored }: Account<User>, newHash: string) {
		try {
			if (stored !== null) await users.rehash(user.id, stored, newHash);
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			notRehashed(error);
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

/** The person is signed in all the same. */
const notRehashed = (error: unknown) =>
	report('A password could not be hashed anew. The next sign-in tries again.', error);
