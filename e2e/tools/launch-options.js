/**
 * How `playwright.config.ts` starts Chromium. It stays apart from the search for one, so that reading the config runs
 * nothing else of this folder: `npx playwright test` and editor plugins read it too, and never searched.
 */

/**
 * The environment variable in which `npm run test:e2e` hands the Chromium it found to the Playwright config. Set by
 * hand, it is the browser to use and nothing else is looked for. Unset means Playwright's own.
 */
export const BROWSER_VARIABLE = 'GUARDIAN_CHROMIUM';

/**
 * What a distribution's or a vendor's build would otherwise do of its own accord. Playwright passes the last four too;
 * they are repeated because only its own build is promised to stay quiet, and because a flag given twice costs nothing.
 */
const QUIET = [
	// There is seldom a usable GPU where tests run, and probing for one costs seconds or a crashed GPU process.
	'--disable-gpu',
	// One transport for every run: a server that offers HTTP/3 must not change what a journey exercises.
	'--disable-quic',
	// A first-run page would take the first tab, and the focus with it.
	'--no-first-run',
	// Update checks, sync and the like answer to the vendor: they add noise to traces and hang where there is no network.
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

/**
 * The `launchOptions` for Playwright's `use` block.
 *
 * Nothing is asked of the machine but the three values it takes, which default to this process: the config is read
 * again by every worker, and each must come to the same answer.
 *
 * @param {object} [from]
 * @param {Record<string, string | undefined>} [from.env] defaults to `process.env`
 * @param {string} [from.platform] defaults to `process.platform`
 * @param {boolean} [from.root] whether this process runs as root; never on Windows
 * @returns {{ executablePath?: string, args?: string[] }}
 * @example
 * ```ts
 * import { defineConfig } from '@playwright/test';
 * import { launchOptions } from './e2e/tools/launch-options.js';
 *
 * export default defineConfig({ use: { launchOptions: launchOptions() } });
 * ```
 */
export function launchOptions({
	env = process.env,
	platform = process.platform,
	root = process.getuid?.() === 0
} = {}) {
	const executablePath = env[BROWSER_VARIABLE];
	// Chromium refuses to start as root with its sandbox on, and containers run tests as root. Anyone else keeps whatever
	// the config says in `chromiumSandbox`: a flag here would silently overrule it.
	const sandbox = root && platform === 'linux' ? ['--no-sandbox'] : [];

	if (executablePath) return { executablePath, args: [...QUIET, ...sandbox] };
	return sandbox.length > 0 ? { args: sandbox } : {};
}
