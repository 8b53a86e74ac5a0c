/** What the arguments of `playwright test` say about the browser it will start. */

/**
 * Whether the tests will open windows. It decides which build is asked for: Playwright runs headless tests in a
 * separate, smaller build, and having one of the two says nothing about the other.
 *
 * A config that sets `headless: false` or a `channel` is not seen here; this project's does neither.
 *
 * @param {readonly string[]} args the arguments after `playwright test`
 * @param {Record<string, string | undefined>} env
 * @returns {boolean}
 * @example
 * ```js
 * headed(['--headed'], {}); // true
 * ```
 */
export function headed(args, env) {
	if (args.includes('--headed')) return true;
	// `--debug cli` is the one debug mode without a window.
	const debug = args.findIndex((arg) => arg === '--debug');
	if (debug !== -1 && args[debug + 1] !== 'cli') return true;
	if (args.includes('--debug=inspector')) return true;
	return !['', '0', 'false', 'console'].includes(env.PWDEBUG ?? '');
}

/**
 * Whether any browser will be started at all. Listing the tests must not set off a download.
 *
 * @param {readonly string[]} args the arguments after `playwright test`
 * @returns {boolean}
 * @example
 * ```js
 * startsBrowser(['--list']); // false
 * ```
 */
export function startsBrowser(args) {
	return !args.some((arg) => ['--list', '--help', '-h'].includes(arg));
}
