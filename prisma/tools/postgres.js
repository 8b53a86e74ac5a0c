import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import { MigrationError } from './errors.js';
import { explain, kindOf } from './postgres-errors.js';
import { readPostgresUrl } from './postgres-url.js';

/** @import { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory, SqlQuery, SqlQueryable, Transaction } from '@prisma/driver-adapter-utils' */
/** @import { Database } from './database.js' */
/** @import { History } from './history.js' */
/** @import { PostgresUrl } from './postgres-url.js' */

/** How long a server may take to let us in, in milliseconds. */
const CONNECT_MS = 10_000;

/** The key under which `prisma migrate` takes its advisory lock, so that it and we wait for each other. */
const PRISMA_LOCK = 72_707_369;

/** PostgreSQL's numbers for two of its types. */
const CHAR = 18;
const CHAR_ARRAY = 1002;

/** @param {string} sql */
const statement = (sql) => ({ sql, args: [], argTypes: [] });

/** @param {string} name */
const quoted = (name) => `"${name.replaceAll('"', '""')}"`;

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
 * Does some work with connections of its own.
 *
 * @template T
 * @param {PostgresUrl} target
 * @param {(adapter: SqlDriverAdapter) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function connected({ config, schema, name }, work) {
	const driver = new PrismaPg(
		{ ...config, connectionTimeoutMillis: CONNECT_MS },
		{ ...(schema && { schema }) }
	);
	const adapter = await driver.connect();
	try {
		return await work(adapter);
	} catch (error) {
		throw explain(name, error);
	} finally {
		await adapter.dispose();
	}
}

/**
 * Lets the schema engine read PostgreSQL's catalogue: it has columns of the internal type `"char"`, which the adapter
 * refuses. It knows the array of them, so the columns pass as such, and are named rightly to the engine.
 *
 * @template {SqlQueryable} T
 * @param {T} queryable
 */
function readsCatalogue(queryable) {
	/** @typedef {{ fields: { dataTypeID: number }[] }} Result */
	const io = /** @type {{ performIO(query: SqlQuery): Promise<Result> }} */ (
		/** @type {unknown} */ (queryable)
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
	const queryRaw = queryable.queryRaw.bind(queryable);
	queryable.queryRaw = async (query) => {
		const { columnTypes, ...result } = await queryRaw(query);
		const { Character, CharacterArray } = ColumnTypeEnum;
		return {
			...result,
			columnTypes: columnTypes.map((type) => (type === CharacterArray ? Character : type))
		};
	};
	return queryable;
}

/**
 * The adapter's own way cuts a script at every semicolon, also within a string.
 *
 * @param {SqlDriverAdapter} adapter
 */
function scriptsWhole(adapter) {
	adapter.executeScript = async (script) => {
		await adapter.executeRaw(statement(script));
	};
	return adapter;
}

/**
 * The driver for the schema engine, on one transaction's connection. Every statement has a savepoint: the engine finds
 * out by an error whether a table is there, and an error would otherwise end the whole transaction.
 *
 * @param {Transaction} transaction
 * @param {SqlDriverAdapter} adapter that the transaction belongs to
 * @returns {SqlMigrationAwareDriverAdapterFactory}
 */
function transactionDriver(transaction, adapter) {
	/**
	 * @template T
	 * @param {() => Promise<T>} work
	 */
	const saved = async (work) => {
		await transaction.executeRaw(statement('SAVEPOINT guardian'));
		try {
			return await work();
		} catch (error) {
			await transaction.executeRaw(statement('ROLLBACK TO SAVEPOINT guardian'));
			throw error;
		} finally {
			await transaction.executeRaw(statement('RELEASE SAVEPOINT guardian'));
		}
	};
	/** @type {SqlDriverAdapter} */
	const driver = {
		provider: adapter.provider,
		adapterName: adapter.adapterName,
		queryRaw: (query) => saved(() => transaction.queryRaw(query)),
		executeRaw: (query) => saved(() => transaction.executeRaw(query)),
		async executeScript(script) {
			// As one message to the server: see scriptsWhole().
			await saved(() => transaction.executeRaw(statement(script)));
		},
		startTransaction() {
			throw new Error('The migrations are one transaction already.');
		},
		getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: true },
		async dispose() {}
	};
	return {
		provider: adapter.provider,
		adapterName: adapter.adapterName,
		connect: async () => driver,
		connectToShadowDb() {
			throw new Error('Nothing is compared while migrations are applied.');
		}
	};
}

/**
 * @param {SqlDriverAdapter} adapter
 * @returns {Promise<History>}
 */
async function readHistory(adapter) {
	const relations = await adapter.queryRaw(
		statement(
			// Not what an extension brought along, which a hosted database may have from the start.
			`SELECT c.relname::text FROM pg_class c WHERE c.relnamespace =
			(SELECT oid FROM pg_namespace WHERE nspname = current_schema())
			AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT EXISTS (SELECT FROM pg_depend d
			WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`
		)
	);
	const names = relations.rows.map(([name]) => String(name));
	const empty = names.every((name) => name === '_prisma_migrations');
	if (!names.includes('_prisma_migrations')) return { empty, migrations: [] };
	const { rows } = await adapter.queryRaw(
		statement(
			'SELECT migration_name, finished_at IS NULL FROM _prisma_migrations WHERE rolled_back_at IS NULL'
		)
	);
	/** @type {History['migrations']} */
	const migrations = rows.map(([name, unfinished]) => ({
		name: String(name),
		state: unfinished ? 'failed' : 'applied'
	}));
	return { empty, migrations };
}

/**
 * Makes the database, or the schema in it, that the URL names and that is not there.
 *
 * @param {PostgresUrl} target
 */
async function create(target) {
	const missing = await connected(target, async (adapter) => {
		const { schema } = target;
		if (schema)
			await adapter.executeRaw(statement(`CREATE SCHEMA IF NOT EXISTS ${quoted(schema)}`));
		else await adapter.queryRaw(statement('SELECT 1'));
		return false;
	}).catch((error) => {
		if (kindOf(error) === 'DatabaseDoesNotExist') return true;
		throw error;
	});
	if (!missing) return;
	try {
		await connected(read(target.sibling('postgres')), (adapter) =>
			adapter.executeRaw(statement(`CREATE DATABASE ${quoted(target.database)}`))
		);
	} catch (error) {
		// Another process that starts at the same time may have been quicker.
		if (!/^(DatabaseAlreadyExists|UniqueConstraintViolation)$/.test(kindOf(error) ?? '')) {
			throw new MigrationError(
				`${target.name} does not exist and could not be created: create it, or let this user create databases.`,
				{ cause: error }
			);
		}
	}
	if (target.schema) await create(target);
}

/**
 * Opens a PostgreSQL database, and creates it where the server lets this user.
 *
 * All migrations of one run are a single transaction that holds Prisma's advisory lock. So of many instances that start
 * together one migrates and the others then find nothing to do, and a run that is cut off leaves no trace. It also means
 * that a migration cannot contain what PostgreSQL refuses inside a transaction, such as `CREATE INDEX CONCURRENTLY`.
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

		history: () => connected(target, readHistory),

		exclusively: (work) =>
			connected(target, async (adapter) => {
				const transaction = readsCatalogue(await adapter.startTransaction());
				// The adapter leaves both to its caller: its own commit and rollback only give the connection back.
				try {
					await transaction.executeRaw(statement(`SELECT pg_advisory_xact_lock(${PRISMA_LOCK})`));
					const result = await work(transactionDriver(transaction, adapter));
					await transaction.executeRaw(statement('COMMIT'));
					await transaction.commit();
					return result;
				} catch (error) {
					// A connection that was cut cannot, and need not, roll back.
					await transaction.executeRaw(statement('ROLLBACK')).catch(() => {});
					await transaction.rollback();
					throw error;
				}
			})
	};
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
	const connect = async () => scriptsWhole(readsCatalogue(await shadow.connect()));
	return connected(read(server.sibling('postgres')), async (admin) => {
		await admin.executeRaw(statement(`CREATE DATABASE ${quoted(name)}`));
		try {
			return await work({
				provider: shadow.provider,
				adapterName: shadow.adapterName,
				connect,
				connectToShadowDb: connect
			});
		} finally {
			// By force: the engine closes its connections when it likes.
			await admin.executeRaw(statement(`DROP DATABASE ${quoted(name)} WITH (FORCE)`));
		}
	});
}
