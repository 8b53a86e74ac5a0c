import type { RequestEvent } from '@sveltejs/kit';
import { readCookieHeader } from './cookie-header.js';
import { cookieProfile, type CookieSettings } from './cookie-profile.js';
import type { RequestAuth, Requests } from './request-auth.js';
import { setCookie } from './response-cookies.js';

/** A cookie of a feature, of one browser: see {@link createFeatureCookie}. */
export interface FeatureCookie {
	/** The value, or `null`. Anybody may have made it up: seal it, or look it up. */
	read(event: Pick<RequestEvent, 'cookies'>): string | null;
	/** @param maxAge in seconds */
	write(event: Pick<RequestEvent, 'cookies'>, value: string, maxAge: number): void;
	/** Deletes it, if the browser has it. */
	forget(event: Pick<RequestEvent, 'cookies'>): void;
}

/**
 * Creates the access to a cookie that belongs to a feature: HttpOnly, `SameSite=Lax`, for this host only, and where the session
 * cookie is Secure with the same `__Host-` prefix. `Lax` whatever the option says: a link in a webmail leads here from another site.
 *
 * @param name what follows the name of the session cookie
 *
 * @example
 * ```ts
 * const cookie = createFeatureCookie(requests, config.cookie, 'reset');
 * cookie.write(event, token, 3600);
 * ```
 */
export function createFeatureCookie(
	requests: Pick<Requests<unknown>, 'of'>,
	{ name: base, secure }: CookieSettings,
	name: string
): FeatureCookie {
	const settings = { name: `${base}_${name}`, secure, sameSite: 'lax' } as const;
	const open = (given: Pick<RequestEvent, 'cookies'>) => {
		const state = requests.of(given.cookies, given);
		return { state, profile: cookieProfile(settings, state.event.url) };
	};

	function read(given: Pick<RequestEvent, 'cookies'>): string | null {
		const { state, profile } = open(given);
		// This request may have deleted it.
		if (!state.event.cookies.get(profile.name)) return null;
		const header = state.event.request.headers.get('cookie');
		const found = readCookieHeader(header, profile.name);
		const value = found.findLast((cookie) => cookie.name === profile.name)?.value || null;
		if (value !== null) keepPrivate(state);
		return value;
	}

	return {
		read,
		write(given, value, maxAge) {
			const { state, profile } = open(given);
			setCookie(state, { ...profile, value, maxAge });
		},
		forget(given) {
			if (read(given) === null) return;
			const { state, profile } = open(given);
			setCookie(state, { ...profile, value: '', maxAge: 0 });
		}
	};
}

/** What is shown by such a cookie is in no shared cache: not on this page, nor on one whose code asks by `event.fetch`. */
function keepPrivate(state: RequestAuth<unknown>): void {
	for (let at: RequestAuth<unknown> | undefined = state; at; at = at.parent) at.cookieRead = true;
}
