/** What a browser says about where a request comes from. */
export interface RequestOrigin {
	/** The `Origin` header. */
	origin: string | null;
	/** The `Sec-Fetch-Site` header; older browsers and HTTP clients send none. */
	secFetchSite: string | null;
}

/**
 * Whether a form comes from a page of this app. The origin must match exactly: a missing origin, `null`, a subdomain or
 * another port is refused (OWASP ASVS 5.0, 3.5.1; CVE-2023-29003, CVE-2023-29008).
 *
 * @param from the request's own headers
 * @param origin the app's origin, such as `https://app.example`
 *
 * @example
 * ```ts
 * isSameOrigin({ origin: 'https://evil.example', secFetchSite: null }, 'https://app.example'); // false
 * ```
 */
export function isSameOrigin(from: RequestOrigin, origin: string): boolean {
	const siteAgrees = from.secFetchSite === null || from.secFetchSite === 'same-origin';
	return from.origin === origin && siteAgrees;
}

const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];

/**
 * Is this the content type of an HTML form? A POST without any is not: SvelteKit's own check lets it pass unseen.
 *
 * @example
 * ```ts
 * isFormContentType('application/x-www-form-urlencoded; charset=utf-8'); // true
 * ```
 */
export function isFormContentType(contentType: string | null): boolean {
	return FORM_TYPES.includes(contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '');
}
