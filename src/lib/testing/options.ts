import type { Locator, Page } from '@playwright/test';

/** Whom the suite signs in: unique to the test. */
export interface Person {
	email: string;
	password: string;
	/** `true` in another browser of the same test: this person was signed in with these words already. */
	again: boolean;
}

/** What `signOutSuite()` has to know of an app. */
export interface SignOutSuiteOptions {
	/** A page for members only, with its base path: what `page.goto()` takes. */
	privatePath: string;
	/** What that page shows to the person signed in, and to nobody else: words, or where they stand. */
	privateText: string | RegExp | ((page: Page, person: Pick<Person, 'email'>) => Locator);
	/** Signs this browser in. Default: the `signedIn` fixture of `guardianFixtures()`. */
	signIn?: (page: Page, person: Person) => Promise<unknown>;
	/** What the person does to sign out of the page at `privatePath`. Default: clicks the first button named /sign out/i. */
	signOut?: (page: Page) => Promise<unknown>;
	/** Signs this person out on every device. Default: posts `scope=all` to `?/signout` of the page at `privatePath`. */
	signOutEverywhere?: (page: Page) => Promise<unknown>;
	/** Where signing out leads, as `toHaveURL()` takes it. Default: not checked. */
	signedOutUrl?: string | RegExp;
	/** The page that asks whether to sign out, with its base path. Default: `/signout`. */
	signOutPath?: string;
	/** A form action for members only, such as `{ path: '/account?/rename', form: { name: 'Ann' } }`. Default: not tested. */
	privateAction?: { path: string; form?: Record<string, string> };
	/** Whether `<SessionSync>` is in the layout, so that other tabs follow. Default: `true`. */
	sessionSync?: boolean;
	/**
	 * Takes the app's database away and brings it back. Everybody is without it meanwhile, so the suite then runs one test
	 * after the other: let nothing else run against the same app. Default: what happens then is not tested.
	 */
	database?: { stop(): unknown; start(): unknown };
	/** What tells the person that the session could not be ended yet. Default: any `role="alert"` with words in it. */
	pendingNotice?: (page: Page) => Locator;
}
