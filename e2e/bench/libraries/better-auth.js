import { createHmac } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { PrismaClient as Postgres } from '../../../.prisma/better-auth-postgresql/client/client.js';
import { PrismaClient as Sqlite } from '../../../.prisma/better-auth-sqlite/client/client.js';
import { inDays, seed } from './library.js';
import { openPrisma } from './prisma.js';

/** @import { Library, Store } from './library.js' */

const SECRET = 'only for a measurement, on this machine';

/**
 * Better Auth as its documentation sets it up: no cookie cache, with which a session that was revoked lives on.
 *
 * @param {Store} store
 * @param {string} origin where the app is
 */
export async function createBetterAuth(store, origin) {
	const opened = await openPrisma({ sqlite: Sqlite, postgresql: Postgres }, store);
	const auth = betterAuth({
		database: prismaAdapter(opened.prisma, { provider: store.engine }),
		secret: SECRET,
		baseURL: origin,
		emailAndPassword: { enabled: true },
		telemetry: { enabled: false },
		rateLimit: { enabled: false }
	});
	return { ...opened, auth };
}

const cookie = (/** @type {string} */ token) => {
	const signature = createHmac('sha256', SECRET).update(token).digest('base64');
	return `better-auth.session_token=${encodeURIComponent(`${token}.${signature}`)}`;
};

/** @type {Library} */
export const betterAuthLibrary = {
	name: 'better-auth',
	label: 'Better Auth',
	schema: 'better-auth',
	cookie,
	signOutRequest: { path: '/api/auth/sign-out', json: true },
	async open(store) {
		const { auth, prisma, statements, close } = await createBetterAuth(
			store,
			'http://localhost:3000'
		);
		const headers = (/** @type {string} */ token) => new Headers({ cookie: cookie(token) });
		const validate = async (/** @type {string} */ token) =>
			(await auth.api.getSession({ headers: headers(token) }))?.user.email;
		return {
			statements,
			seed: (count) =>
				seed(prisma, count, {
					user: (id) => ({ id, name: id, email: `${id}@example.com` }),
					session: (token, userId) => ({
						id: token,
						token,
						userId,
						expiresAt: inDays(7),
						updatedAt: new Date()
					})
				}),
			count: () => prisma.session.count(),
			validate,
			async signOut(token) {
				if (await validate(token)) await auth.api.signOut({ headers: headers(token) });
			},
			close
		};
	}
};
