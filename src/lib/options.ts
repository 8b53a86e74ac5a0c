import type {
	FieldNames,
	ModelName,
	ModelRow,
	PrismaModel,
	SelectedUser,
	SessionSelection,
	SessionField,
	UserField,
	UserRow,
	UserSelection
} from './database/types.js';
import type { Hooks } from './events.js';
import type { PageOption } from './http/app-paths.js';
import type { LegacyCookie } from './http/cookie-profile.js';
import type { Features } from './feature.js';
import type { Quota } from './http/action.js';

/** The options of `guardianAuth()`. Everything but `prisma` has a default. */
export interface GuardianOptions<
	Prisma extends object,
	UserModel extends string = 'user',
	UserFields extends FieldNames<UserField> = Record<never, never>,
	SessionModel extends string = 'session',
	Selection = UserSelection<UserRow<Prisma, UserModel, UserFields>>,
	List extends Features = Features,
	SessionColumns = SessionSelection<ModelRow<Prisma, SessionModel>>
> {
	/** Your Prisma client, with the models of `svelte-guardian/prisma`, or with your own: see `user.modelName`. */
	prisma: Prisma & Record<NoInfer<UserModel | SessionModel>, PrismaModel>;
	/**
	 * The secret that seals what browsers keep for the kit, such as a sign-out that is still to be confirmed: at least 32
	 * random bytes, from the environment. In a list the first seals and all open, so that it can be replaced. Default: the
	 * kit makes one and keeps it in the database, in the model `GuardianSecret`.
	 */
	secret?: string | readonly string[] | undefined;
	user?:
		| {
				/** Your model of a user, by its key in the client: `'authUser'` for `model AuthUser`. Default: `'user'`. */
				modelName?: (UserModel & ModelName<Prisma>) | undefined;
				/**
				 * Your names of the fields, where they differ: `{ email: 'mail' }`. The mapping affects only the database: `select`,
				 * `locals` and results use the kit's names. Default: none differ.
				 */
				fields?:
					(UserFields & FieldNames<UserField, keyof ModelRow<Prisma, UserModel>>) | undefined;
				/** Which columns of the user go into `locals.user`, beside `id`. Default: `{ email: true, name: true }`. */
				select?: Selection | undefined;
		  }
		| undefined;
	/** The lifetime of sessions, in seconds, and the names of their model. */
	session?:
		| {
				/** Your model of a session, by its key in the client. Default: `'session'`. */
				modelName?: (SessionModel & ModelName<Prisma>) | undefined;
				/** Your names of the fields, where they differ; `user` is the relation to the user. Default: none differ. */
				fields?: FieldNames<Exclude<SessionField, 'user'>, keyof ModelRow<Prisma, SessionModel>> &
					FieldNames<'user'>;
				/**
				 * Columns of your own, such as `{ deviceLabel: true }`, that `auth.sessions.list()` shows with each session. Default:
				 * none.
				 */
				select?: SessionColumns | undefined;
				/** A session that was not used for this long ends, in seconds. Default: 2592000 (30 days). */
				idle?: number | undefined;
				/** A session ends this long after sign-in, however much it is used, in seconds. Default: 7776000 (90 days). */
				absolute?: number | undefined;
				/** The age of `lastUsedAt` at which it is written again, in seconds. Default: 300; at most half of `idle`. */
				renewAfter?: number | undefined;
				/**
				 * How many sessions a user can have. A sign-in beyond it ends the one that was unused for the longest. Default: 100.
				 */
				maxPerUser?: number | undefined;
				/**
				 * How often this instance deletes expired sessions, in seconds from the end of one deletion to the next. Default:
				 * never. See `auth.sessions.deleteExpired()`.
				 */
				deleteExpiredEvery?: number | undefined;
		  }
		| undefined;
	/** The names in `event.locals`, where another library has `user` or `session` there. */
	locals?:
		| {
				/** Default: `'user'`. */
				user?: string | undefined;
				/** Default: `'session'`. */
				session?: string | undefined;
		  }
		| undefined;
	cookie?:
		| {
				/** The name, without the prefix `__Host-` or `__Secure-` that a Secure cookie gets. Default: `guardian_session`. */
				name?: string | undefined;
				/** `'auto'` (default): Secure except on plain-http localhost. */
				secure?: 'auto' | boolean | undefined;
				/** Shares the session with the subdomains of this domain. The cookie then has no `__Host-` prefix. Default: not shared. */
				domain?: string | undefined;
				/** Default: `'lax'`. */
				sameSite?: 'lax' | 'strict' | undefined;
				/** Cookies of earlier setups, by name, domain and path, which sign-out deletes as well. Default: none. */
				legacy?: LegacyCookie[] | undefined;
		  }
		| undefined;
	/**
	 * Accepts the sessions of Lucia 3 for a limited time, so that nobody is signed out by the move. Migrate the table first:
	 * see "From Lucia v3" in the documentation. Default: they are not accepted.
	 */
	fromLucia?:
		| {
				/** Until when. As long as Lucia's sessions live, 30 days by default, is enough. */
				until: Date;
				/** Lucia's cookie. Default: `{ name: 'auth_session' }`. */
				cookie?: LegacyCookie | undefined;
		  }
		| undefined;
	/** The paths of your pages, without the base path; or functions that return them for a request, with it or without, as for each language. */
	pages?:
		| {
				/** Default: `/signin`. */
				signIn?: PageOption | undefined;
				/** The page for a sign-out without JavaScript that failed; it gets `?error=CODE`. Default: `/signout`. */
				signOut?: PageOption | undefined;
				/** Where to go after signing in or up without a `callbackUrl`. Default: `/`. */
				afterSignIn?: PageOption | undefined;
				/** Where to go after signing out without a `callbackUrl`. Default: `/`. */
				afterSignOut?: PageOption | undefined;
		  }
		| undefined;
	/** Cross-site request forgery. */
	csrf?:
		| {
				/**
				 * Origins beside your own whose forms the kit accepts. Write what you have in SvelteKit's `csrf.trustedOrigins`, which
				 * cannot be read at runtime. Default: none.
				 */
				trustedOrigins?: string[] | undefined;
		  }
		| undefined;
	/**
	 * What answers a POST to `?/signout`. `'handle'` (default): `handle`, on every page, also on pages without actions.
	 * `'page'`: only pages that export `actions.signout`, which then get the result in their `form`.
	 */
	signOutAction?: 'handle' | 'page' | undefined;
	store?:
		| {
				/** How long one call to the database may take before it counts as down, in seconds. Default: 5. */
				timeout?: number | undefined;
		  }
		| undefined;
	/**
	 * Sends `Clear-Site-Data` with the answer to a sign-out, over https only. `true` is `['storage']`, which empties
	 * localStorage, IndexedDB and the service workers of the whole origin. `'cache'` can stall Chrome for many seconds.
	 * Default: not sent.
	 */
	clearSiteData?: boolean | ClearSiteDataDirective[] | undefined;
	/**
	 * The headers `X-Frame-Options`, `frame-ancestors`, `X-Content-Type-Options` and `Referrer-Policy` of every response for a
	 * user and of every page with one of the kit's forms. What your app sets itself stays. `false` sends none of them.
	 * Default: all are sent.
	 */
	securityHeaders?:
		| false
		| {
				/** Who may show such a page in a frame, as in `frame-ancestors`. Default: `'none'`, with its quotes: nobody. */
				frameAncestors?: string | undefined;
				/** Default: `'strict-origin-when-cross-origin'`. */
				referrerPolicy?:
					| 'no-referrer'
					| 'origin'
					| 'origin-when-cross-origin'
					| 'same-origin'
					| 'strict-origin'
					| 'strict-origin-when-cross-origin'
					| undefined;
		  }
		| undefined;
	/**
	 * Functions of your app, by the name of the event. A request waits at most 10 seconds for each.
	 *
	 * `beforeSignIn`, `beforeSignUp` and `beforeSignOut` stop what they are called for by returning a `message` for the
	 * person. What they throw is logged; it stops a sign-in or sign-up, but not a sign-out. `beforeSignOut` is not called for
	 * sessions that expired, nor when a pending sign-out is finished.
	 *
	 * `afterSignIn`, `afterSignUp`, `afterSignOut`, `signInFailed` and `credentialsChanged` run after the fact. What they throw
	 * is logged and changes nothing. `afterSignOut` runs once whenever at least one session has ended. With `outbox: true` it is
	 * stored with the deletion of the sessions, in the model `GuardianEvent`, and delivered at least once, whatever becomes of
	 * this process.
	 */
	events?:
		| (Hooks<SelectedUser<UserRow<Prisma, UserModel, UserFields>, Selection>> & {
				/** Whether `afterSignOut` is stored with the deletion of the sessions, and delivered from there. Default: `false`. */
				outbox?: boolean | undefined;
		  })
		| undefined;
	/** Features to add, such as your own: see "Write a feature" in the documentation. Default: none. */
	features?: List | undefined;
	/**
	 * The name of your app, as people know it: no password may be made of it. Default: none.
	 */
	appName?: string | undefined;
	/** What a new password may not be, beside what is refused in any case. */
	passwords?: PasswordOptions | undefined;
	/**
	 * How often people may try. `false` switches all of it off. Default: limits for sign-in, sign-up and every form that
	 * tries a secret, counted in your database.
	 */
	limits?: false | LimitsOptions | undefined;
	/** Your names for the models of features, by the feature's name of the model. Default: none differ. */
	models?:
		| Record<
				string,
				{ modelName?: string | undefined; fields?: Record<string, string> | undefined }
		  >
		| undefined;
}

