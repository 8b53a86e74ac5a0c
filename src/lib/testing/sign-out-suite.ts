import { randomBytes } from 'node:crypto';
import type {
	BrowserContext,
	PlaywrightTestArgs,
	PlaywrightTestOptions,
	PlaywrightWorkerArgs,
	PlaywrightWorkerOptions,
	TestType
} from '@playwright/test';
import { uniqueEmail } from './left-overs.js';
import { createApp, type App } from './app.js';
import type { SignedIn } from './accounts.js';
import type { GuardianFixtures } from './fixtures.js';
import type { SignOutSuiteOptions } from './options.js';
import { browser } from './sign-out-tests/browser.js';
import { copiedCookie } from './sign-out-tests/copied-cookie.js';
import { databaseDown } from './sign-out-tests/database-down.js';
import { everywhere } from './sign-out-tests/everywhere.js';

type Args = PlaywrightTestArgs & PlaywrightTestOptions;
type WorkerArgs = PlaywrightWorkerArgs & PlaywrightWorkerOptions;

/**
 * Declares Playwright tests that hold your own app to what a sign-out promises: a copied cookie opens nothing, other
 * tabs follow, the Back button shows nothing private, it works without JavaScript, opening a page signs nobody out, and
 * a database that is down is not passed over in silence. Each title is a rule; a test that fails says what to change.
 *
 * @param test your `test`, with the `guardianFixtures()` unless the options say how to `signIn`
 * @param options where the app shows what, and how one signs out of it
 *
 * @example
 * ```ts
 * // tests/sign-out.spec.ts
 * import { signOutSuite } from 'svelte-guardian/testing';
 * import { test } from './test.js';
 *
 * signOutSuite(test, {
 * 	privatePath: '/account',
 * 	privateText: (page, { email }) => page.getByText(email)
 * });
 * ```
 */
export function signOutSuite<
	TestArgs extends PlaywrightTestArgs & PlaywrightTestOptions & GuardianFixtures,
	Worker extends PlaywrightWorkerArgs & PlaywrightWorkerOptions
>(test: TestType<TestArgs, Worker>, options: SignOutSuiteOptions): void;
export function signOutSuite<
	TestArgs extends PlaywrightTestArgs & PlaywrightTestOptions,
	Worker extends PlaywrightWorkerArgs & PlaywrightWorkerOptions
>(
	test: TestType<TestArgs, Worker>,
	options: SignOutSuiteOptions & Required<Pick<SignOutSuiteOptions, 'signIn'>>
): void;
export function signOutSuite(test: unknown, options: SignOutSuiteOptions): void {
	const base = test as TestType<Args & GuardianFixtures, WorkerArgs>;
	const { signIn } = options;
	const signing = base.extend<{ signInAs: NonNullable<SignOutSuiteOptions['signIn']> }>({
		// Not one fixture for both: Playwright refuses a `signedIn` that the app's `test` does not have.
		signInAs: signIn
			? // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures it asks for off the parameter
				({}, use) => use(signIn)
			: ({ signedIn }, use) => {
					let first: Promise<SignedIn<{ id: string }>> | undefined;
					return use(async (page, { again, ...person }) => {
						if (again && first) await signedIn(page, { user: (await first).user });
						else await (first = signedIn(page, person));
					});
				}
	});
	const rule = signing.extend<{ app: App }>({
		async app({ browser, signInAs }, use) {
			const opened: BrowserContext[] = [];
			const person = { email: uniqueEmail(), password: randomBytes(12).toString('base64url') };
			const app = createApp({
				options,
				expect: base.expect,
				person,
				signIn: signInAs,
				async newContext(kind) {
					const context = await browser.newContext(kind);
					opened.push(context);
					return context;
				}
			});
			await use(app);
			for (const context of opened) await context.close();
		}
	});

	rule.describe('signing out', () => {
		// A stored state of the project is other tests' own, and a sign-out would end its session for them.
		rule.use({ storageState: { cookies: [], origins: [] } });
		// Each rule takes several browsers and pages, where the timeout of an app is for one.
		rule.slow();
		// What stops the database stops it for the tests beside it as well.
		if (options.database) rule.describe.configure({ mode: 'default' });
		copiedCookie({ rule, options });
		browser({ rule, options });
		everywhere({ rule, options });
		databaseDown({ rule, options });
	});
}
