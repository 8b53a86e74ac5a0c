import type { Config } from '../../config.js';
import { readCookieHeader } from '../../http/cookie-header.js';
import { cookieProfile } from '../../http/cookie-profile.js';
import type { RequestAuth } from '../../http/request-auth.js';
import { setCookie, setCookieLater, type Cookie } from '../../http/response-cookies.js';
import { cookieNameFor } from '../../sessions/session-cookie.js';
import {
	readPendingRevocation,
	writePendingRevocation,
	type PendingRevocation
} from './pending-revocation.js';

/** How many pending revocations of one request count. Each costs a statement, and an attacker can send many. */
const MAX_PENDING = 5;

/**
 * The name of the cookie that holds a pending revocation. Each has a cookie of its own, so that a late response never deletes
 * a newer one.
 *
 * @param base the name of the app's session cookie with `_pending`
 *
 * @example
 * ```ts
 * pendingCookieName('__Host-session_pending', pending); // '__Host-session_pending_all_ba7816bf8f01'
 * ```
 */
export const pendingCookieName = (
	base: string,
	{ scope, key }: Pick<PendingRevocation, 'scope' | 'key'>
): string => cookieNameFor(`${base}_${scope}`, key);

/**
 * The pending revocations in a `Cookie` header. Malformed ones are ignored.
 *
 * @example
 * ```ts
 * readPendingCookies(request.headers.get('cookie'), '__Host-session_pending'); // []
 * ```
 */
export function readPendingCookies(header: string | null, base: string): PendingRevocation[] {
	const found = new Map<string, PendingRevocation>();
	for (const { name, value } of readCookieHeader(header, `${base}_`)) {
		const pending = readPendingRevocation(value);
		if (pending && name === pendingCookieName(base, pending)) found.set(name, pending);
	}
	return [...found.values()];
}

/** The revocations that a browser still has to get confirmed, in cookies. */
export interface PendingCookies {
	/** The pending revocations of this browser, as they will be after this request. */
	read(state: RequestAuth<unknown>): PendingRevocation[];
	add(state: RequestAuth<unknown>, pending: PendingRevocation): void;
	/** Deletes the cookie with the finished response. */
	removeLater(state: RequestAuth<unknown>, pending: PendingRevocation): void;
}

/**
 * Creates the access to the cookies of pending revocations.
 *
 * @example
 * ```ts
 * const pendingCookies = createPendingCookies(config);
 * pendingCookies.add(state, { key, scope: 'current', requestedAt: new Date() });
 * ```
 */
export function createPendingCookies({
	cookie,
	lifetime
}: Pick<Config<never>, 'cookie' | 'lifetime'>): PendingCookies {
	const settings = { ...cookie, name: `${cookie.name}_pending` };
	const known = new WeakMap<RequestAuth<unknown>, PendingRevocation[]>();

	const profileOf = ({ event }: RequestAuth<unknown>) => cookieProfile(settings, event.url);

	function read(state: RequestAuth<unknown>): PendingRevocation[] {
		const already = known.get(state);
		if (already) return already;
		const header = state.event.request.headers.get('cookie');
		const found = readPendingCookies(header, profileOf(state).name).slice(-MAX_PENDING);
		known.set(state, found);
		return found;
	}

	function cookieFor(state: RequestAuth<unknown>, pending: PendingRevocation): Cookie {
		const { name: base, attributes } = profileOf(state);
		const name = pendingCookieName(base, pending);
		// No session that it is about can live longer than this.
		return { name, attributes, value: writePendingRevocation(pending), maxAge: lifetime.absolute };
	}

	return {
		read,
		add(state, pending) {
			known.set(state, [...read(state), pending].slice(-MAX_PENDING));
			setCookie(state, cookieFor(state, pending));
		},
		removeLater(state, pending) {
			known.set(
				state,
				read(state).filter((other) => other !== pending)
			);
			setCookieLater(state, { ...cookieFor(state, pending), value: '', maxAge: 0 });
		}
	};
}
