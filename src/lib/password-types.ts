import type { RequestEvent } from '@sveltejs/kit';
import type { FailureCode } from './errors.js';
import type { Session } from './session.js';
import type { Cookies } from './types.js';

/** The options of the server's `changePassword()`. */
export interface ChangePasswordOptions {
	/** The request's cookies; the cookie of the new session is set on them. */
	cookies: Cookies;
	currentPassword: string;
	newPassword: string;
}

/** The result of `changePassword()`. */
export type ChangePasswordResult<Code extends string = FailureCode> =
	| {
			ok: true;
			/** The new session of this browser. */
			session: Session;
			/** How many other sessions ended. */
			revoked: number;
			code?: undefined;
			error?: undefined;
	  }
	| (PasswordRefusal<Code> & { session?: undefined; revoked?: undefined });

/** The result of `setPassword()`. */
export type SetPasswordResult =
	| {
			ok: true;
			/** How many sessions ended. */
			revoked: number;
			code?: undefined;
			error?: undefined;
	  }
	| (PasswordRefusal & { revoked?: undefined });

/** A password that was not set. */
export interface PasswordRefusal<Code extends string = FailureCode> {
	ok: false;
	/** Stable, for programs to branch on. */
	code: Code;
	/** What happened and what to do, in words a person can read. */
	error: string;
	/** With `TOO_BUSY` and `TOO_MANY_REQUESTS`, after how many seconds to try again: for the header `Retry-After`. */
	retryAfter?: number;
}

/** What a feature can do with passwords, without ever holding a hash that it could leak: `context.passwords`. */
export interface PasswordServices {
	/**
	 * Checks a new password as a form does, and hashes it. To be stored in `User.passwordHash`.
	 *
	 * @param event the request, so that work for a client that has gone is dropped; `null` where there is none
	 * @throws {StoreError} when the database does not answer
	 */
	prepare(
		userId: string,
		password: string,
		event: RequestEvent | null
	): Promise<{ ok: true; passwordHash: string } | PasswordRefusal>;
	/**
	 * Whether this is the password of a user. It takes the same time where there is no such user. A form that calls it needs the
	 * limit `account`.
	 *
	 * @returns with `ok`, a `proof` for `context.admit()`: that the password is still the same when a session is stored
	 * @throws {StoreError} when the database does not answer
	 */
	verify(
		userId: string,
		password: string,
		event: RequestEvent | null
	): Promise<{ ok: true; proof: (passwordHash: string | null) => boolean } | PasswordRefusal>;
}

/** Changing and setting passwords: members of `auth`. */
export interface PasswordsApi<Code extends string = FailureCode> {
	/**
	 * Changes the password of the signed-in user. The current password is required. The user's other sessions end, and this browser
	 * gets a new session. Expected failures come back as values.
	 *
	 * @throws {GuardianError} `HANDLE_MISSING` without the cookies of a request
	 * @throws SvelteKit's redirect to the sign-in page, if nobody is signed in
	 */
	changePassword(options: ChangePasswordOptions): Promise<ChangePasswordResult<Code>>;
	/**
	 * Sets the password of a user and ends all of their sessions, for server code that knows by other means that it may. It is
	 * checked as in a form. `ACCOUNT_UNAVAILABLE` for an unknown user.
	 *
	 * @throws {GuardianError} `ARGUMENT_INVALID`; `STORE_UNAVAILABLE`, after which the password may have been set and sessions
	 * be left: call it again
	 *
	 * @example
	 * ```ts
	 * import { auth } from '../lib/server/auth.js';
	 *
	 * export const reset = (user: { id: string }, password: string) => auth.setPassword(user, password);
	 * ```
	 */
	setPassword(user: { id: string | number | bigint }, password: string): Promise<SetPasswordResult>;
}
