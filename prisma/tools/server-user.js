import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PostgresUnavailable } from './postgres-unavailable.js';

const execute = promisify(execFile);

/**
 * Users that a system has anyway, in the order in which they suit. None is created: that would change the machine of
 * whoever runs the tests.
 */
const NAMES = ['postgres', 'nobody', 'daemon'];

/**
 * Whom a server runs as, as `spawn` takes it.
 *
 * @typedef {{ uid: number, gid: number } | undefined} ServerUser `undefined` for the user of this process
 */

/**
 * The user to run PostgreSQL as: it refuses to run as root.
 *
 * @returns {Promise<ServerUser>}
 * @throws {PostgresUnavailable} when this is root, and the system has no other user
 *
 * @example
 * spawn(initdb, args, { ...(await serverUser()) });
 */
export async function serverUser() {
	if (process.getuid?.() !== 0) return undefined;
	for (const name of NAMES) {
		const [uid, gid] = await Promise.all([numberOf('-u', name), numberOf('-g', name)]);
		if (isUsable(uid) && isUsable(gid)) return { uid, gid };
	}
	throw new PostgresUnavailable(
		'failed',
		`PostgreSQL does not run as root, and there is no user ${NAMES.join(', ')}: run the tests as another user, or set TEST_DATABASE_URL to a server of yours.`
	);
}

/**
 * @param {'-u' | '-g'} flag
 * @param {string} name
 */
const numberOf = (flag, name) =>
	execute('id', [flag, name]).then(
		({ stdout }) => Number(stdout),
		() => NaN
	);

/** @param {number} id macOS has -2 for nobody, which `spawn` does not take */
const isUsable = (id) => id > 0 && id < 2 ** 31;
