import type { RequestEvent } from '@sveltejs/kit';
import type { ClientFailureCode, FailureCode } from './errors.js';

/** SvelteKit's cookies of one request. */
export type Cookies = RequestEvent['cookies'];

/** A session as anyone may see it: nothing in it opens anything. */
export interface Session {
	/** The public id: names the session, and can neither be replayed as a cookie nor turned into one. */
	id: string;
	/** When the person signed in. */
	createdAt: Date;
	/** When the session was last used, up to `session.renewAfter` seconds behind. */
	lastUsedAt: Date;
	/** When the session ends unless it is used again. */
	expiresAt: Date;
	/** The browser's own words at sign-in. */
	userAgent: string | null;
	/** The address the sign-in came from. */
	ipAddress: string | null;
}

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

/** What `signIn()` and `signUp()` answer. */
export type SignInResult<User> =
	| { ok: true; user: User; session: Session; url: string; code?: undefined; error?: undefined }
	| (Failure & {
			user?: undefined;
			session?: undefined;
			/** With `TOO_BUSY`, after how many seconds to try again: for the header `Retry-After`. */
			retryAfter?: number;
	  });

/** Which sessions a sign-out ends. */
export type SignOutScope = 'current' | 'others' | 'all';

/** Why sessions ended. Your own server code may name reasons of its own. */
export type SignOutReason =
	/** The person asked for it: this session, the others, or one of them. */
	| 'user'
	/** The person asked for it, everywhere. */
	| 'all'
	/** Server code ended another user's sessions. */
	| 'admin'
	/** The browser signed in anew. */
	| 'replaced'
	/** The idle or the absolute time was over. */
	| 'expired'
	/** The user was disabled. */
	| 'disabled'
	/** For your own code, where a password was changed. */
	| 'password-change'
	| (string & {});

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

/** What `events.beforeSignOut` is asked about. */
export interface SignOutRequest<User> {
	/** Who asks, and whose sessions would end, where this request knows. */
	user: User | null;
	scope: SignOutScope | 'session';
	reason: SignOutReason;
	event: RequestEvent;
}

/** What `events.afterSignOut` is told. */
export interface SignOutEvent<User> {
	/** Whose sessions ended, as `locals` has it; `null` where only the id is known. */
	user: User | null;
	/** Whose sessions ended; `null` when even that is not known any more. */
	userId: string | null;
	scope: SignOutScope | 'session';
	reason: SignOutReason;
	/** How many sessions ended; at least 1. */
	revoked: number;
	/** The request that did it; `null` where server code did it without one. */
	event: RequestEvent | null;
}

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
	 * In batches; safe to run on every instance at once, by hand, from a cron job, or by `session.sweepEvery`. Answers how
	 * many it deleted. A call while one runs in this process joins it, and gets the same answer. These are no events.
	 *
	 * @throws {GuardianError} `STORE_UNAVAILABLE`
	 *
	 * @example
	 * ```ts
	 * import { auth } from '../lib/server/auth.js';
	 *
	 * console.info(`${await auth.sessions.sweep()} sessions had expired`);
	 * ```
	 */
	sweep(): Promise<number>;
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

/**
 * The part of a Prisma model the kit calls. A generated client has far narrower types of its own; the kit reads and
 * writes only the columns that `svelte-guardian/prisma` declares.
 */
export interface PrismaModel {
	readonly fields: object;
	/* eslint-disable @typescript-eslint/no-explicit-any -- every generated client narrows these in its own way */
	findUnique(args: any): PromiseLike<any>;
	findMany(args: any): PromiseLike<any>;
	create(args: any): PromiseLike<any>;
	updateMany(args: any): PromiseLike<any>;
	deleteMany(args: any): PromiseLike<any>;
	/* eslint-enable @typescript-eslint/no-explicit-any */
}

/** The two models, under the kit's names. */
export interface PrismaLike {
	user: PrismaModel;
	session: PrismaModel;
}

/** What the kit reads and writes of a user. */
export type UserField = 'id' | 'email' | 'passwordHash' | 'name' | 'disabledAt';

/** What the kit reads and writes of a session; `user` is the relation to its user. */
export type SessionField =
	| 'id'
	| 'publicId'
	| 'userId'
	| 'user'
	| 'expiresAt'
	| 'createdAt'
	| 'lastUsedAt'
	| 'userAgent'
	| 'ipAddress';

/** By the kit's name of a field, the app's own, where they differ. */
export type FieldNames<Field extends string, Own = string> = { readonly [Name in Field]?: Own };

/** How an app calls the two models and their fields. */
export interface ModelNames {
	/** `modelName` is the model's key in the Prisma client: `authUser` for a model `AuthUser`. */
	user: { modelName: string; fields: Readonly<Record<string, string>> };
	session: { modelName: string; fields: Readonly<Record<string, string>> };
}

/** The names of the models of a Prisma client, as its keys. */
export type ModelName<Prisma> = Exclude<keyof Prisma & string, `$${string}` | `_${string}`>;

/** A row of a model of the app's own, every column, as its Prisma client types it. */
export type ModelRow<Prisma, Name> = Name extends keyof Prisma
	? Prisma[Name] extends {
			[key: symbol]: { types: { payload: { scalars: infer Scalars extends object } } };
		}
		? Scalars
		: Record<string, unknown>
	: Record<string, unknown>;

/** The kit's name of a column; none, where a renamed field hides it. */
export type KitName<Column, Fields> = [
	{ [Field in keyof Fields]: Fields[Field] extends Column ? Field : never }[keyof Fields]
] extends [infer Field]
	? [Field] extends [never]
		? Exclude<Column, keyof Fields>
		: Field
	: never;

/** A row of the app's own user model, every column, with the kit's names where they have been mapped. */
export type UserRow<Prisma, Name, Fields> = {
	[Column in keyof ModelRow<Prisma, Name> as KitName<Column, Fields> & PropertyKey]: ModelRow<
		Prisma,
		Name
	>[Column];
};

/** Which columns of a user go into `locals.user`. The password's hash cannot be chosen. */
export type UserSelection<Row> = {
	[Column in Exclude<keyof Row, 'id' | 'passwordHash'>]?: true;
};

/** `locals.user`: the chosen columns, and the id, which is a string whatever its column holds. */
export type SelectedUser<Row, Selection> = Pick<Row, Exclude<keyof Row & keyof Selection, 'id'>> & {
	id: string;
};
