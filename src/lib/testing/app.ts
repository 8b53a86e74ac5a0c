import type { APIResponse, BrowserContext, Expect, Locator, Page } from '@playwright/test';
import type { Person, SignOutSuiteOptions } from './options.js';

/** The app under test, as the rules speak of it. */
export interface App {
	/** Signs this browser in, and opens the private page. */
	enter(page: Page, browser?: { again: boolean }): Promise<void>;
	/** Does what a person does to sign out, whatever comes of it. */
	press(page: Page): Promise<void>;
	/**
	 * Signs out, and waits until the page shows it.
	 *
	 * @param message what is wrong with the app when it does not
	 */
	leave(page: Page, message?: string): Promise<void>;
	/** Goes to the private page, whatever it answers. */
	visit(page: Page): Promise<void>;
	/** @param message what is wrong with the app when it does not */
	showsPrivate(page: Page, message: string): Promise<void>;
	/**
	 * @param message what is wrong with the app when it does
	 * @param within in milliseconds, where an answer takes longer than elsewhere
	 */
	showsNothingPrivate(page: Page, message: string, within?: { timeout: number }): Promise<void>;
	/** A page in another browser, with nothing or with copied cookies in it. */
	elsewhere(options?: { cookies?: Cookies; javaScriptEnabled?: boolean }): Promise<Page>;
	/** What an answer gives away: it differs for the person signed in and for nobody. */
	reveals(answer: APIResponse): Promise<object>;
}

/** As a browser context hands them out. */
export type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

/** What {@link createApp} needs of a test. */
interface TestOfApp {
	options: SignOutSuiteOptions;
	expect: Expect;
	person: Omit<Person, 'again'>;
	signIn: NonNullable<SignOutSuiteOptions['signIn']>;
	newContext(options: { javaScriptEnabled?: boolean }): Promise<BrowserContext>;
}

/** How long a page may take to fall silent. One that keeps a connection open never does. */
const SILENT_MS = 3_000;

/**
 * Puts the words of the rules into practice.
 *
 * @example
 * ```ts
 * const app = createApp({ options, expect, person, signIn, newContext });
 * await app.enter(page);
 * await app.leave(page);
 * ```
 */
export function createApp({ options, expect, person, signIn, newContext }: TestOfApp): App {
	const { privatePath, privateText, signedOutUrl } = options;
	const signOut = options.signOut ?? clickSignOut;

	const marks = (page: Page): Locator =>
		(typeof privateText === 'function'
			? privateText(page, person)
			: page.getByText(privateText)
		).filter({ visible: true });

	const app: App = {
		async enter(page, { again } = { again: false }) {
			await signIn(page, { ...person, again });
			await app.visit(page);
			await app.showsPrivate(
				page,
				`${privatePath} does not show \`privateText\` to the person signed in. Either \`signIn\` did not sign in, or ` +
					'the page shows something else.'
			);
		},

		async press(page) {
			await signOut(page);
		},

		async leave(page, message = STILL_SHOWS) {
			await app.press(page);
			await app.showsNothingPrivate(page, message);
			if (signedOutUrl !== undefined) {
				await expect(page, 'Signing out did not lead to `signedOutUrl`.').toHaveURL(signedOutUrl);
			}
		},

		async visit(page) {
			await page.goto(privatePath);
			await settled(page);
		},

		async showsPrivate(page, message) {
			await expect(marks(page).first(), message).toBeVisible();
		},

		async showsNothingPrivate(page, message, within) {
			await expect(marks(page), message).toHaveCount(0, within);
		},

		async elsewhere({ cookies = [], ...kind } = {}) {
			const context = await newContext(kind);
			await context.addCookies(cookies);
			return await context.newPage();
		},

		async reveals(answer) {
			const body = await answer.text();
			const words = typeof privateText === 'string' ? [person.email, privateText] : [person.email];
			const isPrivate =
				words.some((word) => body.includes(word)) ||
				(privateText instanceof RegExp && new RegExp(privateText, 'i').test(body));
			return { status: answer.status(), ...shapeOf(body), isPrivate };
		}
	};
	return app;
}

/** What is wrong with a page that shows what is private after its own sign-out. */
export const STILL_SHOWS =
	'After signing out the page still shows what is private. `signOut` may not have signed out; or the page keeps its ' +
	'data: take the user from `locals` in a `load`, and let <SignOutButton /> or `use:enhance` refresh it.';

/** Waits until the page has got what it asked for: what it shows before that is not yet what it shows. */
export async function settled(page: Page): Promise<void> {
	await page.waitForLoadState('networkidle', { timeout: SILENT_MS }).catch(() => {});
}

/** Waits for SvelteKit's live region, which is there once the page is mounted; goes on where there is none. */
export async function mounted(page: Page): Promise<void> {
	const announcer = page.locator('#svelte-announcer');
	await announcer.waitFor({ state: 'attached', timeout: SILENT_MS }).catch(() => {});
}

const clickSignOut = (page: Page) =>
	page
		.getByRole('button', { name: /sign out/i })
		.first()
		.click();

/** Of SvelteKit's data and action answers, what does not change from one request to the next. */
function shapeOf(body: string): object {
	try {
		const { type, nodes } = JSON.parse(body);
		return { type, nodes: nodes?.map((node: { type?: string } | null) => node?.type ?? null) };
	} catch {
		return {};
	}
}
