/**
 * What becomes of a file: its new content; or, where only its author can tell how it has to change, words about that;
 * or `null`, when nothing is left to do.
 */
export type Edit = { content: string } | { advice: string } | null;

/** Keeps the line endings that a file came with. */
export function keepLineEndings(before: string, after: string): string {
	const isCrlf = before.includes('\r\n') && !/(^|[^\r])\n/.test(before);
	return isCrlf ? after.replace(/\r?\n/g, '\r\n') : after;
}

/** A name that occurs nowhere in the source: `wanted`, or `wanted2` and so on. */
export function freeName(source: string, wanted: string): string {
	const isTaken = (name: string) => new RegExp(`\\b${name}\\b`).test(source);
	let name = wanted;
	for (let number = 2; isTaken(name); number += 1) name = `${wanted}${number}`;
	return name;
}
