import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** Variables by which other tools are already told where the browser is: who set one need not set another. */
const VARIABLES = ['CHROME_PATH', 'PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH'];

/**
 * Chromium without windows, as Playwright's own is for tests without one. Each page costs a third of what it costs in a browser
 * with windows.
 */
const WITHOUT_WINDOWS = 'chromium-headless-shell';

/** Chromium before Chrome before Edge: the nearer to the build Playwright is tested with, the better. */
const NAMES = {
	linux: [
		...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
		...['microsoft-edge', 'microsoft-edge-stable']
	],
	darwin: ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
		(app) => `${app}.app/Contents/MacOS/${app}`
	),
	win32: [
		'Chromium\\Application\\chrome.exe',
		'Google\\Chrome\\Application\\chrome.exe',
		'Microsoft\\Edge\\Application\\msedge.exe'
	]
};

/**
 * Every place where a Chromium may be, best first: where a variable says, then where this kind of system puts them. All
 * folders of the path, not the first alone: a stub early on the path must not hide the real thing behind it.
 *
 * @param {Record<string, string | undefined>} env
 * @param {string} platform as in `process.platform`
 * @param {{ headed?: boolean }} [options] `headed`: one that can show windows
 * @returns {string[]}
 * @example
 * ```js
 * candidates({ PATH: '/usr/bin' }, 'linux', { headed: true })[0]; // '/usr/bin/chromium'
 * ```
 */
export function candidates(env, platform, { headed = false } = {}) {
	const { join, isAbsolute } = platform === 'win32' ? path.win32 : path.posix;
	/** @type {(folders: (string | undefined)[], names: string[]) => string[]} */
	const within = (folders, names) =>
		names.flatMap((name) => folders.flatMap((folder) => (folder ? [join(folder, name)] : [])));
	const named = VARIABLES.flatMap((name) => env[name] || []).filter(
		(file) => !headed || !hasNoWindows(file)
	);
	if (platform === 'win32') {
		const folders = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA];
		return [...named, ...within(folders, NAMES.win32)];
	}
	const applications = ['/Applications', env.HOME && join(env.HOME, 'Applications')];
	const apps = platform === 'darwin' ? within(applications, NAMES.darwin) : [];
	// A relative entry would mean another program in every folder the tests are started from.
	const onPath = (env.PATH ?? '').split(':').filter((folder) => isAbsolute(folder));
	const names = [...(headed ? [] : [WITHOUT_WINDOWS]), ...NAMES.linux];
	return [...new Set([...named, ...apps, ...within(onPath, names)])];
}

/**
 * Whether a browser is one without windows, by its name: `chromium-headless-shell`, `chrome-headless-shell`, `headless_shell`.
 *
 * @param {string} file
 */
export const hasNoWindows = (file) => /headless[-_]shell/.test(path.basename(file));

/**
 * The candidates that are there. One that a variable names is kept in any case, so that whoever set it is told.
 *
 * @param {Record<string, string | undefined>} [env] default: `process.env`
 * @param {{ headed?: boolean }} [options] `headed`: only those that can show windows
 * @returns {string[]}
 * @example
 * ```js
 * findBrowsers(); // ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']
 * ```
 */
export function findBrowsers(env = process.env, options = {}) {
	const isNamed = (/** @type {string} */ file) => VARIABLES.some((name) => env[name] === file);
	const files = candidates(env, process.platform, options);
	return files.filter((file) => isNamed(file) || isProgram(file));
}

/** @param {string} file */
function isProgram(file) {
	try {
		accessSync(file, constants.X_OK);
		// A directory passes for executable, and `chromium` is a likely name for one.
		return statSync(file).isFile();
	} catch {
		return false;
	}
}
