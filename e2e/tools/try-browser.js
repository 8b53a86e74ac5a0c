import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { versionOf } from './browser-version.js';
import { BROWSER_VARIABLE, launchOptions } from './launch-options.js';

/** @import { Trial } from './find-browser.js' */

/** A first start may have to unpack itself or read a cold disk. Longer than that, and the tests would time out too. */
const START_MS = 30_000;

/** @type {Trial} */
const NOT_INSTALLED = { ok: false, reason: 'not installed' };

/**
 * Whether Playwright's own Chromium is there and starts.
 *
 * Headless, it is started: `chromium.executablePath()` names the build for windows, while headless tests run in another
 * one, so `launch` is the only public way to ask about the build the tests will use. It also finds out what no path
 * tells: that the system lacks a library.
 *
 * @param {{ headed: boolean }} options
 * @returns {Promise<Trial>}
 * @example
 * ```js
 * const own = await tryOwn({ headed: false });
 * ```
 */
export async function tryOwn({ headed }) {
	const env = { ...process.env, [BROWSER_VARIABLE]: undefined };
	if (!headed) {
		const trial = await opens(launchOptions({ env }));
		// The usual case, in words that send nobody looking for a fault. Only the words hang on Playwright's wording.
		if (!trial.ok && trial.reason.startsWith("Executable doesn't exist")) return NOT_INSTALLED;
		return trial;
	}
	// Starting it would open a window, and fail where the display is given to the tests alone.
	return existsSync(chromium.executablePath())
		? { ok: true, version: 'Chromium with windows' }
		: NOT_INSTALLED;
}

/**
 * Whether a Chromium on the machine starts and lets itself be driven.
 *
 * It is asked for its version first: that takes a moment, and the stubs that stand in for a browser fail it.
 *
 * @param {string} path
 * @param {{ headed: boolean }} options
 * @returns {Promise<Trial>}
 * @example
 * ```js
 * const trial = await tryInstalled('/usr/bin/chromium', { headed: false });
 * ```
 */
export async function tryInstalled(path, { headed }) {
	// On Windows `--version` opens a browser window and prints nothing.
	const version = process.platform === 'win32' ? undefined : await versionOf(path);
	if (version && !version.ok) return version;
	if (headed) return version ?? { ok: true, version: 'Chromium' };

	const opened = await opens(launchOptions({ env: { ...process.env, [BROWSER_VARIABLE]: path } }));
	return opened.ok && version ? version : opened;
}

/**
 * @param {{ executablePath?: string, args?: string[] }} options
 * @returns {Promise<Trial>}
 */
async function opens(options) {
	try {
		const browser = await chromium.launch({ ...options, timeout: START_MS });
		const version = `Chromium ${browser.version()}`;
		await browser.close();
		return { ok: true, version };
	} catch (error) {
		return { ok: false, reason: reasonIn(error instanceof Error ? error.message : String(error)) };
	}
}

/**
 * The first line that says something, since Playwright draws boxes around its advice; and, when it launched a browser,
 * the first thing that browser complained of, since Playwright itself only knows that it ended.
 *
 * @param {string} text
 */
function reasonIn(text) {
	const lines = text
		.replace(/^browserType\.launch: /, '')
		.replace(/[║╔╗╚╝═]/g, '')
		.split('\n');
	const first = lines.find((line) => /\p{L}/u.test(line)) ?? '';
	const complaint = lines.find((line) => line.includes('[err]'))?.replace(/^.*\[err\]/, ' ·');
	return first.trim() + (complaint ?? '');
}
