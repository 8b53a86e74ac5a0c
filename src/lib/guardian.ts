import type { ActionFailure, RequestEvent } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { getRequestEvent } from '$app/server';
import type { z } from 'zod';
import { cookiesOf } from './arguments.js';
import { readConfig } from './config.js';
import { createAuthContext } from './context.js';
import { deleteExpiredEvery } from './delete-expired-every.js';
import type { DeliverEvents } from './delivery-types.js';
import type {
	FieldNames,
	SelectedUser,
	UserField,
	UserRow,
	UserSelection
} from './database/types.js';
import type { FailureCode } from './errors.js';
import { createFeatureContext, type FeatureContext } from './feature-context.js';
import type {
	Actions,
	FeatureActions,
	FeatureApis,
	FeatureCodes,
	FeatureParts,
	Features
} from './feature.js';
import { passwordFeature } from './features/password/index.js';
import { rateLimitFeature } from './features/rate-limit/index.js';
import { signOutFeature } from './features/sign-out/index.js';
import { createCookieFinder } from './http/cookie-profile.js';
import { withWorkAfterwards } from './http/after-response.js';
import { createHandle, type GuardianHandle } from './http/handle.js';
import type { FormFailure, PageAction } from './http/page-action.js';
import { createRequireUser } from './http/require-user.js';
import { createFormFinder } from './http/security-headers.js';
import { createInstallation } from './install-features.js';
import type { GuardianOptions } from './options.js';
import { createDeliverEvents } from './deliver-events.js';
import { replaceEarlier } from './replace-earlier.js';
import type { ChangePasswordFields, SignInFields, SignUpFields } from './schemas.js';
import { createCreateSession } from './sessions/create-session.js';
import { checkStoredDates } from './sessions/check-dates.js';
import { checkStoredEmails } from './users/check-emails.js';
import type {
	CreateSessionOptions,
	DisableUser,
	FormMessage,
	LimitOptions,
	LimitResult,
	SignInOptions,
	SignInResult,
	SignOutActionData,
	SignOutOptions,
	SignOutRefusal,
	SignOutResult,
	SignUpForm,
	SignUpOptions
} from './types.js';
import type { Passwords } from './password-types.js';
import type { SessionsApi } from './sessions-types.js';
import type { Session } from './session.js';

/** What `guardianAuth()` returns, with what its features add. */
export type Guardian<User extends { id: string }, List extends Features = []> = GuardianCore<
	User,
	FailureCode | FeatureCodes<List>
> & { actions: FeatureActions<List> } & FeatureApis<List>;

