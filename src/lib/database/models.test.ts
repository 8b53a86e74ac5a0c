import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { providers } from '../../../e2e/support/database.js';
import {
	OWN_NAMES,
	createSchemaDatabase,
	type SchemaClient,
	type SchemaDatabase
} from '../../../e2e/support/schemas.js';
import { hashToken } from '../sessions/session-token.js';
import type { PrismaLike } from './types.js';
import { modelsOf } from './models.js';
import { createSessions } from '../sessions/sessions.js';
import { createQuery } from './query.js';
import { createUsers } from '../users/users.js';

const nowhere = { userAgent: null, ipAddress: null };
const query = createQuery(20);

interface User {
	id: string;
	email: string;
	name: string | null;
	role: string;
}

describe.each(providers)(
	'MI2: on %s, with names of the app’s own and numbers as ids',
	(provider) => {
		let database: SchemaDatabase;
		let prisma: SchemaClient<'own-names'>;
		let models: PrismaLike;
		let ann: User;

		const columns = { email: true, name: true, role: true } as const;
		const open = (lifetime = { idle: 600, absolute: 900, renewAfter: 300 }) =>
			createSessions<User>({ prisma: models, lifetime, columns, query });
		const users = () => createUsers<User>({ prisma: models, columns, query });
		const hashes = async () => (await prisma.authSession.findMany()).map(({ hash }) => hash);

		beforeAll(async () => {
			database = await createSchemaDatabase(provider, 'own-names');
			prisma = database.client('own-names');
			models = modelsOf(prisma, OWN_NAMES);
		}, 60_000);
		beforeEach(async () => {
			await prisma.authUser.deleteMany();
			const fields = { email: 'ann@example.com', passwordHash: 'the hash', name: 'Ann' };
			ann = (await users().create(fields))!;
		});
		afterAll(() => database.close());

		test('a user is written under the app’s names, and read under the kit’s', async () => {
			expect(ann).toStrictEqual({
				id: expect.stringMatching(/^\d+$/),
				email: 'ann@example.com',
				name: 'Ann',
				role: 'member'
			});
			expect(await prisma.authUser.findMany()).toEqual([
				{
					uid: Number(ann.id),
					mail: 'ann@example.com',
					hashedPassword: 'the hash',
					fullName: 'Ann',
					blocked: false,
					goneSince: null,
					out: null,
					role: 'member',
					email: null
				}
			]);
		});

		test('SI7: of sign-ups at once with one email, one makes a user', async () => {
			const bob = { email: 'bob@example.com', passwordHash: '-' };
			const made = await Promise.all(Array.from({ length: 10 }, () => users().create(bob)));

			expect(made.filter((user) => user !== null)).toHaveLength(1);
		});

		test('the account of an email is found by the column that was named, not by one called so', async () => {
			await prisma.authUser.updateMany({ data: { email: 'news@example.com' } });

			expect(await users().findByEmail('news@example.com')).toBeNull();
			expect(await users().findByEmail('ann@example.com')).toStrictEqual({
				user: ann,
				passwordHash: 'the hash',
				createdAt: null,
				disabled: false
			});
		});

		test('SL6: a boolean says as well that an account is disabled, and ends its session', async () => {
			const { token } = await open().issue(ann.id, nowhere);
			await prisma.authUser.updateMany({ data: { blocked: true } });

			expect(await users().findByEmail('ann@example.com')).toMatchObject({ disabled: true });
			expect(await open().validate(token)).toStrictEqual({
				status: 'ended',
				reason: 'disabled',
				scope: 'all',
				user: ann,
				revoked: 1
			});
			expect(await hashes()).toEqual([]);
		});

		test('SL1: a session is issued under the hash of its token, and found by it', async () => {
			const origin = { userAgent: 'Firefox', ipAddress: '192.0.2.1' };
			const { token, session } = await open().issue(ann.id, origin);

			expect(await prisma.authSession.findMany()).toEqual([
				{
					hash: hashToken(token),
					shown_id: session.id,
					user_id: Number(ann.id),
					expires: session.expiresAt,
					created: session.createdAt,
					used: session.lastUsedAt,
					agent: 'Firefox',
					ip: '192.0.2.1',
					label: null
				}
			]);
			expect(await open().validate(token)).toStrictEqual({
				status: 'live',
				user: ann,
				session,
				key: hashToken(token)
			});
			expect(await open().ownerOf({ key: hashToken(token) })).toBe(ann.id);
			expect(await open().ownerOf({ key: hashToken('another') })).toBeNull();
		});

		test('CC1: renewing moves a session on, and makes none that is gone', async () => {
			const renewing = open({ idle: 600, absolute: 900, renewAfter: 0 });
			const { token, session } = await renewing.issue(ann.id, nowhere);
			const used = new Date(session.lastUsedAt.getTime() - 60_000);
			await prisma.authSession.updateMany({ data: { used } });

			expect(await renewing.validate(token)).toMatchObject({ status: 'live' });
			const [row] = await prisma.authSession.findMany();
			expect(row?.used.getTime()).toBeGreaterThanOrEqual(session.lastUsedAt.getTime());

			await prisma.authSession.deleteMany();
			expect(await renewing.validate(token)).toEqual({ status: 'unknown' });
			expect(await hashes()).toEqual([]);
		});

		test('SL4: an expired session ends', async () => {
			const { token } = await open().issue(ann.id, nowhere);
			await prisma.authSession.updateMany({ data: { expires: new Date(Date.now() - 1) } });

			expect(await open().validate(token)).toMatchObject({ status: 'ended', reason: 'expired' });
		});

		test('the list has the live ones, the last used first, and no key', async () => {
			const issued = [await open().issue(ann.id, nowhere), await open().issue(ann.id, nowhere)];
			const [first, second] = issued.map(({ session }) => session);
			const used = new Date(Date.now() - 60_000);
			await prisma.authSession.updateMany({ where: { shown_id: first!.id }, data: { used } });
			await open({ idle: -1, absolute: 1, renewAfter: 1 }).issue(ann.id, nowhere);

			expect(await open().list(ann.id)).toStrictEqual([second, { ...first, lastUsedAt: used }]);
		});

		describe('SO11: of three sessions of a user, and one of another', () => {
			let keys: string[];
			let publicIds: string[];
			let other: { id: string; key: string };

			beforeEach(async () => {
				const mine = [];
				for (let n = 0; n < 3; n++) mine.push(await open().issue(ann.id, nowhere));
				keys = mine.map(({ key }) => key);
				publicIds = mine.map(({ session }) => session.id);
				const bob = (await users().create({ email: 'bob@example.com', passwordHash: '-' }))!;
				other = { id: bob.id, key: (await open().issue(bob.id, nowhere)).key };
			});
			const left = async () => (await hashes()).sort();

			test('`current` ends the one', async () => {
				expect(await open().revoke({ scope: 'current', key: keys[0]! })).toBe(1);
				expect(await left()).toEqual([keys[1], keys[2], other.key].sort());
			});

			test('`others` ends two and keeps this one', async () => {
				expect(await open().revoke({ scope: 'others', userId: ann.id, key: keys[0]! })).toBe(2);
				expect(await left()).toEqual([keys[0], other.key].sort());
			});

			test('`all` ends three', async () => {
				expect(await open().revoke({ scope: 'all', userId: ann.id })).toBe(3);
				expect(await left()).toEqual([other.key]);
			});

			test('`all` until a time leaves what was made later, but never the one that asked', async () => {
				const until = new Date(Date.now() + 30_000);
				const created = new Date(Date.now() + 60_000);
				const later = { hash: { in: [keys[0]!, keys[1]!] } };
				await prisma.authSession.updateMany({ where: later, data: { created } });

				const revocation = { scope: 'all', userId: ann.id, until, key: keys[0]! } as const;
				expect(await open().revoke(revocation)).toBe(2);
				expect(await left()).toEqual([keys[1], other.key].sort());
			});

			test('SO10: `session` ends the one with this public id, of this user only', async () => {
				const [publicId] = publicIds as [string];
				expect(await open().revoke({ scope: 'session', userId: other.id, publicId })).toBe(0);
				expect(await open().revoke({ scope: 'session', userId: ann.id, publicId })).toBe(1);
				expect(await left()).toEqual([keys[1], keys[2], other.key].sort());
			});

			test.each(['', 'ann', '1e0', ' 1', '-1', '2147483648', '9'.repeat(30)])(
				'SO10: %j is no user’s id: nobody’s sessions, and no error',
				async (userId) => {
					expect(await open().revoke({ scope: 'all', userId })).toBe(0);
					expect(await open().list(userId)).toEqual([]);
					expect(await hashes()).toHaveLength(4);
				}
			);

			test('the deletion of expired sessions deletes what has expired', async () => {
				const where = { user_id: Number(ann.id) };
				await prisma.authSession.updateMany({ where, data: { expires: new Date(Date.now() - 1) } });

				expect(await open().deleteExpired()).toBe(3);
				expect(await left()).toEqual([other.key]);
			});
		});

		test('SE34 a list of ids names rows as one id does, and one that is no number none', async () => {
			const row = await prisma.authUser.findFirst();
			const where = { id: { in: [ann.id, 'no-number', '9'.repeat(30)] } };

			expect(row?.uid).toBe(Number(ann.id));
			expect(await models.user.findMany({ where })).toMatchObject([{ id: ann.id }]);
			expect(await models.user.findMany({ where: { id: { in: ['no-number'] } } })).toEqual([]);
			expect(await models.user.deleteMany({ where })).toEqual({ count: 1 });
		});

		test('a field that was not named is not hidden: the app’s own columns are there', async () => {
			const fields = { ...OWN_NAMES.user.fields, email: 'mail', name: 'email' };
			const swapped = modelsOf(prisma, { ...OWN_NAMES, user: { ...OWN_NAMES.user, fields } });
			await prisma.authUser.updateMany({ data: { email: 'called so' } });

			expect(await swapped.user.findUnique({ where: { email: 'ann@example.com' } })).toMatchObject({
				email: 'ann@example.com',
				name: 'called so',
				fullName: 'Ann'
			});
		});
	}
);
