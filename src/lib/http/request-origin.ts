/** What a browser says about where a request comes from. */
export interface RequestOrigin {
	/** The `Origin` header. */
	origin: string | null;
	/** The `Sec-Fetch-Site` header; older browsers and HTTP clients send none. */
	secFetchSite: string | null;
}

/**
 * Whether a form comes from a page of this app. `Sec-Fetch-Site: same-origin` is enough, because no page can set that header;
 * it is right even where a proxy or a tunnel hides the app's address. Without it the origin must match exactly: a missing
 * origin, `null`, a subdomain or another port is refused (OWASP ASVS 5.0, 3.5.1; CVE-2023-29003, CVE-2023-29008).
 *
 * @param from the request's own headers
 * @param origin the app's origin, such as `https://app.example`
 * @param trusted other origins whose forms the app accepts. Default: none
 *
 * @example
 * ```ts
 * isSameOrigin({ origin: 'https://evil.example', secFetchSite: null }, 'https://app.example'); // false
 * ```
 */
export function isSameOrigin(
	from: RequestOrigin,
	origin: string,
	trusted: readonly string[] = []
): boolean {
	if (from.secFetchSite === 'same-origin') return true;
	if (from.origin === null) return false;
	return trusted.includes(from.origin) || (from.secFetchSite === null && from.origin === origin);
}

/*
 * SvelteKit 3 puts `paths.origin` in its place when it builds the app; on SvelteKit 2 there is no such thing. It is not public, and
 * nothing public has the value: not `$app/paths`, `$app/env`, `$app/manifest` or `$service-worker`, and an adapter gives it to
 * its own server only. Without it the kit would refuse forms that SvelteKit accepts, wherever the two differ, so a version that
 * renames it fails `e2e/consumers/kit-3.test.ts`.
 */
declare const __SVELTEKIT_PATHS_ORIGIN__: string | undefined;
const CONFIGURED =
	typeof __SVELTEKIT_PATHS_ORIGIN__ === 'string' ? __SVELTEKIT_PATHS_ORIGIN__ : undefined;

/**
 * The app's own origin: `paths.origin` of SvelteKit 3 where it is configured, as in SvelteKit's own check, and otherwise the
 * one that the adapter says.
 *
 * @example
 * ```ts
 * appOrigin(event.url); // 'https://app.example'
 * ```
 */
export function appOrigin(url: URL, configured = CONFIGURED): string {
	return configured || url.origin;
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
