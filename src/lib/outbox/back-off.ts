const FIRST_SECONDS = 30;
const LONGEST_SECONDS = 60 * 60;

/**
 * How long to wait after a failed attempt, in milliseconds: about 30 seconds, then twice as long each time, up to an hour.
 * Each wait is up to a quarter shorter or longer, so that what failed together is not tried again together.
 *
 * @param attempts how many there were
 * @param random from 0 to 1. Default: a random number
 *
 * @example
 * ```ts
 * backOff(1, 0.5); // 30000
 * ```
 */
export function backOff(attempts: number, random = Math.random()): number {
	const seconds = Math.min(FIRST_SECONDS * 2 ** Math.min(attempts - 1, 20), LONGEST_SECONDS);
	return Math.round(seconds * 1000 * (0.75 + random / 2));
}
