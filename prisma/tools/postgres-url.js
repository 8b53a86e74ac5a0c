import { readPgUrl } from '../../src/lib/drivers/pg-url.js';

/**
 * What a `postgresql:` URL says, beside what the driver reads from it by itself.
 *
 * @typedef {object} PostgresUrl
 * @property {string} database
 * @property {string} name what a message calls the database: never the password
 * @property {string | undefined} schema
 * @property {(database: string) => string} sibling the URL of another database on the same server
 * @property {{ connectionString: string, options?: string }} config for the driver
 */

/**
 * Reads a `postgresql:` URL.
 *
 * @param {string} url
 * @returns {PostgresUrl}
 * @throws {TypeError} when it cannot be read
 *
 * @example
 * readPostgresUrl('postgresql://ada:secret@db.example/app').name; // 'PostgreSQL database app on db.example:5432'
 */
export function readPostgresUrl(url) {
	const parsed = new URL(url);
	// As the driver reads it: without a name, the database is called like the user.
	const database = decodeURI(parsed.pathname.slice(1)) || decodeURIComponent(parsed.username);
	const host = parsed.searchParams.get('host') ?? (parsed.hostname || 'localhost');
	const { schema, config } = readPgUrl(url);
	return {
		database,
		name: `PostgreSQL database ${database} on ${host}:${parsed.port || 5432}`,
		schema,
		sibling(name) {
			const other = new URL(url);
			other.pathname = `/${encodeURI(name)}`;
			other.searchParams.delete('schema');
			return other.href;
		},
		config
	};
}