/** What `guardianAuth()` returns without any features. */
export interface GuardianCore<User extends { id: string }, Code extends string = FailureCode>
	extends DisableUser, DeliverEvents, Passwords<Code> {
	/** Goes into `src/hooks.server.ts`; alone, or in a `sequence(…)`. */
	handle: GuardianHandle;
	/**
	 * Creates an account and signs this browser in. Expected failures come back as values.
	 *
	 * @throws {GuardianError} `ARGUMENT_INVALID` for an option that is wrong; `HANDLE_MISSING` without the cookies of a
	 * request
	 * @throws SvelteKit's redirect after success, unless `redirect: false`
	 */
	signUp(options: SignUpOptions): Promise<SignInResult<User, Code>>;
	/**
	 * Signs this browser in. Expected failures come back as values.
	 *
	 * @throws {GuardianError} `ARGUMENT_INVALID` for an option that is wrong; `HANDLE_MISSING` without the cookies of a
	 * request
	 * @throws SvelteKit's redirect after success, unless `redirect: false`
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
		signup: (event: RequestEvent) => Promise<FormFailure<SignUpFields>>;
		signin: (event: RequestEvent) => Promise<FormFailure<SignInFields>>;
		changepassword: PageAction<ChangePasswordFields>;
		signout: (event: RequestEvent) => Promise<SignOutActionData | ActionFailure<SignOutRefusal>>;
	};
	/**
	 * The form action of a sign-up form with fields of your own, such as a company, or terms to be accepted. They are checked
	 * and sent back as the kit's own are: `auth.signUpAction({ schema: signUpSchema.extend({ … }), data })`.
	 */
	signUpAction<Schema extends z.ZodObject>(form: SignUpForm<Schema>): PageAction<z.output<Schema>>;
	/**
	 * The guard of a page. Returns the signed-in user.
	 *
	 * @throws SvelteKit's redirect to the sign-in page if no user is signed in, with a `callbackUrl` back to this page; its
	 * `error(503)` when the database did not answer
	 * @throws {GuardianError} `HANDLE_MISSING` without the cookies of a request
	 */
	requireUser(event: Pick<RequestEvent, 'cookies' | 'url'>): User;
	/**
	 * Who a request comes from. `unavailable`: the database did not answer, so `locals.user` is `null` although the person
	 * may be signed in.
	 *
	 * @throws {GuardianError} `HANDLE_MISSING` without the cookies of a request
	 */
	statusOf(event: Pick<RequestEvent, 'cookies'>): 'signed-in' | 'anonymous' | 'unavailable';
	/** The sessions of users, for account pages and server code. */
	sessions: SessionsApi;
	/**
	 * The failure that the sign-out page has to show, by the `error` in its URL; `null` if there is none.
	 *
	 * @throws {GuardianError} `HANDLE_MISSING` without the cookies of a request
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

/**
 * Sets up authentication for an app: sessions in its own database, form actions that work before JavaScript, and a
 * sign-out that reports success only when the session is revoked.
 *
 * @throws {GuardianError} `CONFIG_INVALID`, naming each option that is wrong and what to write instead
 *
 * @example
 * ```ts
 * // src/lib/server/auth.ts
 * import { existsSync } from 'node:fs';
 * import { guardianAuth } from 'svelte-guardian';
 * import { LibSql } from 'svelte-guardian/libsql';
 * import { PrismaClient } from '../../generated/prisma/client.js';
 *
 * if (existsSync('.env')) process.loadEnvFile();
 * const url = process.env.DATABASE_URL ?? 'file:./prisma/dev.db';
 *
 * export const auth = guardianAuth({
 * 	prisma: new PrismaClient({ adapter: new LibSql({ url }) }),
 * 	cookie: { name: 'my_app_session' }
 * });
 * export const { handle, signIn, signUp, signOut, actions } = auth;
 * ```
 */
export function guardianAuth<
	Prisma extends object,
	const UserModel extends string = 'user',
	const UserFields extends FieldNames<UserField> = Record<never, never>,
	const SessionModel extends string = 'session',
	const Selection extends UserSelection<UserRow<Prisma, UserModel, UserFields>> = {
		email: true;
		name: true;
	},
	const List extends Features = []
>(
	options: GuardianOptions<Prisma, UserModel, UserFields, SessionModel, Selection, List>
): Guardian<SelectedUser<UserRow<Prisma, UserModel, UserFields>, Selection>, List> {
	type User = SelectedUser<UserRow<Prisma, UserModel, UserFields>, Selection>;
	const rateLimit = rateLimitFeature<User>();
	const config = readConfig<User>(options, withBasePath, rateLimit.models);
	const { context, registry } = createAuthContext<User>(config, getRequestEvent);
	const { requests, users, admit } = context;
	const { paths, deleteExpiredEvery: interval } = config;

	const installation = createInstallation(context, registry);
	const { api: signOutApi } = installation.install(signOutFeature<User>(), context);
	const password = installation.install(passwordFeature<User>(), context);
	const { api: rateLimitApi } = installation.install(rateLimit, context);
	const featureContext = createFeatureContext(context, signOutApi.sessions, password.services);
	// In the types of a feature, a user has only an id.
	const features = (options.features ?? []) as unknown as AnyFeature<User>[];
	const apis = features.map((feature) => [
		feature.id,
		installation.install(feature, featureContext).api
	]);
	const stop = interval ? deleteExpiredEvery(interval, context) : () => {};
	const { cookie, names } = config;
	const app = [cookie.name, names.user.modelName, names.session.modelName].join(' ');
	replaceEarlier(app, {
		prisma: options.prisma,
		stop() {
			stop();
			installation.close();
			context.signOutEvents?.close();
		}
	});
	const { query } = context.database;
	void checkStoredEmails({ prisma: config.prisma, query });
	void checkStoredDates({ prisma: config.prisma, query });

	return {
		handle: withWorkAfterwards(
			createHandle({
				...{ requests, ...installation },
				hasForm: createFormFinder(Object.keys(installation.formActions)),
				setsCookie: createCookieFinder(config.cookie),
				securityHeaders: config.securityHeaders
			})
		),
		...password.api,
		...signOutApi,
		...rateLimitApi,
		deliverEvents: createDeliverEvents(context),
		createSession: createCreateSession({ requests, users, admit, paths }),
		actions: installation.formActions,
		requireUser: createRequireUser({ requests, pages: paths.pages }),
		statusOf: (event: Pick<RequestEvent, 'cookies'>) =>
			requests.of(cookiesOf(event), event).identity.status,
		...Object.fromEntries(apis)
	} as unknown as Guardian<User, List>;
}

type AnyFeature<User extends { id: string }> = Omit<Features[number], 'setup'> & {
	setup(context: FeatureContext<User>): FeatureParts<object, Actions, User>;
};

/** `resolve` types its argument as one of the app's own routes, which a library cannot know. */
const withBasePath = (path: string) => (resolve as (path: string) => string)(path);
