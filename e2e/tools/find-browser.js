import path from 'node:path';

/** @import { Machine } from './machine.js' */

/**
 * Whether a browser is fit for use: its version, or why not.
 *
 * @typedef {{ ok: true, version: string } | { ok: false, reason: string }} Trial
 */

/**
 * A browser fit for use, or none; and, either way, those that were there and were not fit.
 *
 * @typedef {object} Search
 * @property {{ path: string, version: string } | undefined} found
 * @property {{ path: string, reason: string }[]} passedOver
 */

/** Variables by which other tools are already told where the browser is: who set one need not set another. */
const VARIABLES = ['CHROME_PATH', 'PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH'];

/** Chromium before Chrome before Edge: the nearer to the build Playwright is tested with, the better. */
const NAMES = [
	'chromium',
	'chromium-browser',
	'google-chrome',
	'google-chrome-stable',
	'microsoft-edge',
	'microsoft-edge-stable'
];

const MAC_APPS = ['Chromium', 'Google Chrome', 'Microsoft Edge'];

const WINDOWS_APPS = [
	'Chromium\\Application\\chrome.exe',
	'Google\\Chrome\\Application\\chrome.exe',
	'Microsoft\\Edge\\Application\\msedge.exe'
];

/**
 * Every place where a Chromium may be, best first: where a variable says, then where this kind of system puts them.
 *
 * @param {Pick<Machine, 'env' | 'platform'>} machine
 * @returns {{ path: string, variable?: string }[]}
 * @example
 * ```js
 * candidates({ platform: 'linux', env: { PATH: '/usr/bin' } })[0]; // { path: '/usr/bin/chromium' }
 * ```
 */
export function candidates({ env, platform }) {
	const named = VARIABLES.flatMap((variable) => {
		const value = env[variable];
		return value ? [{ path: value, variable }] : [];
	});
	const usual = usualPlaces(env, platform).map((file) => ({ path: file }));
	return [...named, ...usual];
}

/**
 * The first Chromium on the machine that is fit for use.
 *
 * Being there proves nothing: a distribution may put a script under the name that only tells how to install the
 * browser, and a browser may lack the libraries to run. So each is tried, and one that fails gives way to the next.
 *
 * @param {Pick<Machine, 'env' | 'platform' | 'exists'> & { tryOut: (file: string) => Promise<Trial> }} machine
 * @returns {Promise<Search>}
 * @example
 * ```js
 * const { found } = await findInstalled({ ...thisMachine(), tryOut: versionOf });
 * ```
 */
export async function findInstalled(machine) {
	/** @type {Search['passedOver']} */
	const passedOver = [];
	for (const { path: file, variable } of candidates(machine)) {
		if (!machine.exists(file)) {
			// Not being in a usual place is no news. Not being where somebody said is, or they would look for the reason
			// their setting has no effect.
			if (variable) passedOver.push({ path: file, reason: `${variable} names no program` });
			continue;
		}
		const trial = await machine.tryOut(file);
		if (trial.ok) return { found: { path: file, version: trial.version }, passedOver };
		passedOver.push({ path: file, reason: trial.reason });
	}
	return { found: undefined, passedOver };
}

/**
 * @param {Machine['env']} env
 * @param {string} platform
 */
function usualPlaces(env, platform) {
	if (platform === 'win32') {
		const roots = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA];
		return WINDOWS_APPS.flatMap((app) =>
			roots.flatMap((root) => (root ? [path.win32.join(root, app)] : []))
		);
	}
	const onPath = NAMES.flatMap((name) => onSearchPath(name, env.PATH));
	if (platform !== 'darwin') return onPath;

	const folders = [
		'/Applications',
		...(env.HOME ? [path.posix.join(env.HOME, 'Applications')] : [])
	];
	const apps = MAC_APPS.flatMap((app) =>
		folders.map((folder) => path.posix.join(folder, `${app}.app/Contents/MacOS/${app}`))
	);
	return [...apps, ...onPath];
}

/**
 * Where a command of that name may be, in the order a shell would look. All of them, not the first alone: a stub early
 * on the path must not hide the real thing behind it.
 *
 * @param {string} name
 * @param {string | undefined} searchPath the value of `PATH`
 * @returns {string[]}
 * @example
 * ```js
 * onSearchPath('chromium', '/usr/local/bin:/usr/bin'); // ['/usr/local/bin/chromium', '/usr/bin/chromium']
 * ```
 */
export function onSearchPath(name, searchPath = '') {
	// A relative entry would mean another program in every folder the tests are started from.
	const folders = searchPath.split(':').filter((folder) => path.posix.isAbsolute(folder));
	return [...new Set(folders)].map((folder) => path.posix.join(folder, name));
}
