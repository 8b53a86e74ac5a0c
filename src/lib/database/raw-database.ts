import { createRunner, type Runner } from './direct.js';
import { readWrittenModel, writtenBlock } from './written-schema.js';

/** What the kit knows how to ask by a statement of its own. */
export type Engine = 'sqlite' | 'postgresql';

/** A column as a statement names it, and what Prisma makes of it. */
export interface Column {
	/** Quoted. */
	sql: string;
	/** Prisma's scalar type, or the name of an enum. */
	type: string;
	isList: boolean;
	/** The values of an enum, which stand in the database as they are called. */
	values?: readonly string[];
}

/** A table as a statement names it. */
export interface Table {
	/** Quoted, with the schema it is in. */
	sql: string;
	/** By the field's name in the model; `null` where it cannot be told. */
	column(field: string): Column | null;
}

/** A client that can be asked by a statement. */
export interface RawDatabase extends Runner {
	engine: Engine;
	/** By the model's key in the client; `null` where it cannot be told. */
	table(modelName: string): Table | null;
	/** Whether Prisma keeps relations itself where others have foreign keys. */
	hasRelationsOfPrisma: boolean;
}

/** Where the one value of a statement stands. */
export const placeholder = (engine: Engine) => (engine === 'postgresql' ? '$1' : '?');

/** The drivers that statements have been tried with, and where tables are that no schema is said of. */
const DRIVERS: Record<string, { provider: string; engine: Engine; schema: string }> = {
	'@prisma/adapter-libsql': { provider: 'sqlite', engine: 'sqlite', schema: 'main' },
	'@prisma/adapter-pg': { provider: 'postgresql', engine: 'postgresql', schema: 'public' }
};

/**
 * Of Prisma's client, what is not in its public API. It may be different in the next version: whatever is missing is taken
 * for a client that cannot be asked by a statement, and nobody is worse off than without.
 */
interface Internals {
	_appliedParent?: unknown;
	_globalOmit?: unknown;
	_activeProvider?: string;
	_runtimeDataModel?: { models?: Record<string, Model> };
	_engineConfig?: {
		inlineSchema?: unknown;
		adapter?: { adapterName?: string; options?: { schema?: unknown } };
	};
	$queryRawUnsafe?: Runner['query'];
	$executeRawUnsafe?: Runner['execute'];
}

interface Model {
	dbName?: string | null;
	schema?: string | null;
	fields: { name: string; kind: string; type: string; dbName?: string | null }[];
}

/**
 * Reads out of a Prisma client how its tables and columns are called in the database. `null` for all that is not a plain
 * client on a driver that is known: one that was extended, where a statement would go past the extension; a transaction's;
 * one that leaves columns out everywhere; a stand-in.
 *
 * @example
 * ```ts
 * const database = readRawDatabase(prisma);
 * database?.table('session')?.column('userId')?.sql; // '"userId"'
 * ```
 */
export function readRawDatabase(client: object): RawDatabase | null {
	const internals = client as Internals;
	const { _engineConfig: config, _runtimeDataModel: data } = internals;
	const driver = DRIVERS[config?.adapter?.adapterName ?? ''];
	const schema = config?.adapter?.options?.schema ?? driver?.schema;
	if (
		// Of an extended client, and of a proxy around one, this is another object.
		internals._appliedParent !== client ||
		internals._globalOmit !== undefined ||
		!driver ||
		internals._activeProvider !== driver.provider ||
		typeof schema !== 'string' ||
		typeof config?.inlineSchema !== 'string' ||
		typeof internals.$queryRawUnsafe !== 'function' ||
		typeof internals.$executeRawUnsafe !== 'function' ||
		!data?.models
	) {
		return null;
	}
	const { models } = data;
	const written = config.inlineSchema;

	return {
		engine: driver.engine,
		hasRelationsOfPrisma: /^\s*relationMode\s*=\s*"prisma"/m.test(written),
		...createRunner(client, {
			query: (text, ...values) => internals.$queryRawUnsafe!(text, ...values),
			execute: (text, ...values) => internals.$executeRawUnsafe!(text, ...values)
		}),
		table(modelName) {
			const name = (client as Record<string, { name?: string } | undefined>)[modelName]?.name;
			const model = name === undefined ? undefined : models[name];
			if (name === undefined || !model || !Array.isArray(model.fields)) return null;
			const asWritten = readWrittenModel(written, name);
			// Prisma 7.0 does not say in which schema a table is, and there may be another one of this name.
			if (asWritten?.schema && model.schema !== asWritten.schema) return null;
			return {
				sql: `${quoted(model.schema ?? schema)}.${quoted(model.dbName ?? name)}`,
				column(fieldName) {
					const field = model.fields.find((each) => each.name === fieldName);
					// What the client keeps of its model does not tell a list from a value.
					const said = asWritten?.fields.find((each) => each.name === fieldName);
					if (!field || said?.type !== field.type) return null;
					const { type, isList } = said;
					const column = { sql: quoted(field.dbName ?? field.name), type, isList };
					if (field.kind === 'scalar') return column;
					const values = field.kind === 'enum' ? writtenValues(written, field.type) : null;
					return values && { ...column, values };
				}
			};
		}
	};
}

/**
 * Whether calls of this client may go through a client extension, which can answer a deletion without deleting. A plain
 * client on a driver that is not known is not extended. A client that does not say what it is counts as extended.
 *
 * @example
 * ```ts
 * mayBeExtended(prisma); // false
 * mayBeExtended(prisma.$extends({})); // true
 * ```
 */
export function mayBeExtended(client: object): boolean {
	return (client as Internals)._appliedParent !== client;
}

/**
 * Whether the database of a client is SQLite, by whatever driver, extended or not. A client that does not say so counts as on
 * another one.
 *
 * @example
 * ```ts
 * isOnSqlite(prisma.$extends({})); // true
 * ```
 */
export function isOnSqlite(client: object): boolean {
	return (client as Internals)._activeProvider === 'sqlite';
}

/**
 * The values of an enum. `null` where one is called otherwise in the database: by which of its names it comes out of
 * Prisma differs between the versions.
 */
function writtenValues(schema: string, name: string): string[] | null {
	const lines = (writtenBlock(schema, 'enum', name) ?? '')
		.split('\n')
		.map((line) => line.replace(/\/\/.*/, '').trim())
		.filter((line) => line !== '' && !line.startsWith('@@'));
	return lines.length > 0 && lines.every((line) => /^\w+$/.test(line)) ? lines : null;
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
