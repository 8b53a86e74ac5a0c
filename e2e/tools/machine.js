import { accessSync, constants, readFileSync, statSync } from 'node:fs';

/**
 * What the decisions in this folder know of a computer. They take it as a value, so that one test can describe a Mac and
 * the next a bare container.
 *
 * @typedef {object} Machine
 * @property {string} platform as in `process.platform`
 * @property {boolean} root whether we may install packages without asking anybody
 * @property {Record<string, string | undefined>} env
 * @property {string} osRelease the text of `/etc/os-release`; empty where there is none
 * @property {(file: string) => boolean} exists whether there is a program at that path that we may start
 */

/**
 * The computer we are on.
 *
 * @param {Record<string, string | undefined>} [env] defaults to `process.env`
 * @returns {Machine}
 * @example
 * ```js
 * const machine = thisMachine();
 * machine.exists('/usr/bin/chromium');
 * ```
 */
export function thisMachine(env = process.env) {
	return {
		platform: process.platform,
		root: process.getuid?.() === 0,
		env,
		osRelease: readOsRelease(),
		exists: isProgram
	};
}

/** @param {string} file */
function isProgram(file) {
	try {
		// A directory passes for executable, and `chromium` is a likely name for one.
		if (!statSync(file).isFile()) return false;
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

function readOsRelease() {
	try {
		return readFileSync('/etc/os-release', 'utf8');
	} catch {
		return '';
	}
}
