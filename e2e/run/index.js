/**
 * `npm run test:e2e`: finds a Chromium, gets one if there is none, and runs `playwright test` in it with the arguments
 * given here. Its exit code is Playwright's; 1 when no browser could be had.
 *
 * It says what it does on standard error, so that standard output is the test report and nothing else.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { Interrupted, runPlaywright, runTool } from './child.js';
import { chooseBrowser } from './choose-browser.js';
import { findInstalled } from './find-browser.js';
import { installSteps, whatToInstall } from './install-steps.js';
import { BROWSER_VARIABLE } from './launch-options.js';
import { thisMachine } from './machine.js';
import { headed, startsBrowser } from './playwright-args.js';
import { tryInstalled, tryOwn } from './try-browser.js';

const require = createRequire(import.meta.url);
// The script itself, not `npx playwright`: no shell, so arguments need no quoting and signals reach the right process.
const playwrightCli = require.resolve('@playwright/test/cli');

/** @param {string} line */
const say = (line) => console.error(`e2e: ${line}`);

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof Interrupted)) throw error;
	process.exitCode = error.code;
}

/** @param {string[]} args */
async function main(args) {
	if (!startsBrowser(args)) return playwrightTest(args, process.env);

	const choice = await choose({ headed: headed(args, process.env) });
	if (!choice.ok) {
		say(choice.reason);
		return 1;
	}
	const env = { ...process.env };
	delete env[BROWSER_VARIABLE];
	// Workers may stand in another folder than we do.
	if (choice.path) env[BROWSER_VARIABLE] = path.resolve(choice.path);
	return playwrightTest(args, env);
}

/** @param {{ headed: boolean }} window */
function choose(window) {
	const machine = thisMachine();
	const named = process.env[BROWSER_VARIABLE];
	/** @param {string} file */
	const tryOut = (file) => tryInstalled(file, window);

	return chooseBrowser(
		{
			named: named && path.resolve(named),
			steps: installSteps(machine, playwrightCli),
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

/**
 * @param {string[]} args
 * @param {Record<string, string | undefined>} env
 */
function playwrightTest(args, env) {
	return runPlaywright([playwrightCli, 'test', ...args], env);
}
