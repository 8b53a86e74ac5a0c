import { createRequire } from 'node:module';
import path from 'node:path';
import { runTool } from './child.js';
import { chooseBrowser } from './choose-browser.js';
import { findInstalled } from './find-browser.js';
import { installSteps, whatToInstall } from './install-steps.js';
import { BROWSER_VARIABLE } from './launch-options.js';
import { thisMachine } from './machine.js';
import { tryInstalled, tryOwn } from './try-browser.js';

const require = createRequire(import.meta.url);

/** @param {string} line */
const toStandardError = (line) => console.error(`e2e: ${line}`);

/**
 * Finds a Chromium on this machine, and gets one where there is none. It says what it does.
 *
 * @param {{ headed: boolean }} window
 * @param {(line: string) => void} [say] default: on standard error
 * @returns {Promise<import('./choose-browser.js').Choice>}
 * @example
 * ```js
 * const choice = await provideBrowser({ headed: false });
 * if (!choice.ok) throw new Error(choice.reason);
 * ```
 */
export async function provideBrowser(window, say = toStandardError) {
	const machine = thisMachine();
	const named = process.env[BROWSER_VARIABLE];
	/** @param {string} file */
	const tryOut = (file) => tryInstalled(file, window);

	return chooseBrowser(
		{
			named: named && path.resolve(named),
			steps: installSteps(machine, require.resolve('@playwright/test/cli')),
			advice: whatToInstall(machine)
		},
		{
			tryOwn: () => tryOwn(window),
			tryInstalled: tryOut,
			findInstalled: () => findInstalled({ ...machine, tryOut }),
			run,
			say
		}
	);
}

/** @param {import('./install-steps.js').Command} command */
async function run({ name, file, args, env, timeoutMs }) {
	const { code, timedOut, failure } = await runTool(file, args, { env, timeoutMs });
	if (failure) return `${name} could not be started: ${failure}`;
	if (timedOut) return `${name} was stopped after ${timeoutMs / 60_000} minutes`;
	return code === 0 ? undefined : `${name} failed with code ${code}`;
}
