import { connectionOf, type ResultSet, type Statement } from './connection.js';

/** Of Prisma's client, what tells whether somebody watches its statements. None of it is in its public API. */
interface Watched {
	_engineConfig?: { adapter?: object; logQueries?: unknown; sqlCommenters?: unknown[] };
	_tracingHelper?: { isEnabled?(): boolean };
}

/** Runs statements, as Prisma's own raw queries do. */
export interface Runner {
	/**
	 * Runs a statement that answers rows. It may be run a second time, where a column is of a type that only Prisma can read:
	 * so a statement that changes rows answers numbers and texts only.
	 */
	query(text: string, ...values: string[]): Promise<Record<string, unknown>[]>;
	/** Runs a statement that changes rows, and answers how many. */
	execute(text: string, ...values: string[]): Promise<number>;
}

/**
 * Runs statements on the connection of a driver of ours, without Prisma's client in between: that takes about as long as
 * the driver itself. Prisma runs them as long as its client is not connected, and where somebody watches what it runs: by
 * a query log, tracing or SQL comments.
 *
 * @param client a Prisma client that is not extended
 * @param prisma the client's own raw queries
 *
 * @example
 * ```ts
 * const { query } = createRunner(client, { query: client.$queryRawUnsafe, execute: client.$executeRawUnsafe });
 * ```
 */
export function createRunner(client: object, prisma: Runner): Runner {
	const { _engineConfig: config, _tracingHelper: tracing } = client as Watched;
	const canBeDirect =
		config?.logQueries === false &&
		!config.sqlCommenters?.length &&
		typeof tracing?.isEnabled === 'function';
	if (!canBeDirect) return prisma;
	const connection = () => (tracing.isEnabled!() ? undefined : connectionOf(config.adapter));
	/** Statements with a column of a type that only Prisma can read. */
	const leftToPrisma = new Set<string>();

	return {
		async query(text, ...values) {
			const direct = leftToPrisma.has(text) ? undefined : connection();
			if (!direct) return prisma.query(text, ...values);
			const rows = rowsOf(await direct.queryRaw(statement(text, values)));
			if (rows) return rows;
			leftToPrisma.add(text);
			return prisma.query(text, ...values);
		},
		execute(text, ...values) {
			const direct = connection();
			return direct ? direct.executeRaw(statement(text, values)) : prisma.execute(text, ...values);
		}
	};
}

const statement = (sql: string, args: string[]): Statement => ({
	sql,
	args,
	argTypes: args.map(() => ({ scalarType: 'string', arity: 'scalar' }))
});

/** How the values of a column are read, by Prisma's `ColumnTypeEnum`: as its own raw queries read them. */
const READERS: Record<number, (value: never) => unknown> = {
	/* Int32 */ 0: (value: number | string) => Math.trunc(Number(value)),
	/* Int64 */ 1: (value: number | string) =>
		BigInt(typeof value === 'number' ? Math.trunc(value) : value),
	/* Float */ 2: same,
	/* Double */ 3: same,
	/* Boolean */ 5: (value: unknown) =>
		value === true || value === 1 || value === 'true' || value === '1',
	/* Character */ 6: same,
	/* Text */ 7: same,
	/* Json */ 11: (value: string) => JSON.parse(value) as unknown,
	/* Enum */ 12: same,
	/* Uuid */ 15: same,
	/* TextArray */ 71: same,
	/* UnknownNumber, of an expression in SQLite */ 128: same
};

function same(value: unknown) {
	return value;
}

function rowsOf({ columnNames, columnTypes, rows }: ResultSet) {
	const readers = columnTypes.map((type) => READERS[type]);
	if (!readers.every((reader) => reader !== undefined)) return undefined;
	return rows.map((values) => {
		const row: Record<string, unknown> = {};
		values.forEach((value, index) => {
			row[columnNames[index]!] = value === null ? null : readers[index]!(value as never);
		});
		return row;
	});
}
