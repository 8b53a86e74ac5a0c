import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { copyBinaries } from './server-binaries.js';
import { PostgresUnavailable } from './postgres-unavailable.js';

/** @import { ServerUser } from './server-user.js' */

const execute = promisify(execFile);

/**
 * What a server works with.
 *
 * @typedef {object} ServerFolder
 * @property {string} folder all that was made for it: delete this
 * @property {string} data
 * @property {string} bin the folder with `postgres`
 */

/** Settings of the machine's language must not decide whether a server starts, or in which language it says so. */
export const environment = () => ({ ...process.env, LC_ALL: 'C' });

/**
 * Makes the data of a new server, in a temporary folder that its user can reach. The binaries are used where npm has put
 * them, or else copied into the same folder: a checkout in root's home is closed to every other user.
 *
 * @param {string} binaries a folder as `findBinaries()` answers it
 * @param {ServerUser} user
 * @param {string} password of the database user `guardian`, a superuser
 * @returns {Promise<ServerFolder>}
 * @throws {PostgresUnavailable} when it can be made nowhere
 *
 * @example
 * const { folder } = await makeServerFolder(findBinaries(), await serverUser(), 'guardian');
 */
export async function makeServerFolder(binaries, user, password) {
	const isReachable = await runs(join(binaries, 'bin'), user);
	/** @type {unknown[]} */
	const failures = [];
	for (const parent of parents()) {
		let folder;
		try {
			folder = await mkdtemp(join(parent, 'guardian-postgres-'));
			// The user of the server has to pass through it.
			await chmod(folder, 0o711);
			const native = isReachable ? binaries : join(folder, 'native');
			if (!isReachable) copyBinaries(binaries, native);
			const made = { folder, data: join(folder, 'data'), bin: join(native, 'bin') };
			await initialise(made, user, password);
			return made;
		} catch (error) {
			failures.push(error);
			if (folder) await rm(folder, { recursive: true, force: true });
		}
	}
	throw unavailable(failures[0]);
}

/** Where temporary files may go. `TMPDIR` is often a folder that only its own user can enter. */
const parents = () =>
	new Set([tmpdir(), ...['/tmp', '/var/tmp', '/dev/shm'].filter((folder) => existsSync(folder))]);

/**
 * @param {string} bin
 * @param {ServerUser} user
 */
const runs = (bin, user) =>
	execute(join(bin, 'postgres'), ['--version'], { ...user, cwd: '/' }).then(
		() => true,
		() => false
	);

/**
 * @param {ServerFolder} server
 * @param {ServerUser} user
 * @param {string} password
 */
async function initialise({ folder, data, bin }, user, password) {
	const file = join(folder, 'password');
	await mkdir(data, { mode: 0o700 });
	await writeFile(file, password, { mode: 0o600 });
	if (user) for (const path of [data, file]) await chown(path, user.uid, user.gid);
	const access = ['--username=guardian', '--auth=password', `--pwfile=${file}`];
	await execute(
		join(bin, 'initdb'),
		[`--pgdata=${data}`, ...access, '--encoding=UTF8', '--no-locale', '--no-sync'],
		{ ...user, cwd: folder, env: environment() }
	);
	await rm(file);
}

/**
 * @param {unknown} cause
 * @returns {PostgresUnavailable} with the reason on its one line
 *
 * @example
 * throw unavailable(new Error('initdb: error: …'));
 */
export function unavailable(cause) {
	const { stderr, message } = /** @type {Error & { stderr?: string }} */ (cause);
	const lines = (stderr || message).trim().split('\n');
	const why = lines.find((line) => /\b(error|fatal)\b/i.test(line)) ?? lines[0];
	return new PostgresUnavailable(
		'failed',
		`A PostgreSQL for the tests does not start (${why}): set TEST_DATABASE_URL to a server of yours.`,
		{ cause }
	);
}
