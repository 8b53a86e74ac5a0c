import { VERSION } from '@sveltejs/kit';
import { whyRefused, type CookieProfile } from './cookie-profile.js';
import { report } from '../report.js';

/** How many addresses are warned about: whoever forges `Host` headers must not fill the log. */
const MOST = 3;

/** The host that SvelteKit uses during prerendering. No browser visits it. */
const PRERENDERING = 'sveltekit-prerender';

/** Where an app says its public address, by SvelteKit's major version. */
const ADDRESS = VERSION.startsWith('2.')
	? 'set ORIGIN for adapter-node'
	: "write `paths: { origin: 'https://…' }` in vite.config.ts";

/**
 * Why browsers refuse the session cookie at this address, and what to change, for the developer.
 *
 * @returns `null` where they take it
 *
 * @example
 * ```ts
 * adviceOn(cookieProfile(settings, url), url);
 * ```
 */
export function adviceOn(profile: CookieProfile, url: URL): string | null {
	const reason = whyRefused(profile, url);
	if (reason === 'domain') {
		return (
			`\`cookie.domain\` is "${profile.attributes.domain}", and this request came to ${url.host}, where browsers refuse a cookie of ` +
			'that domain: nobody can sign in there. Leave `cookie.domain` out where the app runs on one host, or set it by ' +
			'environment, so that it is unset in development.'
		);
	}
	if (reason === null) return null;
	return (
		`This app believes it is at ${url.origin}, where browsers refuse a Secure cookie: nobody can sign in. ` +
		`Behind a proxy, tell it its public address: ${ADDRESS}. ` +
		'To go without https, set `cookie: { secure: false }`.'
	);
}

/**
 * Warns once per origin that browsers refuse the session cookie there. Without the warning nothing indicates the problem:
 * every request succeeds, but no user stays signed in.
 *
 * @example
 * ```ts
 * const warnings = createCookieWarnings();
 * warnings.domain(cookieProfile(settings, url), url);
 * ```
 */
export function createCookieWarnings() {
	const warned = new Set<string>();

	function warn(profile: CookieProfile, url: URL) {
		const advice = adviceOn(profile, url);
		if (advice === null || warned.has(url.origin) || warned.size === MOST) return;
		warned.add(url.origin);
		report(advice);
	}

	return {
		/** Warns of a domain that the cookie cannot be set for. To be called by the first request. */
		domain(profile: CookieProfile, url: URL) {
			if (url.hostname === PRERENDERING || whyRefused(profile, url) !== 'domain') return;
			warn(profile, url);
		},
		/** Warns of that, and of a Secure cookie over plain http. To be called before the cookie is set. */
		all: warn
	};
}
