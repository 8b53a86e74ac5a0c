import { createHash, randomUUID } from 'node:crypto';
import { MigrationError } from './errors.js';
import { migrationsFolder, readMigrations } from './migrations.js';
import { openPostgres } from './postgres.js';
import { providerOf } from './provider.js';
import { openSqlite } from './sqlite.js';
import { databaseUrl } from './url.js';

/**
 * A connection. A script holds any number of statements.
 *
 * @typedef {object} Connection
 * @property {(sql: string) => Promise<Record<string, unknown>[]>} query
 * @property {(script: string) => Promise<void>} run
 */

/**
 * A database to be migrated. Every engine is one such object, so that nothing here asks about SQL dialects.
 *
 * @typedef {object} Database
 * @property {string} name what a message calls it
 * @property {string} tables the query for the names of what is in it
 * @property {string} record the statement that makes Prisma's own record of migrations
 * @property {<T>(work: (connection: Connection) => Promise<T>) => Promise<T>} connected
 * @property {<T>(work: (connection: Connection) => Promise<T>) => Promise<T>} exclusively in one transaction, while nobody
 * else can migrate; when `work` throws, the database is as it was
 */

/** @typedef {{ name: string, sql: string }} Migration */

/**
 * Brings a database up to date with the migrations, and creates it when it is missing. What it records is what
 * `prisma migrate deploy` records, so either may follow the other. All migrations of one run are a single transaction: of
 * many instances that start together one migrates and the others find nothing to do, and a run that is cut off leaves no
 * trace.
 *
 * @param {string} [url] default: {@link databaseUrl}
 * @param {object} [options]
 * @param {(line: string) => void} [options.log] gets one line about what was done; default: `console.log`
 * @param {string} [options.migrations] the folder to apply; default: the one of the URL's engine
 * @returns {Promise<string[]>} the names of the migrations that were applied
 * @throws {MigrationError} when the database cannot be used or a migration fails; the database is then unchanged
 *
 * @example
 * await deploy('file:/tmp/test.db', { log: () => {} });
 */
export async function deploy(
	url = databaseUrl(),
	{ log = console.log, migrations = migrationsFolder(providerOf(url)) } = {}
) {
	const provider = providerOf(url);
	const ours = scriptsOf(await readMigrations(migrations, provider));
	const database = await (provider === 'sqlite' ? openSqlite : openPostgres)(url);
	const pending = await database.connected((connection) => pendingOf(database, connection, ours));
	const applied = pending.length > 0 ? await apply(database, ours) : [];
	const done = applied.length > 0 ? `applied ${applied.join(', ')}` : 'up to date';
	log(`${database.name}: ${done}`);
	return applied;
}

/**
 * @param {import('@prisma/schema-engine-wasm').MigrationList} list
 * @returns {Migration[]}
 */
function scriptsOf({ baseDir, migrationDirectories }) {
	return migrationDirectories.map(({ path: name, migrationFile: { content } }) => {
		if (content.tag === 'ok') return { name, sql: content.value };
		throw new MigrationError(`${baseDir}: ${name} has no migration.sql.`);
	});
}

/**
 * @param {Database} database
 * @param {Migration[]} ours
 */
async function apply(database, ours) {
	return database.exclusively(async (connection) => {
		// Once more: another process may have been quicker.
		const pending = await pendingOf(database, connection, ours);
		if (pending.length > 0) await connection.run(database.record);
		for (const { name, sql } of pending) {
			const start = new Date();
			try {
				await connection.run(sql);
			} catch (error) {
				const { message } = /** @type {Error} */ (error);
				throw new MigrationError(
					`${database.name} is unchanged, because ${name} cannot be applied: ${message}`,
					{ cause: error }
				);
			}
			await connection.run(recordOf(name, sql, start));
		}
		return pending.map(({ name }) => name);
	});
}

/**
 * @param {string} name
 * @param {string} sql
 * @param {Date} start
 */
function recordOf(name, sql, start) {
	const [from, to] = [start, new Date()].map((time) => time.toISOString().replace('Z', '+00:00'));
	const checksum = createHash('sha256').update(sql).digest('hex');
	const values = [randomUUID(), checksum, name.replaceAll("'", "''"), from, to];
	return `INSERT INTO _prisma_migrations
		(id, checksum, migration_name, started_at, finished_at, applied_steps_count)
		VALUES (${values.map((value) => `'${value}'`).join(', ')}, 1)`;
}

/**
 * The migrations that a database still needs.
 *
 * @param {Database} database
 * @param {Connection} connection
 * @param {Migration[]} ours
 * @throws {MigrationError} for a database that something else has made, or that a person must look at
 */
async function pendingOf({ name, tables }, { query }, ours) {
	const names = (await query(tables)).map((row) => row.name);
	const recorded = names.includes('_prisma_migrations')
		? await query(
				`SELECT migration_name AS name, finished_at IS NULL AS unfinished
				FROM _prisma_migrations WHERE rolled_back_at IS NULL`
			)
		: [];
	const isEmpty = names.every((name) => name === '_prisma_migrations');
	const done = new Set(recorded.map((row) => row.name));
	// A database may be ahead of us, when an older release was put back. But it must share some of its past with us.
	if (!isEmpty && !ours.some((migration) => done.has(migration.name))) {
		throw new MigrationError(
			`${name} has tables that these migrations did not make: point DATABASE_URL at another database, or move this one away.`
		);
	}
	if (recorded.some(({ unfinished }) => unfinished)) {
		throw new MigrationError(
			`${name} has a migration that \`prisma migrate\` left half-applied: repair it with \`prisma migrate resolve\`, or start with a new database.`
		);
	}
	return ours.filter((migration) => !done.has(migration.name));
}
