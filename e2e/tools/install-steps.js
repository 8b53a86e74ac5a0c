import { onSearchPath } from './find-browser.js';

/** @import { Machine } from './machine.js' */

/**
 * A command that may put a browser on the machine.
 *
 * @typedef {object} Command
 * @property {string} name what to call it
 * @property {string} file
 * @property {string[]} args
 * @property {Record<string, string>} env what to add to the environment
 * @property {number} timeoutMs
 * @property {boolean} [prepares] gives no browser itself; should it fail, the next may still do
 */

/**
 * A way to get a browser: its commands, one after the other, until there is a browser that starts. One that fails ends
 * the step.
 *
 * @typedef {object} Step
 * @property {string} doing what to tell whoever is waiting
 * @property {'own' | 'installed'} gives which browser to look for afterwards: Playwright's own, or one on the machine
 * @property {Command[]} commands
 */

/** Long enough for 300 MB over a slow line; short enough for a stalled one not to take a whole build's time. */
const DOWNLOAD_MS = 10 * 60_000;

/**
 * What to try, in order, when there is no browser.
 *
 * Playwright's download comes first because it is the build Playwright is tested with and because it leaves the system
 * alone. Packages are installed by root only, who in practice is a container.
 *
 * @param {Machine} machine
 * @param {string} playwrightCli the path of Playwright's command line
 * @returns {Step[]}
 * @example
 * ```js
 * for (const step of installSteps(thisMachine(), cli)) console.log(step.doing);
 * ```
 */
export function installSteps(machine, playwrightCli) {
	const apt = hasApt(machine) && machine.root;
	/** @type {(...args: string[]) => Command} */
	const playwright = (...args) => ({
		name: ['playwright', ...args].join(' '),
		file: process.execPath,
		args: [playwrightCli, ...args],
		env: {},
		timeoutMs: DOWNLOAD_MS
	});
	/** @type {Step} */
	const download = {
		doing: "downloading Playwright's Chromium (10 minutes at most)",
		gives: 'own',
		// In place of `install --with-deps`, which installs the system libraries first: there, one refused package costs
		// the download, and a refused download is found out only after dozens of packages. Here, libraries are installed
		// for a browser that came and does not start. Playwright can do that with `apt-get` alone.
		commands: [
			playwright('install', 'chromium'),
			...(apt ? [playwright('install-deps', 'chromium')] : [])
		]
	};
	// Playwright itself heeds this one only while npm installs it. Whoever set it wants no such download at all.
	const forbidden = !['', '0', 'false'].includes(
		machine.env.PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD ?? ''
	);
	return [...(forbidden ? [] : [download]), ...(apt ? [packages] : [])];
}

/** @type {Step} */
const packages = {
	doing: 'installing the chromium package with apt-get',
	gives: 'installed',
	commands: [
		// Lists from an earlier day, or from the mirrors that did answer, are often good enough.
		{ ...aptGet('update'), prepares: true },
		// Without a font, text has no width and nothing that holds only text can be clicked.
		aptGet('install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation')
	]
};

/**
 * @param {...string} args
 * @returns {Command}
 */
function aptGet(...args) {
	return {
		name: ['apt-get', ...args].join(' '),
		file: 'apt-get',
		args,
		// A package that asks a question would wait for an answer for ever.
		env: { DEBIAN_FRONTEND: 'noninteractive' },
		timeoutMs: DOWNLOAD_MS
	};
}

/**
 * Debian, Ubuntu and what is made from them. The name is asked for as well as the command: `apt-get` on another system
 * need not know a package called `chromium`.
 *
 * @param {Machine} machine
 * @returns {boolean}
 */
function hasApt({ platform, env, exists, osRelease }) {
	return (
		platform === 'linux' &&
		/^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(osRelease) &&
		onSearchPath('apt-get', env.PATH).some(exists)
	);
}

/**
 * The one line to end with when there is no browser and no way left to get one: what to type, on this machine.
 *
 * @param {Machine} machine
 * @returns {string}
 * @example
 * ```js
 * console.error(whatToInstall(thisMachine()));
 * ```
 */
export function whatToInstall(machine) {
	const { platform, root, osRelease } = machine;
	// Ubuntu's chromium package is a stub that asks for snap, which containers do not have.
	const ubuntu = /^ID(_LIKE)?=.*\bubuntu\b/m.test(osRelease);
	const ways = [`npx playwright install chromium${hasApt(machine) ? ' --with-deps' : ''}`];
	if (platform !== 'linux' || ubuntu) ways.push('Google Chrome');
	else if (hasApt(machine)) ways.push(`${root ? '' : 'sudo '}apt-get install chromium`);
	else ways.push("your distribution's chromium package");

	return `no Chromium that starts: install one (${ways.join(', or ')}), or set CHROME_PATH to the program.`;
}
