import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { runTool } from './child.js';
import { findBrowsers, hasNoWindows } from './find-browser.js';
import { BROWSER_VARIABLE, launchOptions } from './launch-options.js';

/**
 * Whether a browser starts: its version, or why not.
 *
 * @typedef {{ ok: true, version: string } | { ok: false, reason: string }} Trial
 */

/**
 * A command that may put a browser on the machine.
 *
 * @typedef {object} Step
 * @property {string} file
 * @property {string[]} args
 * @property {'own' | 'installed'} [gives] which browser to look for afterwards. Default: it only prepares the next
 * @property {boolean} [afterSuccess] left out where the step before it failed
 */

/**
 * The browser to use: `path` is undefined for Playwright's own.
 *
 * @typedef {{ ok: true, path: string | undefined } | { ok: false, reason: string }} Choice
 */

const require = createRequire(import.meta.url);

/** A first start may have to unpack itself, or to read a cold disk. */
const START_MS = 30_000;

/** Long enough for 300 MB over a slow line; short enough for a stalled one not to take a whole build's time. */
const INSTALL_MS = 10 * 60_000;

const ADVICE =
	'no Chromium that starts: install one (npx playwright install --with-deps chromium, or Google Chrome, or the chromium ' +
	'package of your system), or set CHROME_PATH to the program.';

const QUICKER =
	'a Chromium without windows takes a third less time: npx playwright install chromium, or the chromium-headless-shell ' +
	'package of your system.';

/**
 * Finds a Chromium on this machine, and gets one where there is none. It says what it does.
 *
 * @param {{ headed: boolean }} window
 * @param {(line: string) => void} [say] default: on standard error
 * @returns {Promise<Choice>}
 * @example
 * ```js
 * const choice = await provideBrowser({ headed: false });
 * if (!choice.ok) throw new Error(choice.reason);
 * ```
 */
export async function provideBrowser(window, say = (line) => console.error(`e2e: ${line}`)) {
	const named = process.env[BROWSER_VARIABLE];
	const choice = await chooseBrowser(named && path.resolve(named), installSteps(window), {
		find: () => findBrowsers(process.env, window),
		tryOut: (file) => tryBrowser(file, window),
		run,
		say
	});
	if (!window.headed && choice.ok && choice.path && !hasNoWindows(choice.path)) say(QUICKER);
	return choice;
}

/**
 * Which browser the tests run in: the one named by hand, else Playwright's own, else one on the machine, else whatever
 * the steps can install. Being there proves nothing, so each is started.
 *
 * @param {string | undefined} named
 * @param {Step[]} steps
 * @param {object} hands
 * @param {() => string[]} hands.find the browsers on the machine, best first
 * @param {(file: string | undefined) => Promise<Trial>} hands.tryOut `undefined`: Playwright's own
 * @param {(step: Step) => Promise<string | undefined>} hands.run answers why it failed
 * @param {(line: string) => void} hands.say
 * @returns {Promise<Choice>}
 */
export async function chooseBrowser(named, steps, { find, tryOut, run, say }) {
	/**
	 * @param {(string | undefined)[]} files
	 * @returns {Promise<Choice | undefined>}
	 */
	const firstOf = async (files) => {
		for (const file of files) {
			const trial = await tryOut(file);
			const name = file ?? "Playwright's own";
			say(trial.ok ? `using ${name}, ${trial.version}` : `${name} passed over: ${trial.reason}`);
			if (trial.ok) return { ok: true, path: file };
		}
		return undefined;
	};
	// Somebody who names a browser wants that one: another in its place would test something else without a word.
	if (named) {
		const reason = `${BROWSER_VARIABLE} names ${named}, which does not start.`;
		return (await firstOf([named])) ?? { ok: false, reason };
	}
	const present = await firstOf([undefined, ...find()]);
	if (present) return present;

	let failure;
	for (const step of steps) {
		if (step.afterSuccess && failure) continue;
		say(`running ${[path.basename(step.file), ...step.args].join(' ')} (10 minutes at most)`);
		failure = await run(step);
		if (failure) say(failure);
		// Looked for after a failure too: a package manager fails over a package that has nothing to do with ours.
		const gained = step.gives && (await firstOf(step.gives === 'own' ? [undefined] : find()));
		if (gained) return gained;
	}
	return { ok: false, reason: ADVICE };
}

