/**
 * The cookies in a `Cookie` header whose name begins with `prefix`, in the order in which they were sent, values as they
 * stand. Only space and tab are trimmed: SvelteKit 2 trims more, so that a cookie which a subdomain set under the name
 * `\xA0__Host-session` would count as `__Host-session`, although a browser enforces nothing of that prefix for it.
 *
 * @example
 * ```ts
 * readCookieHeader('theme=dark; __Host-session_1=abc', '__Host-session'); // [{ name: '__Host-session_1', value: 'abc' }]
 * ```
 */
export function readCookieHeader(
	header: string | null,
	prefix: string
): { name: string; value: string }[] {
	if (!header?.includes(prefix)) return [];
	return header.split(';').flatMap((pair) => {
		const separator = pair.indexOf('=');
		if (separator === -1) return [];
		const name = trimmed(pair.slice(0, separator));
		if (!name.startsWith(prefix)) return [];
		return [{ name, value: trimmed(pair.slice(separator + 1)) }];
	});
}

function trimmed(text: string): string {
	let [start, end] = [0, text.length];
	while (start < end && isBlank(text[start])) start++;
	while (end > start && isBlank(text[end - 1])) end--;
	return text.slice(start, end);
}

const isBlank = (character: string | undefined) => character === ' ' || character === '\t';
