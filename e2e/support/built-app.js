import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

/** @import { ChildProcess } from 'node:child_process' */

/** How long an app may take to answer, in milliseconds. It takes half a second. */
const START_MS = 60_000;

/**
 * A process of an app that adapter-node has built, for measuring it.
 *
 * @typedef {object} BuiltApp
 * @property {ChildProcess} process
 * @property {() => Promise<void>} answers waits until it does
 * @property {() => Promise<void>} stop asks it to end, and waits until it has
 */

/**
 * Starts an app. It ends with this process, too.
 *
 * @param {object} options
 * @param {string} options.folder what was built
 * @param {number} options.port where it listens on this machine
 * @param {string} options.origin its public address
 * @param {string} options.url of its database
 * @param {string} [options.probe] a file that is loaded into the process before the app, and exchanges messages with this one
 * @returns {BuiltApp}
 *
 * @example
 * const app = startBuiltApp({ folder: 'build', port, origin, url });
 * await app.answers();
 */
export function startBuiltApp({ folder, port, origin, url, probe }) {
	const args = probe ? ['--expose-gc', '--import', pathToFileURL(probe).href] : [];
	const server = spawn(process.execPath, [...args, folder], {
		stdio: ['ignore', 'ignore', 'inherit', ...(probe ? /** @type {const} */ (['ipc']) : [])],
		env: {
			...process.env,
			NODE_ENV: 'production',
			HOST: '127.0.0.1',
			PORT: String(port),
			ORIGIN: origin,
			// Longer than a run: a connection that the server gives up just when it is used again fails its request.
			KEEP_ALIVE_TIMEOUT: '86400',
			DATABASE_URL: url
		}
	});
	const ended = once(server, 'exit');
	process.once('exit', () => server.kill('SIGKILL'));
	return {
		process: server,
		async answers() {
			const until = Date.now() + START_MS;
			for (;;) {
				try {
					await fetch(`http://127.0.0.1:${port}/about`);
					return;
				} catch {
					if (server.exitCode !== null || Date.now() > until) {
						throw new Error(`The app in ${folder} did not start.`);
					}
					await sleep(20);
				}
			}
		},
		async stop() {
			server.kill('SIGTERM');
			await ended;
		}
	};
}
