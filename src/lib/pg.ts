import { createRequire } from 'node:module';
import type { PrismaPg } from '@prisma/adapter-pg';
import { rememberConnection } from './database/connection.js';
import { milliseconds } from './drivers/milliseconds.js';
import { pgUrlMistake, readPgUrl } from './drivers/pg-url.js';
import { statementNames } from './drivers/statement-names.js';
import { steadyPool } from './drivers/steady-pool.js';

// Bundled, the driver would be a second copy beside the one that Prisma's own code and its errors come from.
// In this form, with a variable, the tracers of serverless adapters (@vercel/nft) find it.
const require = createRequire(import.meta.url);
const { PrismaPg: Driver } = require('@prisma/adapter-pg') as typeof import('@prisma/adapter-pg');

/** The options of {@link Pg}: those of the driver's pool, and the URL and limits under names of their own. */
export interface PgConfig extends Omit<
	Exclude<ConstructorParameters<typeof PrismaPg>[0], string | { query: unknown }>,
	'connectionString' | 'connectionTimeoutMillis' | 'query_timeout' | 'statement_timeout'
> {
	/**
	 * A `postgresql:` URL. Its parameters `schema` and `connection_limit` are used as Prisma's own tools use them. Default: `PGHOST`, `PGDATABASE` and
	 * the other variables of PostgreSQL.
	 */
	url?: string | undefined;
	/** How long a statement may wait for a connection, in seconds: at most 120. Default: 5 */
	connectionTimeout?: number;
	/** How long a statement may take once it has one, in seconds: at most 3600. Default: 30 */
	queryTimeout?: number;
	/**
	 * How many different statements stay prepared in each connection. Default: 500. Behind a pooler that does not support
	 * prepared statements none do, whatever this says.
	 */
	preparedStatements?: number;
}

/** Prisma's driver writes a time without its zone, which a column with a zone takes for the server's. */
const IN_UTC = '-c TimeZone=UTC';

/** Whether the variables of PostgreSQL or the options of the pool say where the database is. */
const isToldElsewhere = (pool: object) =>
	'host' in pool || ['PGHOST', 'PGDATABASE', 'PGUSER'].some((name) => process.env[name]);

class BoundedPg extends Driver {
	#preparedStatements;
	#mistake;

	constructor({
		url,
		connectionTimeout = 5,
		queryTimeout = 30,
		preparedStatements = 500,
		...pool
	}: PgConfig = {}) {
		const queryMs = milliseconds('new Pg(): queryTimeout', queryTimeout, { max: 3600 });
		const { config, schema } = url === undefined ? {} : readPgUrl(url);
		const isElsewhere = url === undefined && isToldElsewhere(pool);
		super(
			{
				keepAlive: true,
				...pool,
				...config,
				options: [pool.options, config?.options, IN_UTC].filter(Boolean).join(' '),
				connectionTimeoutMillis: milliseconds('new Pg(): connectionTimeout', connectionTimeout, {
					max: 120
				}),
				query_timeout: queryMs,
				// Also cancels the statement in the server.
				statement_timeout: queryMs
			},
			{ ...(schema && { schema }) }
		);
		this.#preparedStatements = preparedStatements;
		// Said at the first statement: a build has no database.
		this.#mistake = isElsewhere ? null : pgUrlMistake(url);
	}

	/** For Prisma, which asks for its connection here. */
	override async connect() {
		if (this.#mistake) throw new Error(this.#mistake);
		const adapter = await super.connect();
		steadyPool(adapter.underlyingDriver(), statementNames(this.#preparedStatements));
		return rememberConnection(this, adapter);
	}
}

/**
 * Extends Prisma's PostgreSQL driver with timeouts. Without them it waits forever for a free connection, for a server that
 * accepts a connection but does not answer, and for a lost answer. A connection that times out is closed, and the pool opens
 * another.
 *
 * It also keeps statements prepared, because planning one takes longer than running it. Their number is limited, and
 * statements with a list of varying length, as in `where: { id: { in: ids } }`, are not prepared: each prepared statement
 * uses memory in the server until its connection is closed.
 *
 * Needs `@prisma/adapter-pg`, and takes the options of its pool, such as `max` and `ssl`.
 *
 * @throws when `@prisma/adapter-pg` is not installed, at the import; for a server that cannot be reached, at the first
 * statement
 *
 * @example
 * ```ts
 * import { Pg } from 'svelte-guardian/pg';
 *
 * const adapter = new Pg({ url: process.env.DATABASE_URL, max: 10 });
 * ```
 */
export const Pg: new (config?: PgConfig) => PrismaPg = BoundedPg;
