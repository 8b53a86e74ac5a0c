import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../prisma/free-port.js';
import { root } from '../../prisma/url.js';

/**
 * The running demo: one process or several, as behind a load balancer.
 *
 * @typedef {object} Instances
 * @property {string} origin the public address of them all
 * @property {number[]} ports where each listens on this machine
 * @property {() => Promise<void>} stop asks them to end, and waits until they have
 */

/** How long an instance may take to answer. It takes half a second. */
const START_MS = 60_000;

/**
 * Starts the built demo.
 *
 * @param {number} count how many processes
 * @param {string} url of the database that they share
 * @returns {Promise<Instances>}
 * @throws {Error} when one does not answer; the others are ended
 */
export async function startInstances(count, url) {
	const ports = await Promise.all(Array.from({ length: count }, freePort));
	const origin = `http://localhost:${ports[0]}`;
	const started = ports.map((port) => start(port, origin, url));
	const stop = async () => {
		await Promise.all(started.map(({ stop }) => stop()));
	};
	try {
		await Promise.all(started.map(({ answers }) => answers()));
	} catch (error) {
		await stop();
		throw error;
	}
	return { origin, ports, stop };
}

/**
 * @param {number} port
 * @param {string} origin
 * @param {string} url
 */
function start(port, origin, url) {
	const server = spawn(process.execPath, [join(root(), 'build')], {
		stdio: ['ignore', 'ignore', 'inherit'],
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
		async answers() {
			const until = Date.now() + START_MS;
			for (;;) {
				try {
					await fetch(`http://127.0.0.1:${port}/about`);
					return;
				} catch {
					if (server.exitCode !== null || Date.now() > until) {
						throw new Error('The demo did not start.');
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
