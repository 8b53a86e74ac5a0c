import type { ActionResult } from './finish.js';

/** What devalue, SvelteKit's format, writes for `undefined`. */
const UNDEFINED = -1;

/**
 * Reads the answer of a form action where SvelteKit's `deserialize()` does not: it throws where no app has started, and test
 * doubles of it answer nothing. Data is read that JSON has as well, for the rest needs the app's own decoders.
 *
 * @returns `undefined` for what is no action's answer
 *
 * @example
 * ```ts
 * readAnswer('{"type":"success","status":200,"data":"[{\\"ok\\":1},true]"}'); // { type: 'success', …, data: { ok: true } }
 * ```
 */
export function readAnswer(text: string): ActionResult | undefined {
	try {
		const result = JSON.parse(text);
		return typeof result.type === 'string' ? { ...result, data: readData(result.data) } : undefined;
	} catch {
		return undefined;
	}
}

function readData(text: string): unknown {
	try {
		return revive(JSON.parse(text));
	} catch {
		return undefined;
	}
}

/** Every value is in one list; objects and arrays hold the places of theirs. */
function revive(values: unknown[]): unknown {
	const at = (place: number): unknown => {
		if (place === UNDEFINED) return undefined;
		if (!(place in values)) throw new TypeError('No value of JSON.');
		const value = values[place];
		if (Array.isArray(value)) return value.map(at);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, at(inner)]));
	};
	return at(0);
}
