import { createClient } from '@libsql/client';
import pg from 'pg';
import { inDays, seed } from './library.js';
import { openGuardian } from './guardian.js';
import { SQLITE_SETTING } from './prisma.js';

/** @import { Library, Store } from './library.js' */

const FIND = `SELECT s."expiresAt", u."email" FROM "Session" s JOIN "User" u ON u."id" = s."userId" WHERE s."id" = $1`;
const DELETE = `DELETE FROM "Session" WHERE "id" = $1`;

/**
 * Sends one statement with one value.
 *
 * @typedef {(text: string, value: string) => Promise<Record<string, any>[]>} Ask
 * @param {Store} store
 * @returns {Promise<{ ask: Ask, close: () => Promise<unknown> }>}
 */
async function connect({ engine, url }) {
	if (engine === 'sqlite') {
		const client = createClient({ url });
		await client.execute(SQLITE_SETTING);
		return {
			async ask(text, value) {
				const { rows } = await client.execute({ sql: text.replace('$1', '?'), args: [value] });
				return rows;
			},
			close: async () => client.close()
		};
	}
	const pool = new pg.Pool({ connectionString: url });
	return {
		// With a name it is planned once for a connection.
		ask: async (text, value) =>
			(await pool.query({ name: text.slice(0, 6), text, values: [value] })).rows,
		close: () => pool.end()
	};
}

/**
 * The driver alone, with the statements that one would write by hand on the kit's own tables: less is not possible.
 *
 * @type {Library}
 */
export const raw = {
	name: 'raw',
	label: 'The driver alone',
	schema: 'guardian',
	cookie: (token) => `session=${token}`,
	signOutRequest: { path: '/account?/signout' },
	async open(store) {
		const { ask, close } = await connect(store);
		/** @type {string[]} */
		const statements = [];
		const send = store.isLogged
			? (/** @type {Parameters<Ask>} */ ...[text, value]) => {
					statements.push(text);
					return ask(text, value);
				}
			: ask;
		const validate = async (/** @type {string} */ token) => {
			const [row] = await send(FIND, token);
			return row && new Date(row.expiresAt).getTime() > Date.now() ? row.email : undefined;
		};
		const end = (/** @type {string} */ token) => send(DELETE, token);
		return {
			statements,
			async seed(count) {
				const { prisma, close } = await openGuardian(store);
				const tokens = await seed(prisma, count, {
					user: (id) => ({ id, email: `${id}@example.com`, passwordHash: '' }),
					session: (id, userId) => ({ id, publicId: id, userId, expiresAt: inDays(30) })
				});
				await close();
				return tokens;
			},
			async count() {
				const { prisma, close } = await openGuardian(store);
				const count = await prisma.session.count();
				await close();
				return count;
			},
			validate,
			end,
			async signOut(token) {
				if (await validate(token)) await end(token);
			},
			close
		};
	}
};
