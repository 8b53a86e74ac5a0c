import { PrismaPg } from '@prisma/adapter-pg';
import { readPostgresUrl } from '../../prisma/tools/postgres-url.js';

/**
 * Runs SQL on a PostgreSQL connection of its own, one statement after the other.
 *
 * @param {string} url
 * @param {string[]} statements
 * @returns {Promise<unknown[][]>} the rows of the last one
 * @throws what the driver throws, at the first statement that fails
 *
 * @example
 * const [[count]] = await administer(url, 'SELECT count(*) FROM "Session"');
 */
export async function administer(url, ...statements) {
	const adapter = await new PrismaPg(readPostgresUrl(url).config).connect();
	try {
		/** @type {unknown[][]} */
		let rows = [];
		for (const sql of statements) {
			({ rows } = await adapter.queryRaw({ sql, args: [], argTypes: [] }));
		}
		return rows;
	} finally {
		await adapter.dispose();
	}
}