/** The option `passwords`. */
export interface PasswordOptions {
	/**
	 * Whether a new password is refused that is known from a breach, by the range API of
	 * [Have I Been Pwned](https://haveibeenpwned.com/API/v3#PwnedPasswords): it receives the first five hex digits of the
	 * password's SHA-1 hash, and nothing else. Where it does not answer the password is accepted, and a line is logged. Default: `false`.
	 */
	hibp?:
		| boolean
		| {
				/** A copy of your own: the five digits follow. Default: `https://api.pwnedpasswords.com/range/`. */
				url?: string | undefined;
				/** How long a check may take, in seconds, at most 10. Default: 1. */
				timeout?: number | undefined;
		  }
		| undefined;
}

/** The option `limits`. */
export interface LimitsOptions {
	/** Sign-ins by one client address. Default: 30 in 60 seconds. */
	signIn?: Quota | undefined;
	/** Sign-ups by one client address. Default: 20 in 60 seconds. */
	signUp?: Quota | undefined;
	/**
	 * Failed tries of a secret for one account, by all forms together, and by each browser that has signed in to it before.
	 * Default: 5 in 300 seconds.
	 */
	account?: Quota | undefined;
	/**
	 * How many failures in a row an account may have: 20 to 100. The last 10 are left to browsers that have signed in to it before;
	 * to others it is locked by then, until its owner signs in from such a browser or gets a new password. `false` for any number.
	 * Default: 100, the most that NIST SP 800-63B-4 allows.
	 */
	failuresInARow?: number | false | undefined;
	/** Your client of `redis` 4 or later, or of `ioredis`, to count there and not in the database. Default: the database. */
	redis?: object | undefined;
}

/** What `Clear-Site-Data` can empty. */
export type ClearSiteDataDirective = 'storage' | 'cache' | 'cookies' | 'executionContexts';
