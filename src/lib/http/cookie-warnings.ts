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

	function warn(url: URL, text: string) {
		if (warned.has(url.origin) || warned.size === MOST) return;
		warned.add(url.origin);
		report(text);
	}

	/** Warns of a domain that the cookie cannot be set for. To be called by the first request. */
	function domain(profile: CookieProfile, url: URL) {
		if (url.hostname === PRERENDERING || whyRefused(profile, url) !== 'domain') return;
		const { attributes } = profile;
		warn(
			url,
			`\`cookie.domain\` is "${attributes.domain}", and this request came to ${url.host}, where browsers refuse a cookie of ` +
				'that domain: nobody can sign in there. Leave `cookie.domain` out where the app runs on one host, or set it by ' +
				'environment, so that it is unset in development.'
		);
	}

	return {
		domain,
		/** Warns of that, and of a Secure cookie over plain http. To be called before the cookie is set. */
		all(profile: CookieProfile, url: URL) {
			domain(profile, url);
			if (whyRefused(profile, url) !== 'insecure') return;
			warn(
				url,
				`This app believes it is at ${url.origin}, where browsers refuse a Secure cookie: nobody can sign in. ` +
					`Behind a proxy, tell it its public address: ${ADDRESS}. ` +
					'To go without https, set `cookie: { secure: false }`.'
			);
		}
	};
}
