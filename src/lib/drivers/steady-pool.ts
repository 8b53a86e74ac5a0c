import type { statementNames } from './statement-names.js';
import { withoutRefused, type Pool } from './startup-parameters.js';

/** A statement as Prisma's driver hands it to the pool. */
interface Statement {
	name?: string | undefined;
	text: string;
	values?: unknown[];
}

/**
 * The named statement could not be used, and nothing was done: the connection does not know it (26000), has one of this
 * name already (42P05), or a migration has changed the types that it answers (0A000). The first two come from a pooler
 * that gives each transaction another connection.
 */
const NAME_REFUSED = ['26000', '42P05', '0A000'];

/** The server closed the connection: an administrator or a failover (57P01), or because it was idle (57P05). */
const CLOSED = ['57P01', '57P05', 'ECONNRESET', 'EPIPE'];

/** The message where a connection ended without one of the server. */
const ENDED = 'Connection terminated unexpectedly';

const IS_READ = /^\s*SELECT\b/i;

const codeOf = (error: unknown) =>
	typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

const isClosed = (error: unknown) =>
	CLOSED.includes(codeOf(error)) || (error instanceof Error && error.message === ENDED);

/**
 * Gives names to the statements of a pool, and runs those again that certainly did nothing:
 *
 * - A named statement that the server refuses for its name runs without one. Where a pooler is the cause, no statement gets
 *   a name from then on.
 * - A read whose connection was closed by the server runs once more, on another connection.
 * - A connection that is refused for a startup parameter is opened without it: see {@link withoutRefused}.
 *
 * Statements in a transaction are not named: after an error in it none of them can run again.
 *
 * @param nameOf see {@link statementNames}
 *
 * @example
 * ```ts
 * steadyPool(adapter.underlyingDriver(), statementNames(500));
 * ```
 */
export function steadyPool(pool: Pool, nameOf: ReturnType<typeof statementNames>): void {
	const query = pool.query.bind(pool) as (...all: unknown[]) => Promise<unknown>;
	let isNaming = true;

	function named(statement: Statement): Statement {
		const { text, values = [] } = statement;
		const name = isNaming ? nameOf({ sql: text, args: values }) : '';
		return name ? { ...statement, name } : statement;
	}

	async function run(statement: Statement): Promise<unknown> {
		const first = named(statement);
		try {
			return await query(first);
		} catch (error) {
			const code = codeOf(error);
			if (first.name && NAME_REFUSED.includes(code)) {
				// After a migration the pool replaces the connection, and the next one plans anew.
				if (code !== '0A000') isNaming = false;
				return await query(statement);
			}
			if (isClosed(error) && IS_READ.test(statement.text)) return await query(named(statement));
			throw error;
		}
	}

	const isStatement = (given: unknown): given is Statement =>
		typeof given === 'object' && given !== null && 'text' in given;
	pool.connect = withoutRefused(pool) as typeof pool.connect;
	// Prisma's driver passes nothing but an object. An app that has the pool may pass a text and a callback.
	pool.query = ((statement: unknown, ...rest: unknown[]) =>
		isStatement(statement) && rest.length === 0
			? run(statement)
			: query(statement, ...rest)) as typeof pool.query;
}
