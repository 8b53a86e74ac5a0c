const UNITS = [
	['day', 86_400],
	['hour', 3600],
	['minute', 60]
] as const;

/**
 * A time to wait as a person says it: rounded up, so that it is over by then.
 *
 * @example
 * ```ts
 * waitInWords(1); // '1 second'
 * waitInWords(241); // '5 minutes'
 * ```
 */
export function waitInWords(seconds: number): string {
	const [unit, length] = UNITS.find(([, length]) => seconds > length) ?? ['second', 1];
	const count = Math.max(1, Math.ceil(seconds / length));
	return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
