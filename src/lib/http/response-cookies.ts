import type { CookieProfile } from './cookie-profile.js';
import type { RequestAuth } from './request-auth.js';

/** A cookie as it is written. */
export interface Cookie {
	name: string;
	value: string;
	attributes: CookieProfile['attributes'] | { path: string; secure: boolean; domain?: string };
	/** In seconds; 0 deletes the cookie. */
	maxAge: number;
}

/**
 * Sets a cookie through SvelteKit, for code that runs in an action, a `load` or an endpoint.
 *
 * @example
 * ```ts
 * setCookie(state, { name: 'session', value: token, attributes: { path: '/', secure: true }, maxAge: 3600 });
 * ```
 */
export function setCookie(
	state: RequestAuth<unknown>,
	{ name, value, attributes, maxAge }: Cookie
): void {
	state.event.cookies.set(name, value, { ...attributes, maxAge });
	state.setCookiesLater.delete(name);
	state.cookieChanged = true;
}

/**
 * Sets a cookie on the finished response, for code that runs in `handle` before the page does. SvelteKit fails with a
 * response whose headers cannot be changed, such as `Response.redirect()`, as soon as a cookie was set through it.
 *
 * @example
 * ```ts
 * setCookieLater(state, { name: 'session', value: '', attributes: { path: '/', secure: true }, maxAge: 0 });
 * ```
 */
export function setCookieLater(
	{ setCookiesLater }: RequestAuth<unknown>,
	{ name, value, attributes, maxAge }: Cookie
): void {
	setCookiesLater.set(name, { value, options: { ...attributes, maxAge } });
}
