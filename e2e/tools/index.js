/**
 * `npm run test:e2e`: finds a Chromium, gets one if there is none, and runs `playwright test` in it with the arguments
 * given here. Its exit code is Playwright's; 1 when no browser could be had. With `--build` the demo is built as well, beside
 * the fixture: see `e2e/support/global-setup.ts`.
 *
 * It says what it does on standard error, so that standard output is the test report and nothing else.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { Interrupted, runPlaywright } from './child.js';
import { BROWSER_VARIABLE } from './launch-options.js';
import { headed, startsBrowser } from './playwright-args.js';
import { provideBrowser } from './provide-browser.js';

const require = createRequire(import.meta.url);
// The script itself, not `npx playwright`: no shell, so arguments need no quoting and signals reach the right process.
const playwrightCli = require.resolve('@playwright/test/cli');

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof Interrupted)) throw error;
	process.exitCode = error.code;
}

/** @param {string[]} args */
async function main(args) {
	if (!startsBrowser(args)) return playwrightTest(args, process.env);

	const choice = await provideBrowser({ headed: headed(args, process.env) });
	if (!choice.ok) {
		console.error(`e2e: ${choice.reason}`);
		return 1;
	}
	const env = { ...process.env };
	delete env[BROWSER_VARIABLE];
	// Workers may stand in another folder than we do.
	if (choice.path) env[BROWSER_VARIABLE] = path.resolve(choice.path);
	return playwrightTest(args, env);
}

/**
 * @param {string[]} args
 * @param {Record<string, string | undefined>} env
 */
function playwrightTest(args, env) {
	// These projects are no part of a run that names none.
	const gate = args.includes('--project=gate') && { GUARDIAN_GATE: '1' };
	const pooler = args.includes('--project=pooler') && { GUARDIAN_POOLER: '1' };
	const build = args.includes('--build') && { GUARDIAN_BUILD: '1' };
	const own = args.filter((arg) => arg !== '--build');
	return runPlaywright([playwrightCli, 'test', ...own], { ...env, ...gate, ...pooler, ...build });
}
