import { Auth, raw, skipCSRFCheck } from '@auth/core';
import { PrismaAdapter } from '@auth/prisma-adapter';
import { PrismaClient as Postgres } from '../../../.prisma/auth-js-postgresql/client/client.js';
import { PrismaClient as Sqlite } from '../../../.prisma/auth-js-sqlite/client/client.js';
import { inDays, seed } from './library.js';
import { openPrisma } from './prisma.js';

/** @import { Library, Store } from './library.js' */

/**
 * What Auth.js is given: sessions in the database, through its own adapter.
 *
 * @param {Store} store
 */
export async function createAuthJs(store) {
	const opened = await openPrisma({ sqlite: Sqlite, postgresql: Postgres }, store);
	const config = {
		adapter: PrismaAdapter(opened.prisma),
		session: { strategy: 'database' },
		secret: 'only for a measurement, on this machine',
		trustHost: true,
		providers: []
	};
	return { ...opened, config };
}

const cookie = (/** @type {string} */ token) => `authjs.session-token=${token}`;

/** @type {Library} */
export const authJs = {
	name: 'auth-js',
	label: 'Auth.js',
	schema: 'auth-js',
	cookie,
	signOutRequest: { path: '/account?/signout' },
	async open(store) {
		const { config, prisma, statements, close } = await createAuthJs(store);
		const own = { ...config, basePath: '/auth' };
		const request = (
			/** @type {string} */ action,
			/** @type {string} */ token,
			/** @type {RequestInit} */ init = {}
		) =>
			new Request(`http://localhost:3000/auth/${action}`, {
				...init,
				headers: {
					cookie: cookie(token),
					...(init.body && { 'content-type': 'application/x-www-form-urlencoded' })
				}
			});
		return {
			statements,
			seed: (count) =>
				seed(prisma, count, {
					user: (id) => ({ id, email: `${id}@example.com` }),
					session: (sessionToken, userId) => ({ sessionToken, userId, expires: inDays(30) })
				}),
			count: () => prisma.session.count(),
			async validate(token) {
				const response = await Auth(request('session', token), own);
				return (await response.json())?.user?.email;
			},
			// It does not ask whose session it is.
			signOut: (token) =>
				Auth(request('signout', token, { method: 'POST', body: new URLSearchParams() }), {
					...own,
					raw,
					skipCSRFCheck
				}),
			close
		};
	}
};
