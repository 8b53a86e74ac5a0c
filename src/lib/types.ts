import type { RequestEvent } from '@sveltejs/kit';
import type { ClientFailureCode, FailureCode } from './errors.js';
import type { Session } from './session.js';
import type { SignInMethod, SignOutReason, SignOutScope } from './events.js';

/** SvelteKit's cookies of one request. */
export type Cookies = RequestEvent['cookies'];

/** Why an expected failure failed: a code to branch on, and a sentence for the person. */
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
	/** `true` with `REVOCATION_PENDING`: this browser is signed out, and the database will be told later. */
	signedOut: boolean;
	/** With `REVOCATION_PENDING`, the page that says so. */
	url?: string;
}

/**
 * The result of `signIn()`, `signUp()` and `createSession()`. With `ok: false` nobody has been signed in, also where `url`
 * names a further step.
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
			/** With `TOO_BUSY`, after how many seconds to try again: for the header `Retry-After`. */
			retryAfter?: number;
	  };

/** What the server's `signOut()` answers. `ok: true` means that the database has confirmed it. */
export type SignOutResult =
	| {
			ok: true;
			/** How many sessions ended with this call; 0 when there was none left to end. */
			revoked: number;
			/** Whether this browser is signed out by it: not with `scope: 'others'`, nor with another session's id. */
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
	redirect?: boolean;
	/** Where to go after success: a path of this app; anything else is ignored. Default: `pages.afterSignIn`. */
	callbackUrl?: string;
}

/** The options of the server's `signUp()`. */
export interface SignUpOptions extends SignInOptions {
	/** Stored as it is, without surrounding blanks. Default: none. */
	name?: string;
}

/** The options of the server's `createSession()`. */
export interface CreateSessionOptions {
	/** The request's cookies; the new session cookie is set on them. */
	cookies: Cookies;
	/** Who has proven to your code who they are. A number or a bigint is the id in an `Int` or `BigInt` column. */
	userId: string | number | bigint;
	/** How they have proven it: hooks are told. Default: `custom`. */
	method?: SignInMethod;
	/** Throw SvelteKit's `redirect(303)` after success. Default: `true`. */
	redirect?: boolean;
	/** Where to go after success: a path of this app; anything else is ignored. Default: `pages.afterSignIn`. */
	callbackUrl?: string;
}

/** The options of the server's `signOut()`. */
export interface SignOutOptions {
	/** SvelteKit's cookies of this request. */
	cookies: Cookies;
	/** Throw SvelteKit's `redirect(303)` once the work is done. Default: `true`. */
	redirect?: boolean;
	/** Where to go after success: a path of this app; anything else is ignored. Default: `pages.afterSignOut`. */
	callbackUrl?: string;
	/** `'current'` (default): this session. `'others'`: every other one of the user. `'all'`: every one. */
	scope?: SignOutScope;
	/** The same as `scope: 'all'`. */
	allSessions?: boolean;
	/** One session of the signed-in user, by its public id; instead of a `scope`. Left out, or an id: never `undefined`. */
	sessionId?: string;
	/** What `events` are told. Default: what fits the options. */
	reason?: SignOutReason;
	/**
	 * Whose sessions to end, with `scope: 'all'`. Default: the signed-in user. For your own server code only (an admin
	 * page, say): the kit never reads it from a form. Left out, or an id: never `undefined`. A number or a bigint is the id
	 * in an `Int` or `BigInt` column.
	 */
	userId?: string | number | bigint;
}

/** The options of the browser's `signOut()`. */
export interface ClientSignOutOptions {
	/** Go to the page after sign-out. `false` stays here and refreshes its data. Default: `true`. */
	redirect?: boolean;
	/** Where to go after success: a path of this app; anything else is ignored. Default: `pages.afterSignOut`. */
	callbackUrl?: string;
	/** `'current'` (default): this session. `'others'`: every other one of the user. `'all'`: every one. */
	scope?: SignOutScope;
	/** The same as `scope: 'all'`. */
	allSessions?: boolean;
	/** One session of the user, by its public id; instead of a `scope`. */
	sessionId?: string;
	/** The form action to post to, absolute or relative to this page. Default: `?/signout`. */
	action?: string;
	/** Calls the request off. The server may have done its work all the same. */
	signal?: AbortSignal;
}

/** What the browser's `signOut()` answers. */
export type ClientSignOutResult =
	| {
			ok: true;
			/** Where the server leads; empty when a page's own action did not say. */
			url: string;
			/** Whether this browser is signed out by it. */
			signedOut: boolean;
			/** How many sessions ended, where the server said so. */
			revoked?: number;
			code?: undefined;
			error?: undefined;
	  }
	| SignOutFailure<ClientFailureCode>;

/** The sessions of users, for account pages and for your own server code: `auth.sessions`. */
export interface SessionsApi {
	/**
	 * The user's live sessions, the last used first. Nothing in them opens anything; the one with the id of
	 * `locals.session` is this browser's. None for an id that nobody has.
	 *
	 * @throws {GuardianError} `STORE_UNAVAILABLE`; `ARGUMENT_INVALID` for an id that is missing or is no id
	 *
	 * @example
	 * ```ts
	 * import { auth } from '../lib/server/auth.js';
	 *
	 * export const devicesOf = (user: { id: string }) => auth.sessions.list(user);
	 * ```
	 */
	list(user: { id: string | number | bigint }): Promise<Session[]>;
	/**
	 * Ends one session of the user, without a request of theirs. Answers how many ended: 0 for an id that is not theirs.
	 *
	 * @throws {GuardianError} `STORE_UNAVAILABLE`; `ARGUMENT_INVALID` for an id that is missing or is no id
	 */
	revoke(
		user: { id: string | number | bigint },
		sessionId: string,
		reason?: SignOutReason
	): Promise<number>;
	/**
	 * Ends every session of the user, without a request of theirs. Answers how many ended: 0 for an id that nobody
	 * has.
	 *
	 * @throws {GuardianError} `STORE_UNAVAILABLE`; `ARGUMENT_INVALID` for an id that is missing or is no id
	 */
	revokeAll(user: { id: string | number | bigint }, reason?: SignOutReason): Promise<number>;
	/**
	 * Deletes the sessions that have expired and were not asked for since; they are refused anyhow, and only take up room.
	 * In batches; safe to run on every instance at once, by hand, from a cron job, or by `session.deleteExpiredEvery`. Answers how
	 * many it deleted. A call while one runs in this process joins it, and gets the same answer. These are no events.
	 *
	 * @throws {GuardianError} `STORE_UNAVAILABLE`
	 *
	 * @example
	 * ```ts
	 * import { auth } from '../lib/server/auth.js';
	 *
	 * console.info(`${await auth.sessions.deleteExpired()} sessions had expired`);
	 * ```
	 */
	deleteExpired(): Promise<number>;
}

/** What a failed form carries beside its field errors. */
export interface FormMessage {
	code: FailureCode;
	error: string;
}

/** What the sign-out action leaves in `form` when it does not redirect. */
export interface SignOutActionData extends Record<string, unknown> {
	signOut: SignOutResult;
}

/** The same of a sign-out that failed. */
export interface SignOutRefusal extends Record<string, unknown> {
	signOut: SignOutFailure;
}
