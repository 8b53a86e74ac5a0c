import type { RequestEvent } from '@sveltejs/kit';
import type { Config } from './config.js';
import { createDatabase, type Database } from './database/database.js';
import { createQuery } from './database/query.js';
import { failures, type CodeDeclaration } from './errors.js';
import type { Hooks } from './events.js';
import { createHookRunner, type HookRunner } from './hooks.js';
import { createSignOutOutbox, type SignOutOutbox } from './sessions/sign-out-outbox.js';
import { createRequests, type Requests } from './http/request-auth.js';
import type { LimiterSlot } from './http/run-action.js';
import type { NewPasswordStep } from './users/new-password-step.js';
import type { SignOutStep } from './http/sign-out-step.js';
import type { SignUpStep } from './users/sign-up-step.js';
import { createAdmit, type Admit, type AdmitStep } from './sessions/admit.js';
import { createKeptSecret } from './sealing/kept-secret.js';
import { createSealing, type Sealing } from './sealing/sealing.js';
import { createSessionCookies, type SessionCookies } from './sessions/session-cookies.js';
import { createSessions, type Sessions } from './sessions/sessions.js';
import { createTokens, type Tokens } from './tokens/tokens.js';
import { createUsers, type Users } from './users/users.js';

/** What features work with. */
export interface AuthContext<User> {
	/** The options, validated and with their defaults. */
	config: Config<User>;
	database: Database;
	users: Users<User>;
	/** For what may happen once. Only for features that declare `tokenModels`. */
	tokens: Tokens;
	sessions: Sessions<User>;
	/** The session cookies of a browser. */
	cookies: SessionCookies;
	/** The requests in progress. */
	requests: Requests<User>;
	hooks: HookRunner<User>;
	/** With `events.outbox`. */
	signOutOutbox: SignOutOutbox | null;
	/** Encrypts data that browsers keep for the server. */
	sealing: Sealing;
	/** Opens a session for a verified user. Nothing else creates sessions. */
	admit: Admit<User>;
	/** What features have to say of the emails of sign-ups. */
	signUpSteps: readonly SignUpStep[];
	/** What features do in the transaction of a new password. */
	newPasswordSteps: readonly NewPasswordStep[];
	/** What features take out of a browser that is signed out. */
	signOutSteps: readonly SignOutStep[];
	/** The limiter of actions, which a feature supplies. */
	limits: LimiterSlot;
	/** Deletes what has expired in the tables of all features. */
	deleteExpired(): Promise<number>;
	/** The failure for a code of the kit or of a feature. */
	failure<Code extends string>(code: Code): { ok: false; code: Code; error: string };
	/** The HTTP status for such a code. */
	httpStatusOf(code: string): number;
}

/** What features add to, while `guardianAuth()` installs them. */
export interface Registry<User> {
	admitSteps: AdmitStep<User>[];
	/** What features have to say of the emails of sign-ups. */
	signUpSteps: SignUpStep[];
	newPasswordSteps: NewPasswordStep[];
	signOutSteps: SignOutStep[];
	/** Each deletes what has expired of one feature. */
	deletions: (() => Promise<void>)[];
	/** By the code. */
	codes: Map<string, CodeDeclaration>;
}

/**
 * Creates the context of the features. It does not need Vite, so a test runner in plain Node can create sessions with the
 * same code.
 *
 * @param currentEvent SvelteKit's `getRequestEvent`, by which remote functions find their request. Default: none
 *
 * @example
 * ```ts
 * const { context } = createAuthContext(readConfig(options, withBasePath));
 * ```
 */
export function createAuthContext<User extends { id: string }>(
	config: Config<User>,
	currentEvent?: () => RequestEvent
): { context: AuthContext<User>; registry: Registry<User> } {
	const { names, declarations, prisma, columns, lifetime } = config;
	const luciaUntil = config.fromLucia?.until;
	const query = createQuery(config.storeTimeout);
	const registry: Registry<User> = {
		admitSteps: [],
		signUpSteps: [],
		newPasswordSteps: [],
		signOutSteps: [],
		deletions: [],
		codes: new Map(Object.entries(failures))
	};

	const database = createDatabase({
		...{ models: prisma, names, declarations, query },
		timeoutSeconds: config.storeTimeout
	});
	const { afterSignOut, ...otherEvents } = config.events;
	const signOutOutbox =
		config.storesEvents && afterSignOut ? createSignOutOutbox(database, afterSignOut) : null;
	const sessions = createSessions<User>({
		...{ prisma, columns, lifetime, query, luciaUntil },
		...{ maxPerUser: config.maxPerUser, recorder: signOutOutbox ?? undefined },
		ownColumns: config.sessionColumns
	});
	const cookies = createSessionCookies(config);
	const { secrets } = config;
	const sealing = createSealing(
		secrets ? async () => secrets : createKeptSecret({ model: prisma.guardianSecret!, query })
	);
	const hooks = createHookRunner<User>();
	hooks.add(signOutOutbox ? (otherEvents as Hooks<User>) : config.events);
	const codeOf = (code: string) => {
		const declared = registry.codes.get(code);
		if (!declared)
			throw new Error(`No feature declares the code ${code}. Add it to its \`codes\`.`);
		return declared;
	};
	const tokens = createTokens(database);
	if (database.hasModel('oneTimeToken')) registry.deletions.push(() => tokens.deleteExpired());
	const context: AuthContext<User> = {
		config,
		...{ database, tokens, signOutOutbox },
		users: createUsers<User>({ prisma, columns, query }),
		sessions,
		cookies,
		requests: createRequests<User>(currentEvent, config.locals),
		hooks,
		sealing,
		signUpSteps: registry.signUpSteps,
		newPasswordSteps: registry.newPasswordSteps,
		signOutSteps: registry.signOutSteps,
		limits: { limiter: null },
		async deleteExpired() {
			const deleted = await sessions.deleteExpired();
			for (const work of registry.deletions) await work();
			return deleted;
		},
		admit: createAdmit({ sessions, cookies, hooks, sealing, lifetime }, registry.admitSteps),
		failure: (code) => ({ ok: false, code, error: codeOf(code).message }),
		httpStatusOf: (code) => codeOf(code).status
	};
	return { context, registry };
}
