import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import { MigrationError } from './errors.js';
import { readPostgresUrl } from './postgres-url.js';

/** @import { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory, SqlQuery } from '@prisma/driver-adapter-utils' */
/** @import { Connection, Database } from './deploy.js' */
/** @import { PostgresUrl } from './postgres-url.js' */

/** How long a server may take to let us in, in milliseconds. */
const CONNECT_MS = 10_000;

/** The key under which `prisma migrate` takes its advisory lock, so that it and we wait for each other. */
const PRISMA_LOCK = 72_707_369;

/** What is in the schema, without what an extension brought along: a hosted database may have that from the start. */
const TABLES = `SELECT c.relname::text AS name FROM pg_class c WHERE c.relnamespace =
	(SELECT oid FROM pg_namespace WHERE nspname = current_schema())
	AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT EXISTS (SELECT FROM pg_depend d
	WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`;

/** As `prisma migrate` makes it. */
const RECORD = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`;

/**
 * What a person can do about a server or a database that cannot be used, by the error's code, or by the driver's message
 * where it has none.
 *
 * @type {[RegExp, (message: string) => string][]}
 */
const SENTENCES = [
	[
		/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|ENOENT|EACCES|57P0\d)$|timeout|terminated/,
		() => 'cannot be reached: start the server, or mend the host and port in DATABASE_URL.'
	],
	[
		/^28...$|^SASL|password must be/,
		() =>
			'refuses this user: mend the user and password in DATABASE_URL, or allow the user on the server.'
	],
	[/^3D000$/, () => 'does not exist.'],
	[
		/CERT|SSL connection/,
		(message) =>
			`cannot be reached over TLS (${message}): mend the certificate, or choose another sslmode in DATABASE_URL.`
	],
	[
		/^53300$/,
		() => 'has no connection left: end other clients, or raise max_connections of the server.'
	],
	[
		/^42501$/,
		(message) =>
			`does not allow this user to migrate it (${message}): grant it, or let the owner of the database deploy.`
	]
];

/** @param {string} name */
const quoted = (name) => `"${name.replaceAll('"', '""')}"`;

/** @param {unknown} error of the driver, also one that {@link explain} has put into a sentence */
const codeOf = (error) => {
	const { code } = /** @type {{ code?: unknown }} */ (
		(error instanceof MigrationError ? error.cause : error) ?? {}
	);
	return String(code ?? '');
};

/**
 * @param {string} name of the database
 * @param {unknown} error
 * @returns {unknown} a {@link MigrationError}, or the error itself when its text would help nobody who runs the command
 */
function explain(name, error) {
	if (!(error instanceof Error) || error instanceof MigrationError) return error;
	const { message } = error;
	const said = codeOf(error) || message;
	const sentence = SENTENCES.find(([pattern]) => pattern.test(said))?.[1](message);
	return sentence ? new MigrationError(`${name} ${sentence}`, { cause: error }) : error;
}

/** @param {string} url */
function read(url) {
	try {
		return readPostgresUrl(url);
	} catch {
		// The driver's own message holds the URL, and with it the password.
		throw new MigrationError(
			'DATABASE_URL cannot be read: write postgresql://user:password@host:5432/database, and what is no letter or digit in the user or password percent-encoded.'
		);
	}
}

/**
 * Does some work with a connection of its own.
 *
 * @template T
 * @param {PostgresUrl} target
 * @param {(connection: Connection) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function connected({ config, name }, work) {
	const adapter = await new PrismaPg({ ...config, connectionTimeoutMillis: CONNECT_MS }).connect();
	try {
		const client = await adapter.underlyingDriver().connect();
		// A connection that is cut says so twice: here, and by failing what was asked.
		client.on('error', () => {});
		try {
			return await work({
				query: async (sql) => (await client.query(sql)).rows,
				run: async (script) => void (await client.query(script))
			});
		} finally {
			client.release(true);
		}
	} catch (error) {
		throw explain(name, error);
	} finally {
		await adapter.dispose();
	}
}

/**
 * Makes the database, or the schema in it, that the URL names and that is not there.
 *
 * @param {PostgresUrl} target
 */
