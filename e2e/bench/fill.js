import { createClient } from '@libsql/client';
import { administer } from '../tools/administer.js';

/** @import { Engine } from './databases.js' */

const PEOPLE = 10;

/** @type {Record<Engine['name'], (count: number) => string>} */
const NUMBERS = {
	sqlite: (count) =>
		`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`,
	postgresql: (count) => `WITH n(i) AS (SELECT generate_series(1, ${count}))`
};

/** As the hash of a token: nothing says where in the table it is. */
const RANDOM = {
	sqlite: 'lower(hex(randomblob(32)))',
	postgresql: `encode(sha256(i::text::bytea), 'hex')`
};

/** PostgreSQL looks each new row's user up, which takes longer than all the rest; afterwards it checks them in one go. */
const WITHOUT_REFERENCE = 'ALTER TABLE "Session" DROP CONSTRAINT "Session_userId_fkey"';
const WITH_REFERENCE = `ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey"
	FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE`;

/**
 * Makes sessions of the kit by the database itself, ten to a person, with tokens that nobody knows.
 *
 * @param {Pick<Engine, 'name'>} engine
 * @param {string} url
 * @param {number} count
 */
export async function fill({ name }, url, count) {
	const moment = (/** @type {number} */ days) =>
		new Date(Date.now() + days * 86_400_000).toISOString().replace('Z', '+00:00');
	const users = `INSERT INTO "User" ("id", "email", "passwordHash", "updatedAt")
		${NUMBERS[name](Math.ceil(count / PEOPLE))}
		SELECT 'crowd-' || i, 'crowd-' || i || '@example.com', '', '${moment(0)}' FROM n`;
	const sessions = `INSERT INTO "Session" ("id", "publicId", "userId", "expiresAt")
		${NUMBERS[name](count)}
		SELECT ${RANDOM[name]}, 'crowd-' || i, 'crowd-' || ((i - 1) / ${PEOPLE} + 1), '${moment(30)}' FROM n`;

	if (name === 'postgresql') {
		await administer(url, users, WITHOUT_REFERENCE, sessions, WITH_REFERENCE);
		await administer(url, 'VACUUM ANALYZE');
		await administer(url, 'CHECKPOINT');
		return;
	}
	const client = createClient({ url });
	for (const sql of [users, sessions, 'ANALYZE', 'PRAGMA wal_checkpoint(TRUNCATE)']) {
		await client.execute(sql);
	}
	client.close();
}
