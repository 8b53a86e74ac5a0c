import { runTool } from './child.js';

/** @import { Trial } from './find-browser.js' */

/** A first start may have to unpack itself, or to read a cold disk. */
const ANSWER_MS = 30_000;

/**
 * Whether a browser answers `--version`, the cheapest proof that what bears its name is the browser. A distribution may
 * put a script there that only tells how to install it.
 *
 * @param {string} path
 * @param {number} [timeoutMs] defaults to 30 seconds
 * @returns {Promise<Trial>}
 * @example
 * ```js
 * const version = await versionOf('/usr/bin/chromium');
 * ```
 */
export async function versionOf(path, timeoutMs = ANSWER_MS) {
	const ending = await runTool(path, ['--version'], { timeoutMs, quiet: true });
	if (ending.failure) return { ok: false, reason: ending.failure };
	if (ending.timedOut)
		return { ok: false, reason: `no answer to --version in ${timeoutMs / 1000} s` };
	if (ending.code !== 0) {
		const [said] = ending.output.trim().split('\n');
		return { ok: false, reason: `--version failed with code ${ending.code}${said && `: ${said}`}` };
	}
	// Wrapper scripts print complaints of their own around it, so it is looked for in every line.
	const version = ending.output.split('\n').find((line) => /^\D+ \d+(\.\d+)+/.test(line));
	if (!version) return { ok: false, reason: '--version printed no version' };
	return { ok: true, version: version.trim() };
}
