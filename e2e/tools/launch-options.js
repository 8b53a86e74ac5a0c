/**
 * The environment variable in which `npm run test:e2e` hands the Chromium it found to the Playwright config. Set by
 * hand, it is the browser to use and nothing else is looked for. Unset or empty means Playwright's own.
 */
export const BROWSER_VARIABLE = 'GUARDIAN_CHROMIUM';

/**
 * The `launchOptions` for Playwright's `use` block: which Chromium. Playwright itself gives every build the flags that keep
 * it quiet, and takes the sandbox away, which root and containers cannot have. It stays apart from the search for a browser,
 * because `npx playwright test` and editor plugins read the config too.
 *
 * @param {{ env?: Record<string, string | undefined> }} [from] default: `process.env`
 * @returns {{ executablePath?: string, args?: string[] }}
 * @example
 * ```ts
 * import { defineConfig } from '@playwright/test';
 * import { launchOptions } from './e2e/tools/launch-options.js';
 *
 * export default defineConfig({ use: { launchOptions: launchOptions() } });
 * ```
 */
export function launchOptions({ env = process.env } = {}) {
	const executablePath = env[BROWSER_VARIABLE];
	// A distribution's build probes for a GPU, which costs seconds or a crash, and offers HTTP/3, which no journey is about.
	return executablePath ? { executablePath, args: ['--disable-gpu', '--disable-quic'] } : {};
}
