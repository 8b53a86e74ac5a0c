import { error, type RequestEvent } from '@sveltejs/kit';
import { DEV } from 'esm-env';
import type { AppPaths } from './app-paths.js';
import { withCallbackUrl } from './callback-url.js';
import { cookieProfile, whyRefused, type CookieSettings } from './cookie-profile.js';
import { adviceOn } from './cookie-warnings.js';
import type { HandledRoute } from './handle.js';
import { OWN_PATH } from '../own-path.js';
import type { RequestAuth, Requests } from './request-auth.js';
import { setCookie } from './response-cookies.js';

/** Where a sign-in leads first, where browsers probably refuse the session cookie. Below the base path. */
export const COOKIE_CHECK = `${OWN_PATH}/cookie/check`;

/** A cookie that nothing can refuse but a browser that keeps none at all. It says nothing of anybody. */
const PROBE = 'guardian_cookie_probe';

/** How long the check can be reloaded, in seconds. */
const PROBE_AGE = 3_600;

const SIGNED_IN_BUT = 'You have signed in, but your browser';

const NOT_KEPT = `${SIGNED_IN_BUT} did not keep the cookie of this site, so you are not signed in here.`;
const BLOCKED = `${SIGNED_IN_BUT} keeps no cookies of this site, so you are not signed in here. Allow cookies for this site and sign in again.`;
const FOR_USERS = 'Open this site by https, or contact whoever runs it.';

/** What both halves of the check need. */
export interface CookieCheckOptions {
	cookie: CookieSettings;
	paths: Pick<AppPaths, 'callbackUrl' | 'pages'>;
	withBasePath(path: string): string;
}

/** Where to go after a sign-in, with the callback URL that the form had. */
export type AfterSignInUrl = (state: RequestAuth<unknown>, callbackUrl: unknown) => string;

/** The paths of an app, with that where a sign-in leads. */
export interface SignInPaths extends AppPaths {
	afterSignInUrl: AfterSignInUrl;
}

const targetOf = ({ paths }: CookieCheckOptions, callbackUrl: unknown, event: RequestEvent) =>
	paths.callbackUrl(callbackUrl, event) ?? paths.pages.afterSignIn(event);

/**
 * Creates the function that says where a sign-in leads. By plain http on a real host, and on a host that `cookie.domain` does
 * not cover, that is the check whether the cookie has arrived; everywhere else it is the page itself.
 *
 * The server cannot know by itself: behind a proxy that has not told it its address, the browser may use https.
 *
 * @example
 * ```ts
 * const afterSignInUrl = createAfterSignInUrl({ cookie, paths, withBasePath });
 * afterSignInUrl(state, '/account'); // '/account', or '/_guardian/cookie/check?callbackUrl=%2Faccount'
 * ```
 */
export function createAfterSignInUrl(options: CookieCheckOptions): AfterSignInUrl {
	const { cookie, withBasePath } = options;
	// Read once: while a page is rendered, SvelteKit makes the base path relative.
	const [path, check] = [withBasePath(OWN_PATH), withBasePath(COOKIE_CHECK)];
	return (state, callbackUrl) => {
		const { event } = state;
		const target = targetOf(options, callbackUrl, event);
		if (whyRefused(cookieProfile(cookie, event.url), event.url) === null) return target;
		const attributes = { path, secure: false };
		setCookie(state, {
			...{ name: PROBE, value: '1', attributes, maxAge: PROBE_AGE }
		});
		return withCallbackUrl(check, target);
	};
}

/**
 * Creates the check. It goes on to the page, unless the session cookie is missing where it is likely to be refused: then an
 * error page says so, in development with what to change. It asks the database for nothing.
 *
 * @param hasSession whether the request has a session cookie
 *
 * @example
 * ```ts
 * routes.set(`GET ${COOKIE_CHECK}`, createCookieCheck({ cookie, paths, withBasePath, requests, hasSession }));
 * ```
 */
export function createCookieCheck<User>(
	options: CookieCheckOptions & {
		requests: Requests<User>;
		hasSession(state: RequestAuth<User>): boolean;
	}
): HandledRoute {
	return {
		isLazy: true,
		answer(event) {
			const { url, cookies } = event;
			const profile = cookieProfile(options.cookie, url);
			const isRefused = whyRefused(profile, url) !== null;
			if (!isRefused || options.hasSession(options.requests.of(cookies, event))) {
				const location = targetOf(options, url.searchParams.get('callbackUrl'), event);
				return new Response(null, { status: 303, headers: { location } });
			}
			const isBlocked = cookies.get(PROBE) === undefined;
			const advice = DEV ? adviceOn(profile, url) : isBlocked ? '' : FOR_USERS;
			error(400, `${isBlocked ? BLOCKED : NOT_KEPT} ${advice}`.trim());
		}
	};
}
