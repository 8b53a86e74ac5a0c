/** Browsers read a backslash as a slash and drop tabs, line ends and leading blanks: what we check would not be what they follow. */
// eslint-disable-next-line no-control-regex -- control characters are the point
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\\]|^\s|\s$/;

/** A path decoded by a later hop must hold none of these either: a second header line, another way to write a slash. */
// eslint-disable-next-line no-control-regex -- control characters are the point
const UNSAFE_DECODED = /[\u0000-\u001f\u007f\\]/;

/** Longer addresses are cut or refused on their way, by browsers and proxies. */
const LONGEST = 2048;

/**
 * Returns the path of a same-origin redirect target, normalised and in ASCII, or `null` for any other value.
 * Every redirect of the kit goes through here (open redirects: CVE-2022-24858, CVE-2024-56734,
 * CVE-2025-27143, CVE-2025-53535; OWASP ASVS 5.0, 3.7.2).
 *
 * @param value whatever arrived: a form field, a query parameter, an option
 * @param origin the app's own origin, such as `https://app.example`
 * @param base the app's base path, such as `/app`: a path outside of it is not the app's. Default: none
 *
 * @example
 * ```ts
 * safeCallbackUrl('/account?tab=a', 'https://app.example'); // '/account?tab=a'
 * safeCallbackUrl('//evil.example', 'https://app.example'); // null
 * safeCallbackUrl('/account', 'https://app.example', '/app'); // null
 * ```
 */
export function safeCallbackUrl(value: unknown, origin: string, base = ''): string | null {
	if (typeof value !== 'string' || value.length > LONGEST || UNSAFE.test(value)) return null;

	const absolute = /^https?:\/\//i.test(value);
	if (!absolute && (value[0] !== '/' || value[1] === '/')) return null;

	let url: URL;
	try {
		url = new URL(value, origin);
	} catch {
		return null;
	}
	if (url.origin !== origin || url.username || url.password) return null;
	if (url.pathname.startsWith('//') || leadsAwayOnceDecoded(url.pathname)) return null;
	const path = decoded(url.pathname);
	if (path === null || !isWithin(path, base)) return null;

	const target = url.pathname + url.search + url.hash;
	return target.length > LONGEST ? null : target;
}

/**
 * The address of a page with a `callbackUrl` in its query, of at most 2,048 characters: browsers and proxies refuse longer ones.
 * A `callbackUrl` for which there is no room goes without its query, or not at all.
 *
 * @param page the path of the page, without a query
 * @param callbackUrl where the page leads back to; `null` for nowhere
 * @param params the rest of the query. Default: none
 *
 * @example
 * ```ts
 * withCallbackUrl('/signin', '/account?tab=a'); // '/signin?callbackUrl=%2Faccount%3Ftab%3Da'
 * ```
 */
export function withCallbackUrl(
	page: string,
	callbackUrl: string | null,
	params: readonly (readonly [name: string, value: string])[] = []
): string {
	const written = (target: string | null | undefined) => {
		const query = new URLSearchParams(params.map(([name, value]) => [name, value]));
		if (target) query.set('callbackUrl', target);
		return query.size > 0 ? `${page}?${query}` : page;
	};
	// The text may have any length, and what is too long in any case is never encoded.
	const start = callbackUrl?.slice(0, LONGEST + 1);
	const choices = [start, start?.split(/[?#]/, 1)[0]].map(written);
	return choices.find(({ length }) => length <= LONGEST) ?? written(null);
}

/**
 * Decodes a path as SvelteKit does; `null` if that fails, in which case SvelteKit answers with a 400.
 *
 * @example
 * ```ts
 * decoded('/caf%C3%A9'); // '/café'
 * decoded('/caf%E9'); // null
 * ```
 */
export function decoded(path: string): string | null {
	try {
		return decodeURIComponent(path);
	} catch {
		return null;
	}
}

const isWithin = (path: string, base: string) => path === base || path.startsWith(`${base}/`);

/** A legitimate path is not encoded more often than this, and each layer costs time. */
const LAYERS = 4;

/** Whether the path, after one or more rounds of decoding, names another host or contains a line break. */
function leadsAwayOnceDecoded(path: string): boolean {
	for (let layer = 0; layer < LAYERS; layer++) {
		const decoded = asciiDecoded(path);
		if (decoded === path) return false;
		path = decoded;
		// The host is only there to read the path by: what matters is whether its dots leave two slashes in front.
		const normalised = new URL(`http://host${path}`).pathname;
		if (UNSAFE_DECODED.test(path) || path.startsWith('//') || normalised.startsWith('//'))
			return true;
	}
	return true;
}

/** Byte by byte, so that one which is no UTF-8 does not hide the others. */
const asciiDecoded = (path: string) =>
	path.replace(/%([0-7][0-9a-f])/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