async function create(target) {
	const { schema } = target;
	const first = schema ? `CREATE SCHEMA IF NOT EXISTS ${quoted(schema)}` : 'SELECT 1';
	try {
		return await connected(target, ({ run }) => run(first));
	} catch (error) {
		if (codeOf(error) !== '3D000') throw error;
	}
	try {
		await connected(read(target.sibling('postgres')), ({ run }) =>
			run(`CREATE DATABASE ${quoted(target.database)}`)
		);
	} catch (error) {
		// Another process that starts at the same time may have been quicker.
		if (!['42P04', '23505'].includes(codeOf(error))) {
			throw new MigrationError(
				`${target.name} does not exist and could not be created: create it, or let this user create databases.`,
				{ cause: error }
			);
		}
	}
	if (schema) await create(target);
}

/**
 * Opens a PostgreSQL database, and creates it where the server lets this user. A migration cannot contain what PostgreSQL
 * refuses inside a transaction, such as `CREATE INDEX CONCURRENTLY`.
 *
 * @param {string} url
 * @returns {Promise<Database>}
 * @throws {MigrationError} when the server cannot be reached, refuses the user, or has no such database
 */
export async function openPostgres(url) {
	const target = read(url);
	await create(target);
	return {
		name: target.name,
		tables: TABLES,
		record: RECORD,
		connected: (work) => connected(target, work),
		exclusively: (work) =>
			connected(target, async (connection) => {
				await connection.run(`BEGIN; SELECT pg_advisory_xact_lock(${PRISMA_LOCK})`);
				try {
					const result = await work(connection);
					await connection.run('COMMIT');
					return result;
				} catch (error) {
					// A connection that was cut cannot, and need not, roll back.
					await connection.run('ROLLBACK').catch(() => {});
					throw error;
				}
			})
	};
}

/** PostgreSQL's numbers for two of its types. */
const CHAR = 18;
const CHAR_ARRAY = 1002;

/**
 * Makes Prisma's adapter fit for the schema engine. It refuses columns of the internal type `"char"`, which PostgreSQL's
 * catalogue has; it knows the array of them, so they pass as such, and are named rightly to the engine. And it cuts a script
 * at every semicolon, also within a string.
 *
 * @param {SqlDriverAdapter} adapter
 */
function forEngine(adapter) {
	/** @typedef {{ fields: { dataTypeID: number }[] }} Result */
	const io = /** @type {{ performIO(query: SqlQuery): Promise<Result> }} */ (
		/** @type {unknown} */ (adapter)
	);
	const performIO = io.performIO.bind(io);
	io.performIO = async (query) => {
		const result = await performIO(query);
		// A script of several statements has no fields of its own.
		for (const field of result.fields ?? []) {
			if (field.dataTypeID === CHAR) field.dataTypeID = CHAR_ARRAY;
		}
		return result;
	};
	const queryRaw = adapter.queryRaw.bind(adapter);
	adapter.queryRaw = async (query) => {
		const { columnTypes, ...result } = await queryRaw(query);
		const { Character, CharacterArray } = ColumnTypeEnum;
		return {
			...result,
			columnTypes: columnTypes.map((type) => (type === CharacterArray ? Character : type))
		};
	};
	adapter.executeScript = async (script) => {
		await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
	};
	return adapter;
}

/**
 * Does some work with an empty database on the same server, which is dropped afterwards. Prisma's own way drops it
 * while it is still connected to it, which the server refuses.
 *
 * @template T
 * @param {string} url
 * @param {(factory: SqlMigrationAwareDriverAdapterFactory) => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {MigrationError} when the server cannot be reached, or does not let this user create a database
 */
export async function shadowPostgres(url, work) {
	const server = read(url);
	const name = `guardian_shadow_${randomUUID()}`;
	const shadow = new PrismaPg(read(server.sibling(name)).config);
	const connect = async () => forEngine(await shadow.connect());
	return connected(read(server.sibling('postgres')), async ({ run }) => {
		await run(`CREATE DATABASE ${quoted(name)}`);
		try {
			return await work({
				provider: shadow.provider,
				adapterName: shadow.adapterName,
				connect,
				connectToShadowDb: connect
			});
		} finally {
			// By force: the engine closes its connections when it likes.
			await run(`DROP DATABASE ${quoted(name)} WITH (FORCE)`);
		}
	});
}
