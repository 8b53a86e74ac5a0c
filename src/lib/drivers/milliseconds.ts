/**
 * Reads a time limit that an app has written in seconds.
 *
 * @param name of the option, for the error
 * @param min the least that makes sense, in seconds: 0 where "not at all" does
 * @param max the most. What is above it are most likely milliseconds, as the driver's own options have them
 * @returns milliseconds, whole ones
 * @throws {RangeError} for no such number of seconds, saying what to write
 *
 * @example
 * ```ts
 * milliseconds('new Pg(): queryTimeout', 30, { max: 3600 }); // 30000
 * ```
 */
export function milliseconds(
	name: string,
	seconds: number,
	{ min = 0.001, max }: { min?: number; max: number }
): number {
	if (typeof seconds === 'number' && seconds >= min && seconds <= max) {
		return Math.ceil(seconds * 1000);
	}
	throw new RangeError(`${name}: write a number of seconds from ${min} to ${max}.`);
}
