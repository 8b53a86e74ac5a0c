import { join } from 'node:path';
import { freePort } from '../../prisma/tools/free-port.js';
import { root } from '../../prisma/tools/url.js';
import { startBuiltApp } from '../support/built-app.js';

/** @import { ChildProcess } from 'node:child_process' */

/**
 * The running demo: one process or several, as behind a load balancer.
 *
 * @typedef {object} Instances
 * @property {string} origin the public address of them all
 * @property {number[]} ports where each listens on this machine
 * @property {ChildProcess[]} processes with the probe of `heap-probe.js`
 * @property {() => Promise<void>} stop asks them to end, and waits until they have
 */

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
	const folder = join(root(), 'build');
	const probe = join(import.meta.dirname, 'heap-probe.js');
	const started = ports.map((port) => startBuiltApp({ folder, port, origin, url, probe }));
	const stop = async () => {
		await Promise.all(started.map(({ stop }) => stop()));
	};
	try {
		await Promise.all(started.map(({ answers }) => answers()));
	} catch (error) {
		await stop();
		throw error;
	}
	return { origin, ports, processes: started.map(({ process }) => process), stop };
}
