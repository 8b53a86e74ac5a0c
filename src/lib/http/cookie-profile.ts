import { isLocalHost } from './local-host.js';

/** What an app decided about its session cookie. */
export interface CookieSettings {
	/** The name without a prefix. */
	name: string;
	/** `'auto'`: Secure except on plain-http localhost. */
	secure: 'auto' | boolean;
	/** Share the cookie with the subdomains of this domain. The cookie then has no `__Host-` prefix. */
	domain?: string | undefined;
	sameSite: 'lax' | 'strict';
}

/** The cookie's name and attributes on one origin. A cookie is set and deleted with the same ones. */
export interface CookieProfile {
	name: string;
	attributes: {
		path: '/';
		httpOnly: true;
		secure: boolean;
		sameSite: 'lax' | 'strict';
		domain?: string;
	};
}

/** What the name of a Secure cookie begins with, so that a browser enforces it (RFC 6265bis, 4.1.3). */
export const COOKIE_PREFIXES = ['__Host-', '__Secure-'] as const;

/**
 * The name of a cookie without its prefix, however that is written: browsers do not tell its cases apart.
 *
 * @example
 * ```ts
 * withoutPrefix('__Host-session'); // 'session'
 * ```
 */
export const withoutPrefix = (name: string): string => name.replace(/^__(Host|Secure)-/i, '');

/**
 * Name and attributes of the session cookie on this origin. Secure cookies get the prefix that makes a browser enforce
 * it: `__Host-` (no Domain, Path=/), or `__Secure-` when the app shares the cookie with its subdomains (OWASP ASVS 5.0,
 * 3.3.1 and 3.3.3). Only on plain-http localhost is it neither Secure nor prefixed: Safari would refuse it there.
 *
 * @example
 * ```ts
 * const settings = { name: 'session', secure: 'auto', sameSite: 'lax' } as const;
 * cookieProfile(settings, new URL('https://app.example/')).name; // '__Host-session'
 * cookieProfile(settings, new URL('http://localhost:5173/')).name; // 'session'
 * ```
 */
export function cookieProfile(settings: CookieSettings, url: URL): CookieProfile {
	const local = url.protocol === 'http:' && isLocalHost(url.hostname);
	const secure = settings.secure === 'auto' ? !local : settings.secure;
	const [host, shared] = COOKIE_PREFIXES;
	const prefix = !secure ? '' : settings.domain ? shared : host;
	return {
		name: prefix + settings.name,
		attributes: {
			path: '/',
			httpOnly: true,
			secure,
			sameSite: settings.sameSite,
			...(settings.domain && { domain: settings.domain })
		}
	};
}

/**
 * Why a browser refuses this cookie, or `null` where it takes it. `insecure`: a Secure cookie over plain http, which on a
 * real host means that the app does not know its public address. `domain`: the host of the page is not within the cookie's
 * domain (RFC 6265, 5.3, step 6).
 *
 * @example
 * ```ts
 * const settings = { name: 'session', secure: 'auto', sameSite: 'lax' } as const;
 * const url = new URL('http://app.example/');
 * whyRefused(cookieProfile(settings, url), url); // 'insecure'
 * ```
 */
export function whyRefused({ attributes }: CookieProfile, url: URL): 'insecure' | 'domain' | null {
	const { secure, domain } = attributes;
	if (domain !== undefined && !isWithin(url.hostname, domain)) return 'domain';
	return secure && url.protocol === 'http:' && !isLocalHost(url.hostname) ? 'insecure' : null;
}

function isWithin(hostname: string, domain: string): boolean {
	const parent = domain.replace(/^\./, '').toLowerCase();
	return hostname === parent || hostname.endsWith(`.${parent}`);
}

/**
 * Creates the function that says whether a response sets or deletes a cookie of the kit: of a session, or one named after it.
 * Whoever has set it, a shared cache must not store such a response.
 *
 * @example
 * ```ts
 * const setsCookie = createCookieFinder({ name: 'session', legacy: [] });
 * setsCookie(new Headers({ 'set-cookie': '__Host-session_ba7816bf8f01=x; Path=/' })); // true
 * ```
 */
export function createCookieFinder({
	name,
	legacy
}: Pick<CookieSettings, 'name'> & { legacy: readonly LegacyCookie[] }): (
	headers: Headers
) => boolean {
	const bases = new Set([name, ...legacy.map((cookie) => cookie.name)]);
	const isOurs = (cookie: string) => {
		const [own = ''] = cookie.split('=', 1);
		const plain = withoutPrefix(own.trim());
		return [...bases].some((base) =>
			[plain, own.trim()].some((one) => one === base || one.startsWith(`${base}_`))
		);
	};
	return (headers) => headers.has('set-cookie') && headers.getSetCookie().some(isOurs);
}

/** A cookie of an earlier setup, which sign-out deletes as well. */
export interface LegacyCookie {
	name: string;
	/** Default: none. */
	domain?: string | undefined;
	/** Default: `/`. */
	path?: string | undefined;
}
