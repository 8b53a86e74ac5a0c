import type { RequestEvent } from '@sveltejs/kit';
import type { ClientFailureCode, FailureCode } from './errors.js';
import type { Session } from './session.js';
import type { SignInMethod, SignOutReason, SignOutScope } from './events.js';

/** SvelteKit's cookies of one request. */
export type Cookies = RequestEvent['cookies'];

/** An expected failure: a code to branch on, and a sentence for the person. */
export interface Failure<Code = FailureCode> {
	ok: false;
	/** Stable, for programs to branch on. */
	code: Code;
	/** What happened and what to do, in words a person can read. */
	error: string;
	url?: undefined;
}

/** A sign-out that failed. */
export interface SignOutFailure<Code = FailureCode> extends Omit<Failure<Code>, 'url'> {
	revoked?: undefined;
	/**
	 * Whether this browser is signed out now. With `REVOCATION_PENDING` it is, and the session will be revoked later; with
	 * `SIGN_IN_REQUIRED` it was before, and nothing was ended.
	 */
	signedOut: boolean;
	/** With `REVOCATION_PENDING`, the page that says so; with `SIGN_IN_REQUIRED`, the sign-in page. */
	url?: string;
}

/**
 * The result of `signIn()`, `signUp()` and `createSession()`. With `ok: false` the user is not signed in, even if `url` names
 * a further step.
 */
export type SignInResult<User, Code extends string = FailureCode> =
	| { ok: true; user: User; session: Session; url: string; code?: undefined; error?: undefined }
	| {
			ok: false;
			/** Stable, for programs to branch on. */
			code: Code;
			/** What happened and what to do, in words a person can read. */
			error: string;
			/** Where a further step is taken, if a feature asks for one. */
			url?: string;
			user?: undefined;
			session?: undefined;
			/** With `TOO_BUSY` and `TOO_MANY_REQUESTS`, after how many seconds to try again: for the header `Retry-After`. */
			retryAfter?: number;
	  };

/** The result of the server's `signOut()`. `ok: true` means that the database has confirmed the revocation. */
export type SignOutResult =
	| {
			ok: true;
			/** How many sessions this call ended; 0 if there was none left to end. */
			revoked: number;
			/** Whether this browser is signed out now: not with `scope: 'others'`, nor with another session's id. */
			signedOut: boolean;
			/** Where to go next: a path of this app. */
			url: string;
			code?: undefined;
			error?: undefined;
	  }
	| SignOutFailure;

/** The options of the server's `signIn()`. */
export interface SignInOptions {
	/** The request's cookies; the new session cookie is set on them. */
	cookies: Cookies;
	email: string;
	password: string;
	/** Throw SvelteKit's `redirect(303)` after success. Default: `true`. */
	redirect?: boolean | undefined;
	/** Where to go after success: a path of this app; anything else is ignored. Default: `pages.afterSignIn`. */
	callbackUrl?: string | undefined;
}

/** The options of the server's `createSession()`. */
export interface CreateSessionOptions {
	/** The request's cookies; the new session cookie is set on them. */
	cookies: Cookies;
	/** The id of the user whom your code has verified. A number or a bigint is the id in an `Int` or `BigInt` column. */
	userId: string | number | bigint;
	/** How your code has verified them, for hooks. Default: `custom`. */
	method?: SignInMethod | undefined;
	/** Throw SvelteKit's `redirect(303)` after success. Default: `true`. */
	redirect?: boolean | undefined;
	/** Where to go after success: a path of this app; anything else is ignored. Default: `pages.afterSignIn`. */
	callbackUrl?: string | undefined;
}

/** The options of the server's `signOut()`. */
export interface SignOutOptions {
	/** SvelteKit's cookies of this request. */
	cookies: Cookies;
	/** Throw SvelteKit's `redirect(303)` once the work is done. Default: `true`. */
	redirect?: boolean | undefined;
	/** Where to go after success: a path of this app; anything else is ignored. Default: `pages.afterSignOut`. */
	callbackUrl?: string | undefined;
	/** `'current'` (default): this session. `'others'`: every other one of the user. `'all'`: every one. */
	scope?: SignOutScope | undefined;
	/** The same as `scope: 'all'`. */
	allSessions?: boolean | undefined;
	/** One session of the signed-in user, by its public id, instead of a `scope`. Leave it out or pass an id; `undefined` is refused. */
	sessionId?: string;
	/** The `reason` that `events` get. Default: the one that fits the other options. */
	reason?: SignOutReason | undefined;
	/**
	 * The user whose sessions to end, with `scope: 'all'` or a `sessionId`. Default: the signed-in user. For server code only,
	 * such as an admin page: it is never read from a form. Leave it out or pass an id; `undefined` is refused. A number or a
	 * bigint is the id in an `Int` or `BigInt` column.
	 */
	userId?: string | number | bigint;
}

