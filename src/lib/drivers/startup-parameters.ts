import type { PrismaPg } from '@prisma/adapter-pg';

/** The pool of Prisma's driver. */
export type Pool = ReturnType<Awaited<ReturnType<PrismaPg['connect']>>['underlyingDriver']>;

type Callback = (error: Error | undefined, client: unknown, release: unknown) => void;

/** What PgBouncer says to a parameter that it does not know: its name, or `options`. */
const REFUSED = /unsupported startup parameter(?: in options)?: (\w+)/;

/**
 * By the parameter, the option of the driver that sends it. PgBouncer may set none of them in a connection that others use
 * as well. Both can be done without: a statement's timeout is kept by the driver too, and Prisma names the schema of each
 * table.
 */
const OPTIONS = {
	statement_timeout: 'statement_timeout',
	search_path: 'options',
	TimeZone: 'options',
	timezone: 'options',
	options: 'options'
} as const;

interface Client {
	query(text: string): Promise<unknown>;
}

/** What a pool does with a new connection before it hands it out. Not in its types. */
type Verify = (client: Client, done: (error?: Error) => void) => void;

/** PgBouncer knows this setting, and gives it to each connection to the server that a client of its own gets. */
const setTimeZone: Verify = (client, done) =>
	void client.query("SET TIME ZONE 'UTC'").then(() => done(), done);

/**
 * `connect()` of a pool, for a server that may be a pooler: where a connection is refused for a startup parameter that can
 * be done without, it is opened without it, and so is every later one.
 *
 * @example
 * ```ts
 * pool.connect = withoutRefused(pool) as typeof pool.connect;
 * ```
 */
export function withoutRefused(pool: Pool): (callback?: Callback) => unknown {
	const connect = pool.connect.bind(pool) as (callback: Callback) => void;

	/** Whether another try may succeed. */
	function drop(error: Error | undefined): boolean {
		const parameter = REFUSED.exec(error?.message ?? '')?.[1];
		if (parameter === undefined || !Object.hasOwn(OPTIONS, parameter)) return false;
		const option = OPTIONS[parameter as keyof typeof OPTIONS];
		if (option === 'options') (pool.options as { verify?: Verify }).verify = setTimeZone;
		pool.options[option] = undefined;
		return true;
	}

	function attempt(callback: Callback, left: number): void {
		connect((error, client, release) => {
			if (left > 0 && drop(error)) attempt(callback, left - 1);
			else callback(error, client, release);
		});
	}

	return (callback) => {
		const tries = Object.keys(OPTIONS).length;
		if (callback) return attempt(callback, tries);
		return new Promise((resolve, reject) =>
			attempt((error, client) => (error ? reject(error) : resolve(client)), tries)
		);
	};
}
