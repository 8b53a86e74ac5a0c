import type { RequestEvent } from '@sveltejs/kit';
import { report } from '../report.js';
import { decoded, safeCallbackUrl } from './callback-url.js';
import { appOrigin } from './request-origin.js';

/** The pages of the app that the kit leads to. */
export type PageName = 'signIn' | 'signOut' | 'afterSignIn' | 'afterSignOut';

/**
 * A path of the app without the base path, or a function that returns one for a request. What a function returns may have the
 * base path, as the addresses do from which it is made.
 */
export type PageOption = string | ((event: RequestEvent) => string);

/** The path of a page for a request, with the base path. */
export interface AppPage {
	(event: RequestEvent): string;
	/** The path without the base path, where it is the same for every request. */
	path?: string;
}

/** The app's pages. */
export type AppPages = Readonly<Record<PageName, AppPage>>;

/** The paths that an app has. */
export interface AppPaths {
	pages: AppPages;
	/** The path that a callback URL names; `null` for anything that is not a path of this app. */
	callbackUrl(value: unknown, event: RequestEvent): string | null;
	/** Whether a path is that of the app's sign-out page, whatever its query and however it is encoded. */
	isSignOutPage(path: string, event: RequestEvent): boolean;
}

/** How an option is checked, and what to use where a function returns something else. */
export interface PageRule {
	/** The path in ASCII; `null` for anything that is no path. */
	read(path: unknown): string | null;
	fallback: string;
}

/**
 * Creates the paths of an app. The base path is read once: while a page is rendered, SvelteKit makes it relative.
 *
 * @example
 * ```ts
 * const paths = createAppPaths('/app', { signIn: '/signin', … }, rules);
 * paths.pages.signIn(event); // '/app/signin'
 * ```
 */
export function createAppPaths(
	base: string,
	options: Record<PageName, PageOption>,
	rules: Record<PageName, PageRule>
): AppPaths {
	const hasBase = (path: string) =>
		path === base || ['/', '?', '#'].some((next) => path.startsWith(base + next));
	const page = (name: PageName): AppPage => {
		const option = options[name];
		if (typeof option === 'string') return Object.assign(() => base + option, { path: option });
		const { read, fallback } = rules[name];
		return (event: RequestEvent) => {
			const path = read(attempt(() => option(event)));
			if (path !== null) return hasBase(path) ? path : base + path;
			report(
				`\`pages.${name}\` has to return a path of your app, such as "${fallback}". ` +
					`It did not, so the default is used.`
			);
			return base + fallback;
		};
	};
	const pages = {
		signIn: page('signIn'),
		signOut: page('signOut'),
		afterSignIn: page('afterSignIn'),
		afterSignOut: page('afterSignOut')
	};
	return {
		pages,
		callbackUrl: (value, { url }) => safeCallbackUrl(value, appOrigin(url), base),
		isSignOutPage: (path, event) => pathOf(path) === pathOf(pages.signOut(event))
	};
}

/** The sign-out page must work whatever an app's function does. */
function attempt(work: () => unknown): unknown {
	try {
		return work();
	} catch (error) {
		report('A function in `pages` failed.', error);
		return undefined;
	}
}

const pathOf = (url: string) => decoded(url.split(/[?#]/, 1)[0] ?? '')?.replace(/\/$/, '');
