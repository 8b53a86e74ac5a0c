import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { mayDoWithout, PostgresUnavailable } from './postgres-unavailable.js';
import { findBinaries } from './server-binaries.js';
import { environment, makeServerFolder, unavailable } from './server-folder.js';
import { serverUser } from './server-user.js';

/** @import { ChildProcess } from 'node:child_process' */

/**
 * A PostgreSQL server for tests and for comparing migrations.
 *
 * @typedef {object} Server
 * @property {string} url of its database `postgres`, as a superuser
 * @property {number | undefined} pid of its first process; `undefined` while it is stopped, and for a server that is not ours
 * @property {() => Promise<void>} start starts it again after `stop`, on the same port, with the same data
 * @property {() => Promise<void>} stop as after a crash of its machine: every connection is cut
 * @property {() => Promise<void>} remove stops it and deletes its data
 */

/** Nothing that a test writes has to outlive the machine. */
const FAST = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off'];

/**
 * Starts a PostgreSQL of its own, from binaries that npm has brought along, on a free port and a temporary folder. Where
 * this is root, it runs as another user, because PostgreSQL refuses to run as root.
 *
 * @param {string[]} [settings] of the server, such as `max_connections=20`; they outdo the usual ones
 * @param {string} [binaries] a folder with `bin`, `lib` and `share`; default: the one that npm has installed
 * @returns {Promise<Server>}
 * @throws {PostgresUnavailable} when this machine has no such binaries, or they do not run
 *
 * @example
 * const server = await startPostgres();
 * await server.remove();
 */
export async function startPostgres(settings = [], binaries) {
	const user = await serverUser();
	const made = await makeServerFolder(binaries ?? findBinaries(), user, 'guardian');
	const { folder, data, bin } = made;
	const port = await freePort();
	const all = [...FAST, 'max_connections=300', 'unix_socket_directories=', ...settings];
	const args = ['-D', data, '-p', String(port), ...all.flatMap((setting) => ['-c', setting])];

	/** @type {ChildProcess | undefined} */
	let child;
	const start = async () => {
		const options = { ...user, cwd: folder, env: environment() };
		child = spawn(join(bin, 'postgres'), args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
		await ready(child);
	};
	const stop = async () => {
		if (child) await end(child);
		child = undefined;
	};
	const atExit = () => {
		child?.kill('SIGQUIT');
		rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	};
	const remove = async () => {
		await stop();
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
		process.off('exit', atExit);
	};
	exitOnSignals();
	process.on('exit', atExit);
	try {
		await start();
	} catch (error) {
		await remove();
		throw unavailable(error);
	}
	return {
		url: `postgresql://guardian:guardian@localhost:${port}/postgres`,
		get pid() {
			return child?.pid;
		},
		start,
		stop,
		remove
	};
}

/**
 * @param {ChildProcess} child
 * @returns {Promise<void>} once it takes connections
 * @throws with all it has written, when it ends before
 */
function ready(child) {
	let log = '';
	return new Promise((resolve, reject) => {
		child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
			log += text;
			if (!log.includes('ready to accept connections')) return;
			// It goes on writing: nobody would want to keep that.
			child.stderr?.removeAllListeners('data').resume();
			resolve();
		});
		child.once('error', reject);
		child.once('close', () => reject(new Error(log)));
	});
}

/** @param {ChildProcess} child */
async function end(child) {
	if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
	const ended = once(child, 'exit');
	if (process.platform === 'win32') spawn('taskkill', ['/pid', String(child.pid), '/f', '/t']);
	else child.kill('SIGINT');
	await ended;
}

const SIGNALS = /** @type {const} */ ({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 });
let listens = false;

/**
 * A signal ends a process without `exit`, and would leave the server running. Where somebody else listens for it, such as
 * a test runner, ending is theirs.
 */
function exitOnSignals() {
	if (listens) return;
	listens = true;
	for (const [signal, code] of /** @type {[NodeJS.Signals, number][]} */ (
		Object.entries(SIGNALS)
	)) {
		// First of all: a listener of the other kind, `once`, is gone by the time that the later ones are called.
		process.prependListener(signal, () => {
			if (process.listenerCount(signal) === 1) process.exit(code);
		});
	}
}

/**
 * The same as {@link startPostgres}, for tests that can be skipped: where no server can be had, it says so in one line.
 *
 * @param {string[]} [settings]
 * @returns {Promise<Server | undefined>}
 * @throws {PostgresUnavailable} in CI, when there is a PostgreSQL for this platform and it does not start
 *
 * @example
 * const server = await tryPostgres();
 * await server?.remove();
 */
export async function tryPostgres(settings) {
	try {
		return await startPostgres(settings);
	} catch (error) {
		if (!(error instanceof PostgresUnavailable)) throw error;
		if (!mayDoWithout(error.reason, process.env.CI)) throw error;
		console.error(`Without PostgreSQL, what needs it is skipped. ${error.message}`);
		return undefined;
	}
}

/**
 * Does some work with a PostgreSQL server: the one that `TEST_DATABASE_URL` names, or else one that is started for it.
 *
 * @template T
 * @param {(server: { url: string }) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withServer(work) {
	const given = process.env.TEST_DATABASE_URL;
	if (given) return work({ url: given });
	const server = await startPostgres();
	try {
		return await work(server);
	} finally {
		await server.remove();
	}
}
