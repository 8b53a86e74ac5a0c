/** A media type in an `Accept` header. */
interface Accepted {
	type: string;
	subtype: string;
	quality: number;
}

/**
 * Whether a client prefers JSON to HTML. Decides like SvelteKit, so that an answer of the kit has the same format.
 *
 * @param accept the `Accept` header
 *
 * @example
 * ```ts
 * prefersJson('application/json'); // true
 * prefersJson('text/html,application/xhtml+xml'); // false
 * ```
 */
export function prefersJson(accept: string): boolean {
	const accepted = accept
		.split(',')
		.map((part) => /^[ \t]*([^/ \t]+)\/([^; \t]+)[ \t]*(?:;[ \t]*q=([0-9.]+))?/.exec(part))
		.filter((found) => found !== null)
		.map(([, type = '', subtype = '', quality = '1']) => ({ type, subtype, quality: +quality }))
		// Among equals the first counts: `sort` is stable.
		.sort((a, b) => b.quality - a.quality || wildcards(a) - wildcards(b));
	const rank = (type: string, subtype: string) => {
		const found = accepted.findIndex(
			(one) => [type, '*'].includes(one.type) && [subtype, '*'].includes(one.subtype)
		);
		return found === -1 ? Infinity : found;
	};
	const json = rank('application', 'json');
	return json !== Infinity && json <= rank('text', 'html');
}

const wildcards = ({ subtype }: Accepted) => (subtype === '*' ? 1 : 0);
