import type { RequestEvent } from '@sveltejs/kit';
import { cookiesOf } from './arguments.js';
import { available } from './available.js';
import type { AuthContext } from './context.js';
import type { Database } from './database/database.js';
import { emitAfterSignOut } from './hooks.js';
import { afterResponse } from './http/after-response.js';
import type { Action, ActionNeeds, ActionResult } from './http/action.js';
import type { AppPages } from './http/app-paths.js';
import { createFeatureCookie, type FeatureCookie } from './http/feature-cookie.js';
import { createServerFunction, type ServerFunctionOptions } from './http/server-function.js';
import type { AfterEvent, SignInMethod, SignOutReason } from './events.js';
import type { PasswordServices } from './password-types.js';
import type { Admission } from './sessions/admit.js';
import type { SealedData } from './sealing/sealing.js';
import type { Session } from './session.js';
import type { Tokens } from './tokens/tokens.js';
import type { SessionsApi } from './sessions-types.js';

/** A user as a feature finds them. */
export interface FoundUser<User> {
	/** As `locals.user` shows them. */
	user: User;
	/** `true` if the account is disabled. It must not be signed in. */
	disabled: boolean;
}

/** Who a request comes from. `unavailable`: the database did not answer. */
export type RequestUser<User> =
	| { status: 'signed-in'; user: User; session: Session }
	| { status: 'anonymous' | 'unavailable'; user: null; session: null };

/** An action, whatever its fields. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the fields are checked by the schema
export type AnyAction = Action<any, any, ActionResult, ActionNeeds>;

/** What a feature works with. */
export interface FeatureContext<User> {
	/** The app's database, with the models of the feature. */
	database: Database;
	/** One-time tokens, for a feature that lists `tokenModels` among its `models`. */
	tokens: Tokens;
	/** The pages of the app, with the base path, such as `pages.signIn(event)`. */
	pages: AppPages;
	/**
	 * Where a sign-in leads: the page after it, or first to the check whether this browser keeps the cookie, where it may not.
	 *
	 * @param callbackUrl as the form had it; one that is no path of the app is ignored. Default: none
	 */
	afterSignInUrl(event: Pick<RequestEvent, 'cookies'>, callbackUrl?: string): string;
	/** The option `appName`. */
	appName: string | undefined;
	/** Puts the base path before a path of the app, for links that no request is at hand for. */
	withBasePath(path: string): string;
	/** The same as `auth.sessions`. */
	sessions: SessionsApi;
	/**
	 * Ends all sessions of a user in a transaction, such as that of a new password: either all of it counts or nothing does. Write
	 * the user's row first.
	 *
	 * @param model the models of the transaction
	 * @param reason what `events.afterSignOut` gets
	 * @returns what to call after the commit: it makes sure that they are gone, emits the event, and answers how many there were.
	 * It throws `GuardianError` `STORE_UNAVAILABLE` where they are not
	 */
	endSessions(
		model: Database['model'],
		userId: string,
		reason: SignOutReason
	): Promise<() => Promise<number>>;
	/** @throws {StoreError} when the database does not answer */
	findUserById(id: string): Promise<FoundUser<User> | null>;
	/**
	 * @param email in lower case, without surrounding spaces
	 * @throws {StoreError} when the database does not answer
	 */
	findUserByEmail(email: string): Promise<FoundUser<User> | null>;
	/** @throws {GuardianError} `HANDLE_MISSING` for a request that `handle` has not seen */
	userOf(event: Pick<RequestEvent, 'cookies'>): RequestUser<User>;
	/**
	 * Signs a verified user in. The steps of all features and `beforeSignIn` run first.
	 *
	 * @param proof looked at when the session is stored, such as whether a password is still the one that was verified. Default:
	 * none
	 * @throws {StoreError} when the session could not be stored
	 */
	admit(
		event: Pick<RequestEvent, 'cookies'>,
		user: User,
		method: SignInMethod,
		proof?: (passwordHash: string | null) => boolean | Promise<boolean>
	): Promise<Admission>;
	/** Passwords, by the policy and the queue of the kit. */
	passwords: PasswordServices;
	/**
	 * A cookie for the feature, of the browser that a request comes from. It is HttpOnly and for this host only.
	 *
	 * @param name lower-case letters; it follows the name of the session cookie
	 */
	cookie(name: string): FeatureCookie;
	/**
	 * Creates the function with which server code does what an action does, for the api: with the same checks, and the same
	 * limit.
	 *
	 * @param call how messages call the function, such as `notes.add()`
	 * @param name of the action
	 */
	serverFunction<Options extends ServerFunctionOptions, Result extends { ok: boolean }>(
		call: string,
		name: string,
		action: AnyAction
	): (options: Options) => Promise<Result>;
	/** Runs the hooks of the app and of all features for an event. */
	emit(event: AfterEvent<User>): Promise<void>;
	/**
	 * Does something once the response to a request is made: the client does not wait for it. Without a request it is done soon.
	 * An error in it is logged.
	 */
	afterResponse(
		event: Pick<RequestEvent, 'request' | 'platform'> | undefined,
		work: () => void | Promise<void>
	): void;
	/**
	 * Encrypts data that a browser keeps for the feature, in a cookie or an address. Only {@link FeatureContext.open} opens it.
	 *
	 * @param purpose what it is for: it opens for no other purpose
	 * @param lifetime how long it opens, in seconds
	 * @throws {StoreError} when the secret is kept in the database and could not be read
	 */
	seal(purpose: string, data: SealedData, lifetime: number): Promise<string>;
	/**
	 * The data of a sealed text; `null` for one that is forged, changed, expired, or sealed for another purpose. Check its
	 * shape: an earlier version of the feature may have sealed it.
	 *
	 * @throws {StoreError} as above
	 */
	open(purpose: string, text: string): Promise<SealedData | null>;
	/** The failure for a code of the kit or of a feature, to be returned. */
	failure<Code extends string>(code: Code): { ok: false; code: Code; error: string };
}

