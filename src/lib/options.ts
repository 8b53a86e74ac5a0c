import type {
	FieldNames,
	ModelName,
	ModelRow,
	PrismaModel,
	SelectedUser,
	SessionField,
	UserField,
	UserRow,
	UserSelection
} from './database/types.js';
import type { Hooks } from './events.js';
import type { LegacyCookie } from './http/cookie-profile.js';
import type { Features } from './feature.js';

/** The options of `guardianAuth()`. Everything but `prisma` has a default. */
export interface GuardianOptions<
	Prisma extends object,
	UserModel extends string = 'user',
	UserFields extends FieldNames<UserField> = Record<never, never>,
	SessionModel extends string = 'session',
	Selection = UserSelection<UserRow<Prisma, UserModel, UserFields>>,
	List extends Features = Features
> {
	/** Your Prisma client, with the models of `svelte-guardian/prisma`, or with your own: see `user.modelName`. */
	prisma: Prisma & Record<NoInfer<UserModel | SessionModel>, PrismaModel>;
	user?: {
		/** Your model of a user, by its key in the client: `'authUser'` for `model AuthUser`. Default: `'user'`. */
		modelName?: UserModel & ModelName<Prisma>;
		/**
		 * Your names of the fields, where they differ: `{ email: 'mail' }`. They hold towards the database alone; in
		 * `select`, `locals` and everywhere else of the kit a field has its own name. Default: none differ.
		 */
		fields?: UserFields & FieldNames<UserField, keyof ModelRow<Prisma, UserModel>>;
		/** Which columns of the user go into `locals.user`, beside `id`. Default: `{ email: true, name: true }`. */
		select?: Selection;
	};
	/** How long sessions live, in seconds, and what they are called. */
	session?: {
		/** Your model of a session, by its key in the client. Default: `'session'`. */
		modelName?: SessionModel & ModelName<Prisma>;
		/** Your names of the fields, where they differ; `user` is the relation to the user. Default: none differ. */
		fields?: FieldNames<Exclude<SessionField, 'user'>, keyof ModelRow<Prisma, SessionModel>> &
			FieldNames<'user'>;
		/** Ends a session that was not used for so long. Default: 30 days. */
		idle?: number;
		/** Ends a session so long after sign-in, however much it is used. Default: 90 days. */
		absolute?: number;
		/** How old `lastUsedAt` may grow before it is written again. Default: 300, at most half of `idle`. */
		renewAfter?: number;
		/**
		 * How long after one such deletion this instance deletes expired sessions again by itself. Default: never; see
		 * `auth.sessions.deleteExpired()`.
		 */
		deleteExpiredEvery?: number;
	};
	cookie?: {
		/** The name, to which `__Host-` or `__Secure-` is put where the cookie is Secure. Default: `guardian_session`. */
		name?: string;
		/** `'auto'` (default): Secure except on plain-http localhost. */
		secure?: 'auto' | boolean;
		/** Shares the session with the subdomains of this domain; costs the `__Host-` prefix. Default: not shared. */
		domain?: string;
		/** Default: `'lax'`. */
		sameSite?: 'lax' | 'strict';
		/** Cookies of earlier setups, by name, domain and path, which sign-out clears as well. Default: none. */
		legacy?: LegacyCookie[];
	};
	/**
	 * For an app that has Lucia 3 sessions already: for a while they are taken over as they come, and nobody is signed out.
	 * Migrate the table first: see "Moving from Lucia" in the README. Default: none are taken over.
	 */
	fromLucia?: {
		/** When that while ends. The longest that Lucia's sessions lived, 30 days by default, is enough. */
		until: Date;
		/** Lucia's cookie. Default: `{ name: 'auth_session' }`. */
		cookie?: LegacyCookie;
	};
	/** Where your pages are, without the base path, which is added. */
	pages?: {
		/** Default: `/signin`. */
		signIn?: string;
		/** Shown when a sign-out without JavaScript failed; receives `?error=CODE`. Default: `/signout`. */
		signOut?: string;
		/** Where signing in and up lead when no `callbackUrl` says otherwise. Default: `/`. */
		afterSignIn?: string;
		/** Where signing out leads when no `callbackUrl` says otherwise. Default: `/`. */
		afterSignOut?: string;
	};
	/**
	 * Who answers a POST to `?/signout`. `'handle'` (default): `handle`, on every page, also on those without actions.
	 * `'page'`: only pages that export `actions.signout`, which then find the outcome in their `form`.
	 */
	signOutAction?: 'handle' | 'page';
	store?: {
		/** How long the database may take over one call before it counts as down, in seconds. Default: 5. */
		timeout?: number;
	};
	/**
	 * Sends `Clear-Site-Data` with the answer to a sign-out, over https only. `true` is `['storage']`, which empties
	 * localStorage, IndexedDB and the service workers of the whole origin. `'cache'` can stall Chrome for many seconds.
	 * Default: not sent.
	 */
	clearSiteData?: boolean | ClearSiteDataDirective[];
	/**
	 * What your app wants to know or decide, by the name of the event. Each hook is waited for, for up to 10 seconds.
	 *
	 * `beforeSignIn`, `beforeSignUp` and `beforeSignOut` stop what they are called for by returning a `message` for the
	 * person. What they throw is logged; it stops a sign-in or sign-up, but not a sign-out. `beforeSignOut` is not called for
	 * sessions that expired, nor when a pending sign-out is finished.
	 *
	 * `afterSignIn`, `afterSignUp`, `afterSignOut`, `signInFailed` and `credentialsChanged` are told of what has happened. What
	 * they throw is logged and changes nothing. `afterSignOut` is called once whenever at least one session has ended.
	 */
	events?: Hooks<SelectedUser<UserRow<Prisma, UserModel, UserFields>, Selection>>;
	/** What to add to the kit: a list of features such as your own, see "Write a feature". Default: none. */
	features?: List;
	/** Your names for the models of features, by the feature's name of the model. Default: none differ. */
	models?: Record<string, { modelName?: string; fields?: Record<string, string> }>;
}

/** What `Clear-Site-Data` can empty. */
export type ClearSiteDataDirective = 'storage' | 'cache' | 'cookies' | 'executionContexts';
