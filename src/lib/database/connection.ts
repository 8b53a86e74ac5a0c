/** The rows of a statement, as Prisma's driver adapters answer them. */
export interface ResultSet {
	columnNames: string[];
	/** By Prisma's `ColumnTypeEnum`. */
	columnTypes: number[];
	rows: unknown[][];
}

/** A statement, as Prisma's driver adapters take it. */
export interface Statement {
	sql: string;
	args: unknown[];
	argTypes: { scalarType: 'string'; arity: 'scalar' }[];
}

/** What the kit needs of a driver that Prisma has connected: part of its public `SqlQueryable`. */
export interface Connection {
	queryRaw(statement: Statement): Promise<ResultSet>;
	executeRaw(statement: Statement): Promise<number>;
}

/** Under which one of our drivers keeps its connection. Shared by name: an app may bundle the entries apart. */
const CONNECTION = Symbol.for('svelte-guardian.connection');

interface Factory {
	[CONNECTION]?: Connection;
}

/**
 * Remembers the connection that a driver of ours has opened for Prisma, until Prisma closes it.
 *
 * @param factory the driver, as it is passed to `new PrismaClient({ adapter })`
 *
 * @example
 * ```ts
 * class MyDriver extends Driver {
 * 	override async connect() {
 * 		return rememberConnection(this, await super.connect());
 * 	}
 * }
 * ```
 */
export function rememberConnection<Opened extends { dispose(): Promise<void> }>(
	factory: object,
	opened: Opened
): Opened {
	const remembered = factory as Factory;
	remembered[CONNECTION] = opened as Opened & Connection;
	const dispose = opened.dispose.bind(opened);
	opened.dispose = () => {
		if (remembered[CONNECTION] === (opened as object)) delete remembered[CONNECTION];
		return dispose();
	};
	return opened;
}

/**
 * Returns the open connection of a driver of ours; `undefined` for any other driver, and while it is not connected.
 *
 * @example
 * ```ts
 * await connectionOf(adapter)?.queryRaw({ sql: 'SELECT 1', args: [], argTypes: [] });
 * ```
 */
export function connectionOf(factory: object | undefined): Connection | undefined {
	return (factory as Factory | undefined)?.[CONNECTION];
}