/** The options of the browser's `signOut()`. */
export interface ClientSignOutOptions {
	/** Go to the page after sign-out. `false` stays here and refreshes its data. Default: `true`. */
	redirect?: boolean | undefined;
	/**
	 * Where to go after success: a path of this app; anything else is ignored. Default: `pages.afterSignOut`; whoever is still
	 * signed in, because other sessions have ended, stays here.
	 */
	callbackUrl?: string | undefined;
	/** `'current'` (default): this session. `'others'`: every other one of the user. `'all'`: every one. */
	scope?: SignOutScope | undefined;
	/** The same as `scope: 'all'`. */
	allSessions?: boolean | undefined;
	/** One session of the user, by its public id; instead of a `scope`. */
	sessionId?: string | undefined;
	/** The form action to post to, absolute or relative to this page. Default: `?/signout`. */
	action?: string | undefined;
	/** Aborts the request. The server may have ended the session all the same. */
	signal?: AbortSignal | undefined;
}

/** The result of the browser's `signOut()`. */
export type ClientSignOutResult =
	| {
			ok: true;
			/** Where to go next; empty if a page's own action did not say. */
			url: string;
			/** Whether this browser is signed out now. */
			signedOut: boolean;
			/** How many sessions ended, if the server said so. */
			revoked?: number;
			code?: undefined;
			error?: undefined;
	  }
	| SignOutFailure<ClientFailureCode>;

/** The options of `auth.limit()`. */
export interface LimitOptions {
	/** The request's cookies. */
	cookies: Cookies;
	/** How often it may happen within `seconds`. */
	points: number;
	/** The length of the window, in seconds. It begins with the first try. */
	seconds: number;
	/** Whose tries are counted together. Default: the signed-in user, or else the client's address. */
	key?: string;
}

/** The result of `auth.limit()`. */
export type LimitResult =
	| { ok: true; code?: undefined; error?: undefined; retryAfter?: undefined }
	| {
			ok: false;
			code: 'TOO_MANY_REQUESTS';
			/** What to tell the person, with the time to wait. */
			error: string;
			/** After how many seconds to try again: for the header `Retry-After`. */
			retryAfter: number;
	  };

/** Disabling users, and enabling them again: members of `auth`. */
export interface DisableUserApi {
	/**
	 * Disables a user: sets `disabledAt`, and ends every session for good. A sign-in in progress gets no session.
	 *
	 * @returns how many sessions ended: 0 for an unknown user
	 *
	 * @throws {GuardianError} `STORE_UNAVAILABLE`; `ARGUMENT_INVALID` for an id that is missing or is no id, and where your
	 * model has no `disabledAt`
	 *
	 * @example
	 * ```ts
	 * import { auth } from '../lib/server/auth.js';
	 *
	 * export const lockOut = (user: { id: string }) => auth.disableUser(user);
	 * ```
	 */
	disableUser(user: { id: string | number | bigint }): Promise<number>;
	/**
	 * Enables a user again. No session from before comes back: those that are left are ended first.
	 *
	 * @throws {GuardianError} as `disableUser()`
	 */
	enableUser(user: { id: string | number | bigint }): Promise<void>;
}

/** The `message` of a form that failed, beside the errors of its fields. */
export interface FormMessage {
	code: FailureCode;
	error: string;
	/** With `TOO_BUSY` and `TOO_MANY_REQUESTS`, after how many seconds to try again: for a countdown. */
	retryAfter?: number;
}

/** What the sign-out action returns in `form` if it does not redirect. */
export interface SignOutActionData extends Record<string, unknown> {
	signOut: SignOutResult;
}

/** The same, of a sign-out that failed. */
export interface SignOutRefusal extends Record<string, unknown> {
	signOut: SignOutFailure;
}
