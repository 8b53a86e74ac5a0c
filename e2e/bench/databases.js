import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { administer } from '../tools/administer.js';
import { deploy, diff } from '../../prisma/tools/migrate.js';
import { modelsFolder, testModelsFolder, writeMigration } from '../../prisma/tools/migrations.js';
import { readPostgresUrl } from '../../prisma/tools/postgres-url.js';
import { startPostgres } from '../../prisma/tools/server.js';
import { databaseUrl } from '../../prisma/tools/url.js';

/** @import { Provider } from '../../prisma/tools/provider.js' */

/** PostgreSQL's own defaults: a commit is on the disk before it is confirmed. */
const DURABLE = ['fsync=on', 'full_page_writes=on', 'synchronous_commit=on'];

/**
 * Where databases are made for a run.
 *
 * @typedef {object} Engine
 * @property {Provider} name
 * @property {string} about
 * @property {(schema: string) => Promise<string>} create makes one with the tables of a schema, and answers its URL
 * @property {() => Promise<void>} remove deletes all of them
 */

/**
 * Applies a schema's tables.
 *
 * @param {Provider} provider
 * @param {string} url
 * @param {string} schema `guardian`, or a folder in `e2e/schemas`
 * @param {string} folder for what is to be applied
 */
async function migrate(provider, url, schema, folder) {
	const migrations = join(folder, `migrations-${schema}`);
	const models = schema === 'guardian' ? modelsFolder : join(testModelsFolder, schema);
	await writeMigration(
		migrations,
		provider,
		'init',
		await diff(url, { migrations, models }),
		new Date(0)
	);
	await deploy(url, { migrations, log: () => {} });
}

/** @returns {Promise<Engine>} */
export async function openSqlite() {
	const folder = await mkdtemp(join(tmpdir(), 'guardian-bench-'));
	let count = 0;
	return {
		name: 'sqlite',
		about: 'SQLite through libsql, a file, WAL, synchronous=NORMAL',
		async create(schema) {
			const own = join(folder, String(count++));
			const url = databaseUrl(`file:${join(own, 'bench.db')}`);
			await migrate('sqlite', url, schema, own);
			return url;
		},
		remove: () => rm(folder, { recursive: true, force: true })
	};
}

/** @returns {Promise<Engine>} */
export async function openPostgres() {
	const folder = await mkdtemp(join(tmpdir(), 'guardian-bench-'));
	const given = process.env.TEST_DATABASE_URL;
	const server = given ? undefined : await startPostgres(DURABLE);
	const address = given ?? server?.url ?? '';
	const [row] = await administer(address, 'SHOW server_version');
	/** @type {string[]} */
	const names = [];
	return {
		name: 'postgresql',
		about: `PostgreSQL ${Object.values(row ?? {})[0]} over loopback, with fsync`,
		async create(schema) {
			const name = `guardian_bench_${randomBytes(8).toString('hex')}`;
			await administer(address, `CREATE DATABASE "${name}" TEMPLATE template0`);
			names.push(name);
			const url = readPostgresUrl(address).sibling(name);
			await migrate('postgresql', url, schema, join(folder, name));
			return url;
		},
		async remove() {
			await rm(folder, { recursive: true, force: true });
			if (server) return server.remove();
			for (const name of names) {
				await administer(address, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
			}
		}
	};
}