/**
 * Creates what features get of the context: nothing in it is a credential.
 *
 * @param sessions `auth.sessions`
 * @param passwords see {@link FeatureContext.passwords}
 *
 * @example
 * ```ts
 * const { api } = feature.setup(createFeatureContext(context, sessions, passwords));
 * ```
 */
export function createFeatureContext<User extends { id: string }>(
	context: AuthContext<User>,
	sessions: SessionsApi,
	passwords: PasswordServices
): FeatureContext<User> {
	const { config, database, users, tokens, requests, hooks, admit, sealing, failure } = context;
	// Once: in a request SvelteKit makes paths relative to the page that it renders.
	const base = config.withBasePath('/').replace(/\/$/, '');
	const found = (account: FoundUser<User> | null) =>
		account && { user: account.user, disabled: account.disabled };

	return {
		...{ database, tokens },
		pages: config.paths.pages,
		afterSignInUrl: (event, callbackUrl) =>
			config.paths.afterSignInUrl(requests.of(cookiesOf(event), event), callbackUrl),
		appName: config.appName,
		withBasePath: (path) => base + path,
		...{ sessions, passwords },
		async endSessions(model, userId, reason) {
			const ending = { userId, scope: 'all', reason, event: null } as const;
			const settle = await context.sessions.revokeIn(model, { scope: 'all', userId }, ending);
			return async () => {
				const revoked = await available(settle);
				await emitAfterSignOut(hooks, { ...ending, user: null, revoked });
				return revoked;
			};
		},
		findUserById: async (id) => found(await users.findById(id)),
		findUserByEmail: async (email) => found(await users.findByEmail(email)),
		userOf(event) {
			const { identity } = requests.of(cookiesOf(event), event);
			if (identity.status !== 'signed-in') {
				return { status: identity.status, user: null, session: null };
			}
			const { status, user, session } = identity;
			return { status, user, session };
		},
		admit: (event, user, method, proof) =>
			admit(requests.of(cookiesOf(event), event), user, method, proof),
		cookie: (name) => createFeatureCookie(requests, config.cookie, name),
		serverFunction: (call, name, action) => createServerFunction(call, name, action, context),
		emit: (event) => hooks.emit(event),
		afterResponse,
		seal: (purpose, data, lifetime) => sealing.seal(purposeOf(purpose), data, lifetime),
		open: (purpose, text) => sealing.open(purposeOf(purpose), text),
		failure
	};
}

/** The purposes of features are never those of the kit itself. */
const purposeOf = (purpose: string) => `feature:${purpose}`;
