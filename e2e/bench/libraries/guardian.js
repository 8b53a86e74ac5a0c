import { PrismaClient as Postgres } from '../../../prisma/client-postgresql/client.js';
import { PrismaClient as Sqlite } from '../../../prisma/client/client.js';
import { Pg } from '../../../src/lib/pg.js';
import { hashToken } from '../../../src/lib/sessions/session-token.js';
import { LibSql } from '../../../src/lib/libsql.js';
import { sessionCookieName } from '../../../src/lib/sessions/cookie-format.js';
import { createAuthContext } from '../../../src/lib/context.js';
import { readConfig } from '../../../src/lib/config.js';
import { inDays, seed } from './library.js';
import { openPrisma } from './prisma.js';

/** @import { Library, Store } from './library.js' */

/** As the README has them. */
const OUR_DRIVERS = {
	sqlite: (/** @type {string} */ url) => new LibSql({ url }),
	postgresql: (/** @type {string} */ url) => new Pg({ url })
};

/**
 * The client of an app.
 *
 * @param {Store} store
 */
export const openGuardian = (store) =>
	openPrisma({ sqlite: Sqlite, postgresql: Postgres }, store, OUR_DRIVERS);

/** @type {Library} */
export const guardian = {
	name: 'guardian',
	label: 'svelte-guardian',
	schema: 'guardian',
	cookie: (token) => `${sessionCookieName('guardian_session', token)}=${token}`,
	signOutRequest: { path: '/account?/signout' },
	async open(store) {
		const { prisma, statements, close } = await openGuardian(store);
		const { sessions } = createAuthContext(readConfig({ prisma }, (path) => path)).context;
		return {
			statements,
			seed: (count) =>
				seed(prisma, count, {
					user: (id) => ({ id, email: `${id}@example.com`, passwordHash: '' }),
					session: (token, userId) => ({
						id: hashToken(token),
						publicId: token.slice(0, 16),
						userId,
						expiresAt: inDays(30)
					})
				}),
			count: () => prisma.session.count(),
			async validate(token) {
				const found = await sessions.validate(token);
				return found.status === 'live' ? found.user.email : undefined;
			},
			// The token says which one. Who it was is asked where an event handler wants to know.
			signOut: (token) => sessions.revoke(sessions.ofToken(token)),
			close
		};
	}
};
