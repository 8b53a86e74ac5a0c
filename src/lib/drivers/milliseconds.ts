/** A limit above an hour is a mistake: most likely milliseconds, as the driver's own options have them. */
const MAX_SECONDS = 3600;

/**
 * Reads a time limit that an app has written in seconds.
 *
 * @param name of the option, for the error
 * @param min the least that makes sense, in seconds: 0 where "not at all" does
 * @returns milliseconds, whole ones
 * @throws {RangeError} for no such number of seconds, saying what to write
 *
 * @example
 * ```ts
 * milliseconds('new Pg(): queryTimeout', 30); // 30000
 * ```
 */
export function milliseconds(name: string, seconds: number, min = 0.001): number {
	if (typeof seconds === 'number' && seconds >= min && seconds <= MAX_SECONDS) {
		return Math.ceil(seconds * 1000);
	}
	throw new RangeError(`${name}: write a number of seconds from ${min} to ${MAX_SECONDS}.`);
}
