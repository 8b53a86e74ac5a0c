/** Judges a password: from 0, the first to be tried, to 4. */
export type StrengthOf = (password: string) => number | Promise<number>;

/** The rows of keys and of signs that people run along. */
const RUNS = 'abcdefghijklmnopqrstuvwxyz 01234567890 qwertyuiop asdfghjkl zxcvbnm';

/** Whether a sign follows the one before it in a run, in either direction, or repeats it. */
function isForeseeable(before: string, sign: string): boolean {
	return before === sign || RUNS.includes(before + sign) || RUNS.includes(sign + before);
}

/**
 * Judges a password by its length and variety: signs that repeat, or run along the alphabet or the keyboard, count little.
 * It knows no words, so it is advice and never a rule; common passwords are refused by the server.
 *
 * @returns from 0, very easy to guess, to 4, strong
 *
 * @example
 * ```ts
 * judge('aaaaaaaaaaaa'); // 0
 * judge('correct horse battery'); // 4
 * ```
 */
export function judge(password: string): number {
	const signs = [...password.slice(0, 256).toLowerCase()];
	const told = signs.filter((sign, at) => at > 0 && isForeseeable(signs[at - 1]!, sign)).length;
	const worth = Math.min(signs.length - told * 0.8, new Set(signs).size * 1.8);
	return [8, 10, 13, 16].filter((least) => worth >= least).length;
}