/**
 * What to try, in order, when there is no browser. Playwright's download comes first because it is the build Playwright is
 * tested with, and because it changes nothing outside of its own folder. A package of the system is installed only by root and only
 * with `apt-get`, as in a container.
 *
 * @param {{ headed: boolean }} window
 * @param {Record<string, string | undefined>} [env] default: `process.env`
 * @param {string} [osRelease] default: the text of `/etc/os-release`; empty where there is none
 * @param {boolean} [root] default: whether this is root
 * @returns {Step[]}
 */
export function installSteps(
	{ headed },
	env = process.env,
	osRelease = readOsRelease(),
	root = process.getuid?.() === 0
) {
	const cli = require.resolve('@playwright/test/cli');
	/** @type {(...args: string[]) => Pick<Step, 'file' | 'args'>} */
	const playwright = (...args) => ({ file: process.execPath, args: [cli, ...args, 'chromium'] });
	const hasApt = root && /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(osRelease);
	// Playwright itself heeds this one only while npm installs it. Whoever set it wants no such download at all.
	const isForbidden = !['', '0', 'false'].includes(env.PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD ?? '');
	/** @type {Step[]} */
	const download = [
		{ ...playwright('install'), gives: 'own' },
		// Only for a browser that came and does not start: with `--with-deps` a refused package would cost the download.
		...(hasApt
			? [{ ...playwright('install-deps'), gives: /** @type {const} */ ('own'), afterSuccess: true }]
			: [])
	];
	// Without a font, text has no width and nothing that holds only text can be clicked.
	const install = (/** @type {string} */ browser) => ({
		file: 'apt-get',
		args: ['install', '-y', '--no-install-recommends', browser, 'fonts-liberation'],
		gives: /** @type {const} */ ('installed')
	});
	/** @type {Step[]} */
	const apt = [
		// Lists from an earlier day, or from the mirrors that did answer, are often good enough.
		{ file: 'apt-get', args: ['update'] },
		// The quicker of the two, which not every distribution has, and which shows no window.
		...(headed ? [] : [install('chromium-headless-shell')]),
		install('chromium')
	];
	return [...(isForbidden ? [] : download), ...(hasApt ? apt : [])];
}

/**
 * Whether a browser starts and lets itself be driven.
 *
 * @param {string | undefined} file `undefined`: Playwright's own
 * @param {{ headed: boolean, timeout?: number }} options `timeout`: in milliseconds; default: 30 seconds
 * @returns {Promise<Trial>}
 */
export async function tryBrowser(file, { headed, timeout = START_MS }) {
	// Playwright has two builds, and a test with windows runs in the one that this channel names.
	const own = headed ? { channel: 'chromium' } : {};
	const options = file ? launchOptions({ env: { [BROWSER_VARIABLE]: file } }) : own;
	try {
		const browser = await chromium.launch({ ...options, headless: true, timeout });
		const version = `Chromium ${browser.version()}`;
		await browser.close();
		return { ok: true, version };
	} catch (error) {
		// Playwright draws boxes around its advice, and the browser's own complaint is in its log.
		const lines = String(error)
			.replace(/[║╔╗╚╝═]/g, '')
			.split('\n');
		const complaint = lines.find((line) => line.includes('[err]'))?.replace(/^.*\[err\]/, '');
		return { ok: false, reason: [lines[0]?.trim(), complaint?.trim()].filter(Boolean).join(': ') };
	}
}

/** @param {Step} step */
async function run({ file, args }) {
	// A package that asks a question would wait for an answer for ever.
	const env = { DEBIAN_FRONTEND: 'noninteractive' };
	const { code, timedOut, failure } = await runTool(file, args, { env, timeoutMs: INSTALL_MS });
	if (failure) return `it could not be started: ${failure}`;
	if (timedOut) return 'it was stopped, because it took too long';
	return code === 0 ? undefined : `it failed with code ${code}`;
}

function readOsRelease() {
	try {
		return readFileSync('/etc/os-release', 'utf8');
	} catch {
		return '';
	}
}
