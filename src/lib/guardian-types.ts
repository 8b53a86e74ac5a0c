import type { ActionFailure, RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import type { DeliverEventsApi } from './delivery-types.js';
import type { FailureCode } from './errors.js';
import type { FeatureActions, FeatureApis, FeatureCodes, Features } from './feature.js';
import type { GuardianHandle } from './http/handle.js';
import type { FormFailure, PageAction } from './http/page-action.js';
import type { PasswordsApi } from './password-types.js';
import type { ChangePasswordFields, SignInFields, SignUpFields } from './schemas.js';
import type { Session } from './session.js';
import type { SessionsApi } from './sessions-types.js';
import type { SignUpForm, SignUpOptions } from './sign-up-types.js';
import type {
	CreateSessionOptions,
	DisableUserApi,
	FormMessage,
	LimitOptions,
	LimitResult,
	SignInOptions,
	SignInResult,
	SignOutActionData,
	SignOutOptions,
	SignOutRefusal,
	SignOutResult
} from './types.js';

/** What `guardianAuth()` returns, with what its features add. */
export type Guardian<
	User extends { id: string },
	List extends Features = [],
	SessionColumns = unknown,
	Own = Record<string, unknown>
> = GuardianCore<User, FailureCode | FeatureCodes<List>, SessionColumns, Own> & {
	actions: FeatureActions<List>;
} & FeatureApis<List>;

/** What `guardianAuth()` returns without any features. */
export interface GuardianCore<
	User extends { id: string },
	Code extends string = FailureCode,
	SessionColumns = unknown,
	Own = Record<string, unknown>
>
	extends DisableUserApi, DeliverEventsApi, PasswordsApi<Code> {
	/** Goes into `src/hooks.server.ts`; alone, or in a `sequence(…)`. */
	handle: GuardianHandle;
	/**
	 * Creates an account and signs this browser in. Expected failures come back as values. `data` fills columns of your own, and
	 * is required where one of them is and has no default.
	 *
	 * @throws {GuardianError} `ARGUMENT_INVALID` for an option that is wrong; `HANDLE_MISSING` without the cookies of a
	 * request
	 * @throws SvelteKit's redirect after success, unless `redirect: false`
	 *
	 * @example
	 * ```ts
	 * import type { RequestEvent } from '@sveltejs/kit';
	 * import { auth } from '../lib/server/auth.js';
	 *
	 * export async function register({ cookies }: RequestEvent, email: string, password: string) {
	 * 	const result = await auth.signUp({ cookies, email, password, redirect: false });
	 * 	return result.ok ? result.user : result.error;
	 * }
	 * ```
	 */
	signUp(options: SignUpOptions<Own>): Promise<SignInResult<User, Code>>;
	/**
	 * Signs this browser in. Expected failures come back as values.
	 *
	 * @throws {GuardianError} `ARGUMENT_INVALID` for an option that is wrong; `HANDLE_MISSING` without the cookies of a
	 * request
	 * @throws SvelteKit's redirect after success, unless `redirect: false`
	 *
	 * @example
	 * ```ts
	 * import type { RequestEvent } from '@sveltejs/kit';
	 * import { auth } from '../lib/server/auth.js';
	 *
	 * export async function enter({ cookies }: RequestEvent, email: string, password: string) {
	 * 	const result = await auth.signIn({ cookies, email, password, redirect: false });
	 * 	return result.ok ? result.user : result.error;
	 * }
	 * ```
	 */
	signIn(options: SignInOptions): Promise<SignInResult<User, Code>>;
	/**
	 * Signs this browser in as a user whom your own code has verified, such as by another provider, a link or a card. The
	 * same steps and hooks run as for `signIn()`. A user who is disabled or does not exist
	 * is refused with `ACCOUNT_UNAVAILABLE`.
	 *
	 * @throws {GuardianError} `ARGUMENT_INVALID` for an option that is wrong; `HANDLE_MISSING` without the cookies of a
	 * request
	 * @throws SvelteKit's redirect after success, unless `redirect: false`
	 *
	 * @example
	 * ```ts
	 * import type { Cookies } from '@sveltejs/kit';
	 * import { auth } from '../lib/server/auth.js';
	 *
	 * export const enterAs = (cookies: Cookies, user: { id: string }) =>
	 * 	auth.createSession({ cookies, userId: user.id, method: 'github' });
	 * ```
	 */
	createSession(options: CreateSessionOptions): Promise<SignInResult<User, Code>>;
	/**
	 * Ends sessions: this one unless the options say otherwise.
	 *
	 * @throws {GuardianError} `SCOPE_INVALID` when the options do not say which sessions to end, or contradict each other;
	 * `ARGUMENT_INVALID` for another option that is wrong; `HANDLE_MISSING` without the cookies of a request
	 * @throws SvelteKit's redirect after success, unless `redirect: false`
	 *
	 * @example
	 * ```ts
	 * import type { RequestEvent } from '@sveltejs/kit';
	 * import { auth } from '../lib/server/auth.js';
	 *
	 * export async function leave({ cookies }: RequestEvent) {
	 * 	const result = await auth.signOut({ cookies, scope: 'all', redirect: false });
	 * 	return result.ok ? `${result.revoked} sessions ended.` : result.error;
	 * }
	 * ```
	 */
	signOut(options: SignOutOptions): Promise<SignOutResult>;
	/**
	 * Counts a try of one of your own actions, and says whether there were too many. Who is counted is the signed-in user,
	 * or else the client's address; where neither is known, nothing is limited.
	 *
	 * @param name of what is limited
	 * @throws {GuardianError} `ARGUMENT_INVALID` for an option that is wrong; `HANDLE_MISSING` without the cookies of a
	 * request
	 *
	 * @example
	 * ```ts
	 * import { fail, type RequestEvent } from '@sveltejs/kit';
	 * import { auth } from '../lib/server/auth.js';
	 *
	 * export async function contact({ cookies, setHeaders }: RequestEvent) {
	 * 	const { ok, error, retryAfter } = await auth.limit('contact', { cookies, points: 5, seconds: 3600 });
	 * 	if (ok) return { sent: true };
	 * 	setHeaders({ 'retry-after': String(retryAfter) });
	 * 	return fail(429, { error });
	 * }
	 * ```
	 */
	limit(name: string, options: LimitOptions): Promise<LimitResult>;
	/** Form actions, to be exported from a page's `actions`. */
	actions: {
		/** Creates an account and signs this browser in: `?/signup`. */
		signup: (event: RequestEvent) => Promise<FormFailure<SignUpFields>>;
		/** Signs this browser in: `?/signin`. */
		signin: (event: RequestEvent) => Promise<FormFailure<SignInFields>>;
		/** Changes the password of the signed-in user and ends their other sessions: `?/changepassword`. */
		changepassword: PageAction<ChangePasswordFields>;
		/** Ends sessions: `?/signout`. A page needs it only with `signOutAction: 'page'`. */
		signout: (event: RequestEvent) => Promise<SignOutActionData | ActionFailure<SignOutRefusal>>;
	};
	/**
	 * The form action of a sign-up form with fields of your own, such as a company, or terms to be accepted. They are checked
	 * and sent back as the kit's own are: `auth.signUpAction({ schema: signUpSchema.extend({ … }), data })`.
	 * `data` is required where a column of your own is and has no default.
	 *
	 * @example
	 * ```ts
	 * import { signUpSchema } from 'svelte-guardian/schemas';
	 * import { z } from 'zod';
	 * import { auth } from '../lib/server/auth.js';
	 *
	 * const schema = signUpSchema.extend({
	 * 	terms: z.boolean().refine((accepted) => accepted, 'Accept the terms.')
	 * });
	 * export const actions = { signup: auth.signUpAction({ schema }) };
	 * ```
	 */
	signUpAction<Schema extends z.ZodObject>(
		form: SignUpForm<Schema, Own>
	): PageAction<z.output<Schema>>;
	/**
	 * The guard of a page. Returns the signed-in user.
	 *
	 * @throws SvelteKit's redirect to the sign-in page if no user is signed in, with a `callbackUrl` back to this page; its
	 * `error(503)` when the database did not answer
	 * @throws {GuardianError} `HANDLE_MISSING` without the cookies of a request
	 *
	 * @example
	 * ```ts
	 * import type { RequestEvent } from '@sveltejs/kit';
	 * import { auth } from '../lib/server/auth.js';
	 *
	 * export const load = (event: RequestEvent) => ({ user: auth.requireUser(event) });
	 * ```
	 */
	requireUser(event: Pick<RequestEvent, 'cookies' | 'url'>): User;
	/**
	 * Who a request comes from. `unavailable`: the database did not answer, so `locals.user` is `null` although the person
	 * may be signed in.
	 *
	 * @throws {GuardianError} `HANDLE_MISSING` without the cookies of a request
	 *
	 * @example
	 * ```ts
	 * import type { RequestEvent } from '@sveltejs/kit';
	 * import { auth } from '../lib/server/auth.js';
	 *
	 * export const load = (event: RequestEvent) => ({
	 * 	isUnknown: auth.statusOf(event) === 'unavailable'
	 * });
	 * ```
	 */
	statusOf(event: Pick<RequestEvent, 'cookies'>): 'signed-in' | 'anonymous' | 'unavailable';
	/** The sessions of users, for account pages and server code. */
	sessions: SessionsApi<SessionColumns>;
	/**
	 * The failure that the sign-out page has to show, by the `error` in its URL; `null` if there is none.
	 *
	 * @throws {GuardianError} `HANDLE_MISSING` without the cookies of a request
	 *
	 * @example
	 * ```ts
	 * import type { RequestEvent } from '@sveltejs/kit';
	 * import { auth } from '../lib/server/auth.js';
	 *
	 * export const load = (event: RequestEvent) => ({ failed: auth.signOutError(event) });
	 * ```
	 */
	signOutError(event: Pick<RequestEvent, 'cookies' | 'url'>): FormMessage | null;
}

/**
 * What to extend `App.Locals` with: the signed-in user, `null` for an anonymous request, and the session of this browser, `null`
 * exactly when the user is. With the option `locals` give the names: `GuardianLocals<typeof auth, 'authSession'>`.
 *
 * @example
 * ```ts
 * // src/app.d.ts
 * import type { GuardianLocals } from 'svelte-guardian';
 * import type { auth } from './lib/server/auth.js';
 *
 * declare global {
 * 	namespace App {
 * 		interface Locals extends GuardianLocals<typeof auth> {}
 * 	}
 * }
 *
 * export {};
 * ```
 */
export type GuardianLocals<
	Auth extends { requireUser(event: never): unknown },
	SessionName extends string = 'session',
	UserName extends string = 'user'
> = Record<UserName, ReturnType<Auth['requireUser']> | null> & Record<SessionName, Session | null>;
