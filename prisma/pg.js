import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { readPostgresUrl } from './postgres-url.js';

// Bundled, the driver would be a second copy beside the one that Prisma's own code and its errors come from.
/** @type {typeof import('@prisma/adapter-pg')} */
const { PrismaPg } = createRequire(import.meta.url)('@prisma/adapter-pg');

/**
 * Prisma's PostgreSQL driver, with bounds on what the driver by itself would wait for without end: a free connection, a
 * server that accepts one and says nothing, an answer that was lost on the way. A connection whose bound is over is
 * thrown away, so that the pool mends itself.
 *
 * @example
 * new PrismaClient({ adapter: new Pg({ url: databaseUrl() }) });
 */
export class Pg extends PrismaPg {
	/**
	 * @param {{ url: string, patience?: number, answer?: number }} config `patience`: how long a statement may wait for a
	 * connection; default: 5000. `answer`: how long it may then take; default: 30000. Both in milliseconds.
	 */
	constructor({ url, patience = 5000, answer = 30_000 }) {
		const { config, schema } = readPostgresUrl(url);
		super(
			{
				...config,
				connectionTimeoutMillis: patience,
				query_timeout: answer,
				// Ends in the server, too, what nobody waits for any more.
				statement_timeout: answer,
				keepAlive: true
			},
			{ ...(schema && { schema }), statementNameGenerator: statementName }
		);
	}
}

/**
 * A statement that has a name is planned once for a connection, which takes longer than to run it. Several at once, as a
 * script may be, can have none.
 *
 * @param {{ sql: string, args: unknown[] }} statement
 */
const statementName = ({ sql, args }) =>
	args.length === 0 ? '' : createHash('sha256').update(sql).digest('base64url');
