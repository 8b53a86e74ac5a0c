/** What a browser is told about an answer that belongs to a person. */
export interface SecurityHeaders {
	/** Who may show the page in a frame: the sources of `frame-ancestors`. */
	frameAncestors: string;
	referrerPolicy: string;
}

/** The same in the older header, which knows no list of origins. */
const FRAME_OPTIONS: Record<string, string> = { "'none'": 'DENY', "'self'": 'SAMEORIGIN' };

/**
 * Adds the headers that keep a page out of foreign frames (OWASP ASVS 5.0, 3.4.6), its content from being guessed (3.4.4) and
 * its address from other sites (3.4.5). What the app has set stays as it is: of `X-Frame-Options` and `frame-ancestors`, either
 * one counts for both.
 *
 * @example
 * ```ts
 * addSecurityHeaders(response.headers, { frameAncestors: "'none'", referrerPolicy: 'same-origin' });
 * ```
 */
export function addSecurityHeaders(headers: Headers, settings: SecurityHeaders): void {
	const { frameAncestors, referrerPolicy } = settings;
	const policy = headers.get('content-security-policy') ?? '';
	if (!headers.has('x-frame-options') && !/(^|[;,])\s*frame-ancestors[\s;,]/i.test(policy)) {
		// A policy of its own: a browser enforces all that it gets.
		headers.append('content-security-policy', `frame-ancestors ${frameAncestors}`);
		const option = FRAME_OPTIONS[frameAncestors];
		if (option) headers.set('x-frame-options', option);
	}
	if (!headers.has('x-content-type-options')) headers.set('x-content-type-options', 'nosniff');
	if (!headers.has('referrer-policy')) headers.set('referrer-policy', referrerPolicy);
}

/**
 * Creates the function that says whether a page has a form for one of the kit's actions.
 *
 * @param names the names of the actions, such as `signin`
 *
 * @example
 * ```ts
 * createFormFinder(['signin'])('<form method="POST" action="?/signin">'); // true
 * ```
 */
export function createFormFinder(names: readonly string[]): (html: string) => boolean {
	const escaped = names.map((name) => name.replace(/[^\w]/g, '\\$&'));
	const form = new RegExp(`action="[^"]*[?&;]/(${escaped.join('|')})["&=]`);
	return (html) => form.test(html);
}
