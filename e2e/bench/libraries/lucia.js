import { PrismaAdapter } from '@lucia-auth/adapter-prisma';
import { Lucia } from 'lucia';
import { PrismaClient as Postgres } from '../../../.prisma/lucia-postgresql/client/client.js';
import { PrismaClient as Sqlite } from '../../../.prisma/lucia-sqlite/client/client.js';
import { inDays, seed } from './library.js';
import { openPrisma } from './prisma.js';

/** @import { Library, Store } from './library.js' */

/**
 * Lucia with its own adapter, as its documentation sets it up.
 *
 * @param {Store} store
 */
export async function createLucia(store) {
	const opened = await openPrisma({ sqlite: Sqlite, postgresql: Postgres }, store);
	const { session, user } = opened.prisma;
	const lucia = new Lucia(new PrismaAdapter(session, user), {
		getUserAttributes: (/** @type {any} */ { email }) => ({ email })
	});
	return { ...opened, lucia };
}

/** @type {Library} */
export const lucia = {
	name: 'lucia',
	label: 'Lucia 3 and its adapter',
	schema: 'lucia',
	cookie: (token) => `auth_session=${token}`,
	signOutRequest: { path: '/account?/signout' },
	async open(store) {
		const { lucia, prisma, statements, close } = await createLucia(store);
		const validate = async (/** @type {string} */ token) =>
			/** @type {any} */ (await lucia.validateSession(token)).user?.email;
		return {
			statements,
			seed: (count) =>
				seed(prisma, count, {
					user: (id) => ({ id, email: `${id}@example.com`, password_hash: '' }),
					session: (id, userId) => ({ id, userId, expiresAt: inDays(30) })
				}),
			count: () => prisma.session.count(),
			validate,
			async signOut(token) {
				if (await validate(token)) await lucia.invalidateSession(token);
			},
			close
		};
	}
};
