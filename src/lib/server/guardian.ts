import type { ActionFailure, Handle, RequestEvent } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import type { GuardianOptions } from '../options.js';
import type { SignInFields, SignUpFields } from '../schemas.js';
import type { Sessions } from '../sessions/sessions.js';
import type {
	FieldNames,
	FormMessage,
	SelectedUser,
	Session,
	SessionsApi,
	SignInOptions,
	SignInResult,
	SignOutActionData,
	SignOutOptions,
	SignOutRefusal,
	SignOutResult,
	SignUpOptions,
	UserField,
	UserRow,
	UserSelection
} from '../types.js';
import { cookiesOf } from './arguments.js';
import { readConfig } from './config.js';
import type { FormFailure } from './form-action.js';
import { createHandle } from './handle.js';
import { createParts } from './parts.js';
import { report } from './report.js';
import { createRequireUser } from './require-user.js';
import { createSignIn } from './sign-in.js';
import { createSignOutError } from './sign-out-page.js';
import { createSignOut } from './sign-out.js';
import { createSessionsApi } from './sessions-api.js';
import { createSignUp } from './sign-up.js';

/** What `guardianAuth()` returns. */
export interface Guardian<User extends { id: string }> {
	/** Goes into `src/hooks.server.ts`; alone, or in a `sequence(…)`. */
	handle: Handle;
	/** Makes an account and signs this browser in. */
	signUp(options: SignUpOptions): Promise<SignInResult<User>>;
	/** Signs this browser in. */
	signIn(options: SignInOptions): Promise<SignInResult<User>>;
	/**
	 * Ends sessions: this one unless the options say otherwise.
	 *
	 * @throws {GuardianError} `SCOPE_INVALID` when the options do not say which sessions to end, or contradict each other;
	 * `ARGUMENT_INVALID` for another option that is wrong; `HANDLE_MISSING` without the cookies of a request
	 */
	signOut(options: SignOutOptions): Promise<SignOutResult>;
	/** Form actions, to be exported from a page's `actions`. */
	actions: {
		signup: (event: RequestEvent) => Promise<FormFailure<SignUpFields>>;
		signin: (event: RequestEvent) => Promise<FormFailure<SignInFields>>;
		signout: (event: RequestEvent) => Promise<SignOutActionData | ActionFailure<SignOutRefusal>>;
	};
	/**
	 * The guard of a page. Returns the signed-in user; sends anyone else to the sign-in page and back afterwards; answers
	 * 503 when the database could not say who this is.
	 */
	requireUser(event: Pick<RequestEvent, 'cookies' | 'url'>): User;
	/**
	 * Who a request comes from. `unavailable`: the database could not say, so `locals.user` is `null` although the person
	 * may be signed in.
	 */
	statusOf(event: Pick<RequestEvent, 'cookies'>): 'signed-in' | 'anonymous' | 'unavailable';
	/** The sessions of users, for account pages and server code. */
	sessions: SessionsApi;
	/**
	 * What the sign-out page has to say about a sign-out that failed, by the `error` in its address; `null` for nothing.
	 */
	signOutError(event: Pick<RequestEvent, 'cookies' | 'url'>): FormMessage | null;
}

/**
 * What to extend `App.Locals` with.
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
export interface GuardianLocals<Auth extends { requireUser(event: never): unknown }> {
	/** Who is signed in; `null` for nobody. */
	user: ReturnType<Auth['requireUser']> | null;
	/** The session of this browser; `null` exactly when `user` is. */
	session: Session | null;
}

/**
 * Sets up authentication for an app: sessions in its own database, form actions that work before JavaScript, and a
 * sign-out that says `ok` only when it is so.
 *
 * @throws {GuardianError} `CONFIG_INVALID`, naming each option that is wrong and what to write instead
 *
 * @example
 * ```ts
 * // src/lib/server/auth.ts
 * import { guardianAuth } from 'svelte-guardian';
 * import { LibSql } from 'svelte-guardian/libsql';
 * import { PrismaClient } from '../../generated/prisma/client.js';
 *
 * const url = process.env.DATABASE_URL ?? 'file:./prisma/dev.db';
 *
 * export const auth = guardianAuth({ prisma: new PrismaClient({ adapter: new LibSql({ url }) }) });
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
	}
>(
	options: GuardianOptions<Prisma, UserModel, UserFields, SessionModel, Selection>
): Guardian<SelectedUser<UserRow<Prisma, UserModel, UserFields>, Selection>> {
	type User = SelectedUser<UserRow<Prisma, UserModel, UserFields>, Selection>;
	const config = readConfig<User>(options, inApp);
	const parts = createParts<User>(config);
	const up = createSignUp(parts);
	const inn = createSignIn(parts);
	const out = createSignOut(parts);

	if (config.sweepEvery) sweepEvery(config.sweepEvery, parts.sessions);

	return {
		handle: createHandle(parts, out.action),
		signUp: up.signUp,
		signIn: inn.signIn,
		signOut: out.signOut,
		actions: { signup: up.action, signin: inn.action, signout: out.action },
		requireUser: createRequireUser(parts),
		statusOf: (event) => parts.states.of(cookiesOf(event)).identity.status,
		sessions: createSessionsApi(parts),
		signOutError: createSignOutError(parts)
	};
}

/** `resolve` types its argument as one of the app's own routes, which a library cannot know. */
const inApp = (path: string) => (resolve as (path: string) => string)(path);

function sweepEvery(seconds: number, { sweep }: Pick<Sessions<unknown>, 'sweep'>): void {
	const round = async () => {
		try {
			await sweep();
		} catch (error) {
			report('Expired sessions could not be swept. The next round tries again.', error);
		}
		wait();
	};
	// From the end of one sweep to the next: one that takes longer than that is alone all the same. And a process that has
	// nothing else to do may end.
	const wait = () => void setTimeout(round, seconds * 1000).unref();
	wait();
}
