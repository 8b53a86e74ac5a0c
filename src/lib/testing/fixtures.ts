import type {
	BrowserContext,
	Fixtures,
	Page,
	PlaywrightTestArgs,
	PlaywrightTestOptions,
	PlaywrightWorkerArgs,
	PlaywrightWorkerOptions,
	TestInfo
} from '@playwright/test';
import type { GuardianOptions } from '../options.js';
import { readConfig } from '../config.js';
import { createAuthContext, type AuthContext } from '../context.js';
import type {
	FieldNames,
	SelectedUser,
	UserField,
	UserRow,
	UserSelection
} from '../database/types.js';
import {
	createAccounts,
	misuse,
	type NewUserOptions,
	type SignedIn,
	type TestAccount
} from './accounts.js';
import { enter } from './enter.js';

/** Whom to sign in: a new user, unless the options name one. */
export interface SignedInOptions extends NewUserOptions {
	/** Somebody who is there already, by the id. Instead of the options of a new user. */
	user?: { id: string | number | bigint };
	/**
	 * Somebody who has this email already is signed in, and stays after the test; else a user is made with it.
	 * Default: a new one, which nobody else has.
	 */
	email?: string;
	/**
	 * Whether the user and the session stay after the test, as for a state that a setup project stores. Give an `email` with it,
	 * so that the next run finds the user. Default: `false`.
	 */
	keep?: boolean;
	/** The address of the app. Default: Playwright's `baseURL`. */
	baseURL?: string;
}

/** What {@link guardianFixtures} adds to the arguments of a test. */
export interface GuardianFixtures<User = { id: string }> {
	/** Makes a user who is not signed in, and removes them after the test. */
	newUser(options?: NewUserOptions): Promise<TestAccount<User>>;
	/**
	 * Signs a browser in without a form: it makes a user and a session in the database and sets the cookie. The page is
	 * not touched; go somewhere with it afterwards. In a second browser pass the `user` of the first for the same person.
	 * A session that this test has opened in the browser before ends; one out of a stored state does not, because other tests use
	 * it.
	 *
	 * @throws {GuardianError} `TESTING_MISUSED` without an address, or when there is no such user
	 */
	signedIn(where: Page | BrowserContext, options?: SignedInOptions): Promise<SignedIn<User>>;
}

/**
 * Playwright fixtures that sign people in without filling in a form: `signedIn` and `newUser`. They work on the app's
 * database through the kit's own code, so tokens, lifetimes and the cookie's name and attributes are those of the app.
 * Users are unique to the test and removed after it, so tests may run on any number of workers.
 *
 * @param options those of your `guardianAuth()`, of which `prisma`, `secret`, `user`, `session`, `cookie` and `store` are read:
 * keep them in a file of their own and both can use it. That file must not import `$env` or `$app`, and `auth` itself
 * cannot be used here: Playwright runs outside of Vite. A function is called anew in every test, for a database that is
 * only known then.
 * @throws {GuardianError} in the test, `CONFIG_INVALID` when an option is wrong
 *
 * @example
 * ```ts
 * // tests/test.ts
 * import { test as base } from '@playwright/test';
 * import { LibSql } from 'svelte-guardian/libsql';
 * import { guardianFixtures } from 'svelte-guardian/testing';
 * import { PrismaClient } from '../src/generated/prisma/client.js';
 *
 * const prisma = new PrismaClient({ adapter: new LibSql({ url: 'file:./prisma/dev.db' }) });
 *
 * export const test = base.extend(guardianFixtures({ prisma }));
 *
 * test('an account shows its email', async ({ page, signedIn }) => {
 * 	const { email } = await signedIn(page);
 * 	await page.goto('/account');
 * 	await test.expect(page.getByText(email)).toBeVisible();
 * });
 * ```
 */
export function guardianFixtures<
	Prisma extends object,
	const UserModel extends string = 'user',
	const UserFields extends FieldNames<UserField> = Record<never, never>,
	const SessionModel extends string = 'session',
	const Selection extends UserSelection<UserRow<Prisma, UserModel, UserFields>> = {
		email: true;
		name: true;
	}
>(
	options:
		| GuardianOptions<Prisma, UserModel, UserFields, SessionModel, Selection>
		| (() => GuardianOptions<Prisma, UserModel, UserFields, SessionModel, Selection>)
): Fixtures<
	GuardianFixtures<SelectedUser<UserRow<Prisma, UserModel, UserFields>, Selection>>,
	object,
	PlaywrightTestArgs & PlaywrightTestOptions,
	PlaywrightWorkerArgs & PlaywrightWorkerOptions
> {
	type User = SelectedUser<UserRow<Prisma, UserModel, UserFields>, Selection>;
	let shared: AuthContext<User> | undefined;
	const ofTest = new WeakMap<TestInfo, AuthContext<User>>();

	function partsOf(test: TestInfo): AuthContext<User> {
		if (typeof options !== 'function') return (shared ??= contextFrom<User>(options));
		const parts = ofTest.get(test) ?? contextFrom<User>(options());
		ofTest.set(test, parts);
		return parts;
	}

	return {
		// Playwright reads the fixtures it asks for off the parameter, also where it is none.
		// eslint-disable-next-line no-empty-pattern
		async newUser({}, use, test) {
			let accounts: Accounts<User> | undefined;
			await use((user = {}) => (accounts ??= createAccounts(partsOf(test))).make(user));
			await accounts?.removeMade();
		},

		async signedIn({ baseURL, userAgent }, use, test) {
			let accounts: Accounts<User> | undefined;
			const opened: Array<{ userId: string; publicId: string }> = [];
			const cookies = new Set<string>();
			await use(async (where, { user: there, keep, baseURL: origin = baseURL, ...wanted } = {}) => {
				if (!origin) throw misuse(NO_ADDRESS);
				const parts = partsOf(test);
				accounts ??= createAccounts(parts);
				const found = await (there !== undefined
					? accounts.find(there)
					: accounts.findOrMake(wanted, keep));
				const context = 'addCookies' in where ? where : where.context();
				const session = await enter(parts, found.user, context, {
					origin,
					userAgent,
					own: cookies
				});
				if (!keep) opened.push({ userId: found.user.id, publicId: session.id });
				return { ...found, session };
			});
			// Somebody who was there before the test stays, without the sessions it made.
			for (const session of opened) {
				await partsOf(test).sessions.revoke({ scope: 'session', ...session });
			}
			await accounts?.removeMade();
		}
	};
}

type Accounts<User extends { id: string }> = ReturnType<typeof createAccounts<User>>;

const NO_ADDRESS =
	'signedIn() has to know where the app is: set `use: { baseURL }` in playwright.config.ts, or pass `baseURL`.';

/** The options that matter to a test's own sessions. */
type OptionsRead = { prisma: object; secret?: GuardianOptions<object>['secret'] } & Partial<
	Record<'user' | 'session' | 'cookie' | 'store', object>
>;

/** Without the app's events: what a test does to its own database is no news for the app. */
function contextFrom<User extends { id: string }>({
	prisma,
	secret,
	user,
	session,
	cookie,
	store
}: OptionsRead): AuthContext<User> {
	const options = { prisma, secret, user, session, cookie, store };
	return createAuthContext(readConfig<User>(options, (path) => path)).context;
}
