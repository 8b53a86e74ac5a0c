import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { administer } from '../tools/administer.js';
import { deploy } from '../../prisma/tools/migrate.js';
import { readPostgresUrl } from '../../prisma/tools/postgres-url.js';
import { providerOf } from '../../prisma/tools/provider.js';
import { startPostgres } from '../../prisma/tools/server.js';
import { databaseUrl } from '../../prisma/tools/url.js';

/** @import { Provider } from '../../prisma/tools/provider.js' */

/**
 * A migrated, empty database of the run's own.
 *
 * @typedef {object} LoadDatabase
 * @property {string} url
 * @property {string} about what the summary calls it
 * @property {() => Promise<number>} sessions how many there are
 * @property {() => Promise<void>} drop deletes it, and all that was made for it
 */

const quiet = { log: () => {} };
const COUNT = 'SELECT count(*) FROM "Session"';

/**
 * Makes the database. Nothing that was there before is read or written: on a server that `DATABASE_URL` names it is a
 * new database beside the others.
 *
 * @param {Provider} provider
 * @returns {Promise<LoadDatabase>}
 * @throws {MigrationError} when it cannot be made: such as where the user of the URL may not create databases
 *
 * @example
 * const database = await createDatabase('postgresql');
 * await database.drop();
 */
export function createDatabase(provider) {
	return provider === 'sqlite' ? createFile() : createOnServer();
}

/** @returns {Promise<LoadDatabase>} */
async function createFile() {
	const folder = await mkdtemp(join(tmpdir(), 'guardian-load-'));
	const url = databaseUrl(`file:${join(folder, 'load.db')}`);
	await deploy(url, quiet);
	return {
		url,
		about: 'SQLite, a temporary file',
		async sessions() {
			const client = createClient({ url });
			const { rows } = await client.execute(COUNT);
			client.close();
			return Number(rows[0]?.[0]);
		},
		drop: () => rm(folder, { recursive: true, force: true })
	};
}

/** @returns {Promise<LoadDatabase>} */
async function createOnServer() {
	const { DATABASE_URL: own, TEST_DATABASE_URL: forTests } = process.env;
	const given = own && providerOf(own) === 'postgresql' ? own : forTests;
	const server = given ? undefined : await startPostgres();
	const address = given ?? server?.url ?? '';
	const name = `guardian_load_${randomBytes(8).toString('hex')}`;
	const drop = async () => {
		try {
			// By force: an instance that was killed may be connected for a little while.
			await administer(address, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
		} finally {
			await server?.remove();
		}
	};
	try {
		const url = readPostgresUrl(address).sibling(name);
		await deploy(url, quiet);
		return {
			url,
			about: server
				? 'PostgreSQL, a server of its own that does not wait for the disk'
				: `${readPostgresUrl(url).name}, deleted afterwards`,
			sessions: async () => Number((await administer(url, COUNT))[0]?.[0]),
			drop
		};
	} catch (error) {
		// What went wrong first is what is to be told.
		await drop().catch(() => {});
		throw error;
	}
}
