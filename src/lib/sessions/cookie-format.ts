import { readCookieHeader } from '../http/cookie-header.js';
import { hashToken, isToken } from './session-token.js';

/** How many cookies are hashed. Whatever an attacker sends in front hides none of the last ones. */
const MOST_HASHED = 200;

/** How many count, of those whose name and token belong together. A browser has one, or a few after simultaneous sign-ins. */
const MOST = 20;

/** The number of characters of the hash in a cookie's name: enough to distinguish the sessions of one browser. */
const SUFFIX_LENGTH = 12;

/**
 * The name of the cookie that holds a token: each session has a cookie of its own. An answer that deletes the cookie of one
 * session can then never delete that of a later sign-in, however late it arrives.
 *
 * @param base the name of the app's session cookie, with its prefix
 *
 * @example
 * ```ts
 * sessionCookieName('__Host-session', token); // '__Host-session_ba7816bf8f01'
 * ```
 */
export const sessionCookieName = (base: string, token: string): string =>
	cookieNameFor(base, hashToken(token));

/** What a session cookie holds. */
export interface SessionCookie {
	token: string;
	/** Whose session it is, sealed: see `sealOwner`. Not in cookies that an earlier version has set. */
	owner?: string;
}

/**
 * The value of a session cookie: the token, then a dot and the sealed owner.
 *
 * @example
 * ```ts
 * writeSessionCookie({ token: 'ZkQ…', owner: 'eyJ…' }); // 'ZkQ….eyJ…'
 * ```
 */
export const writeSessionCookie = ({ token, owner }: SessionCookie): string =>
	owner === undefined ? token : `${token}.${owner}`;

function readValue(value: string): SessionCookie {
	const dot = value.indexOf('.');
	if (dot === -1) return { token: value };
	return { token: value.slice(0, dot), owner: value.slice(dot + 1) };
}

/**
 * The tokens in a `Cookie` header, each with the name of its cookie, in the order in which they were sent: browsers send
 * the one that was set last at the end. A cookie whose name does not match its token was not set by the kit and is ignored.
 * The sealed owner is not checked here.
 *
 * @example
 * ```ts
 * readSessionCookies(request.headers.get('cookie'), '__Host-session'); // [{ name: '__Host-session_…', token: '…' }]
 * ```
 */
export function readSessionCookies(
	header: string | null,
	base: string
): ({ name: string } & SessionCookie)[] {
	const length = sessionCookieName(base, '').length;
	const candidates = readCookieHeader(header, `${base}_`)
		.filter(({ name }) => name.length === length)
		.map(({ name, value }) => ({ name, ...readValue(value) }))
		.filter(({ token }) => isToken(token))
		.slice(-MOST_HASHED);
	const found = new Map<string, { name: string } & SessionCookie>();
	for (const candidate of candidates) {
		const { name, token } = candidate;
		if (name === sessionCookieName(base, token)) found.set(name, candidate);
	}
	return [...found.values()].slice(-MOST);
}

/**
 * The name of a cookie that belongs to one session, from the key of its row.
 *
 * @example
 * ```ts
 * cookieNameFor('__Host-session', hashToken(token)); // '__Host-session_ba7816bf8f01'
 * ```
 */
export const cookieNameFor = (base: string, key: string): string =>
	`${base}_${key.slice(0, SUFFIX_LENGTH)}`;

/**
 * The names in a `Cookie` header that are those of session cookies, whatever is in them. At most 20.
 *
 * @example
 * ```ts
 * namesOfSessions('session_ba7816bf8f01=x; theme=dark', 'session'); // ['session_ba7816bf8f01']
 * ```
 */
export function namesOfSessions(header: string | null, base: string): string[] {
	const hash = new RegExp(`^[0-9a-f]{${SUFFIX_LENGTH}}$`);
	const isHash = (name: string) => hash.test(name.slice(base.length + 1));
	const names = readCookieHeader(header, `${base}_`).map(({ name }) => name);
	return [...new Set(names.filter(isHash))].slice(-MOST);
}
