import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, providers, type TestDatabase } from '../../../e2e/support/database.js';
import { createToken, hashToken } from './session-token.js';
import { GuardianAdapter } from './adapter.js';
import { createFindSession } from './find-session.js';
import { createRevoke, type Revoke } from './revoke.js';
import { createSessions } from './sessions.js';
import { createQuery } from '../database/query.js';

const lifetime = { idle: 60, absolute: 150, renewAfter: 0 };
const nowhere = { userAgent: null, ipAddress: null };

describe.each(providers)('MI2: on %s', (provider) => {
	let database: TestDatabase;
	let adapter: GuardianAdapter;
	let revoke: Revoke;

	beforeEach(async () => {
		database = await createDatabase(provider);
		const find = createFindSession(database.prisma, { id: true });
		({ revoke } = createRevoke(database.prisma, find));
		adapter = new GuardianAdapter(database.prisma, find, revoke);
	});
	afterEach(() => database.close());

	const count = (where = {}) => database.prisma.session.count({ where });

	/** A user with so many sessions; answers the keys of their rows. */
	async function user(name: string, sessions: number) {
		const data = { email: `${name}@example.com`, passwordHash: '-' };
		const { id } = await database.prisma.user.create({ data });
		const keys = Array.from({ length: sessions }, () => hashToken(createToken()));
		const expiresAt = new Date(Date.now() + 60_000);
		await database.prisma.session.createMany({
			data: keys.map((key) => ({ id: key, publicId: `public ${key}`, userId: id, expiresAt }))
		});
		return { id, keys, key: keys[0] as string };
	}

	describe('SO11: of 150 sessions of a user among others', () => {
		let ann: Awaited<ReturnType<typeof user>>;
		let bob: Awaited<ReturnType<typeof user>>;

		beforeEach(async () => {
			ann = await user('ann', 150);
			bob = await user('bob', 3);
			database.statements.length = 0;
		});

		test('SO10: `current` ends the one, and says so', async () => {
			expect(await revoke({ scope: 'current', key: ann.key })).toBe(1);
			expect(await count({ id: ann.key })).toBe(0);
			expect(await count({ userId: ann.id })).toBe(149);
			expect(await count({ userId: bob.id })).toBe(3);
		});

		test('`others` ends 149 and keeps this one', async () => {
			expect(await revoke({ scope: 'others', userId: ann.id, key: ann.key })).toBe(149);
			expect(await database.prisma.session.findMany({ where: { userId: ann.id } })).toMatchObject([
				{ id: ann.key }
			]);
			expect(await count({ userId: bob.id })).toBe(3);
		});

		test('`others` with somebody else’s key ends all of the user’s and not that one', async () => {
			expect(await revoke({ scope: 'others', userId: ann.id, key: bob.key })).toBe(150);
			expect(await count({ userId: bob.id })).toBe(3);
		});

		test('`all` ends 150', async () => {
			expect(await revoke({ scope: 'all', userId: ann.id })).toBe(150);
			expect(await count({ userId: ann.id })).toBe(0);
			expect(await count({ userId: bob.id })).toBe(3);
		});

		test('SO10: `session` ends the one with this public id, of this user only', async () => {
			const publicId = `public ${ann.key}`;
			expect(await revoke({ scope: 'session', userId: bob.id, publicId })).toBe(0);
			expect(await count()).toBe(153);
			expect(await revoke({ scope: 'session', userId: ann.id, publicId })).toBe(1);
			expect(await count({ id: ann.key })).toBe(0);
			expect(await count()).toBe(152);
		});

		test('`all` until a time leaves what was made later, but never the one that asked', async () => {
			const until = new Date(Date.now() + 30_000);
			const later = new Date(Date.now() + 60_000);
			const [first, second] = ann.keys as [string, string];
			await database.prisma.session.updateMany({
				where: { id: { in: [first, second] } },
				data: { createdAt: later }
			});
			expect(await revoke({ scope: 'all', userId: ann.id, until, key: first })).toBe(149);
			expect(await database.prisma.session.findMany({ where: { userId: ann.id } })).toMatchObject([
				{ id: second }
			]);
			expect(await count({ userId: bob.id })).toBe(3);
		});

		test('it is one statement each, so that there is no half of it', async () => {
			await revoke({ scope: 'others', userId: ann.id, key: ann.key });
			await revoke({ scope: 'all', userId: ann.id });
			await revoke({ scope: 'current', key: bob.key });
			await revoke({ scope: 'session', userId: bob.id, publicId: `public ${bob.keys[1]}` });
			await revoke({ scope: 'all', userId: bob.id, until: new Date(), key: bob.key });

			const verbs = database.statements.map((sql) => sql.split(' ')[0]);
			expect(verbs).toEqual(Array.from({ length: 5 }, () => 'DELETE'));
		});

		test.each([
			['a public id', () => `public ${ann.key}`],
			['a user’s id', () => ann.id],
			['nothing', () => ''],
			['a wildcard', () => '%']
		])('SO10: %s in place of the key ends nothing', async (_, key) => {
			expect(await revoke({ scope: 'current', key: key() })).toBe(0);
			expect(await count()).toBe(153);
		});

		test('SO5: a second time there is nothing left to end, and that is no error', async () => {
			await revoke({ scope: 'all', userId: ann.id });

			expect(await revoke({ scope: 'all', userId: ann.id })).toBe(0);
			expect(await revoke({ scope: 'current', key: ann.key })).toBe(0);
		});

		test('CC2: of many at once, each session is counted by one', async () => {
			const counts = await Promise.all(
				Array.from({ length: 100 }, () => revoke({ scope: 'current', key: ann.key }))
			);

			expect(counts.reduce((a, b) => a + b)).toBe(1);
		});
	});

	describe('CC1: a revoked session stays revoked', () => {
		const later = new Date(Date.now() + 120_000);

		test('renewing a row that is there says yes and moves it', async () => {
			const { key } = await user('ann', 2);
			const usedAt = new Date(Date.now() + 1000);

			expect(await adapter.renew(key, usedAt, later)).toBe(true);
			expect(await database.prisma.session.findMany({ where: { expiresAt: later } })).toMatchObject(
				[{ id: key, lastUsedAt: usedAt }]
			);
		});

		test('renewing a row that is gone says no and makes none', async () => {
			const { key } = await user('ann', 1);
			await revoke({ scope: 'current', key });

			expect(await adapter.renew(key, new Date(), later)).toBe(false);
			expect(await count()).toBe(0);
		});

		test('renewing a row that has expired says no and leaves it expired', async () => {
			const { key } = await user('ann', 1);
			const expiresAt = new Date(Date.now() - 1);
			await database.prisma.session.updateMany({ data: { expiresAt } });

			expect(await adapter.renew(key, new Date(), later)).toBe(false);
			expect(await count({ expiresAt })).toBe(1);
		});

		test('what Lucia would call to renew makes no row either', async () => {
			const { key } = await user('ann', 1);
			await adapter.deleteSession(key);
			await adapter.updateSessionExpiration(key, later);

			expect(await count()).toBe(0);
		});

		test('a request overtaken by a sign-out, between reading the session and renewing it, is nobody’s', async () => {
			const { prisma } = database;
			const overtaken = prisma.$extends({
				query: {
					session: {
						async findUnique({ args, query }) {
							const row = await query(args);
							await prisma.session.deleteMany();
							return row;
						}
					}
				}
			});
			const { id } = await user('ann', 0);
			const options = { lifetime, columns: {}, query: createQuery(5) };
			const { token } = await createSessions({ prisma, ...options }).issue(id, nowhere);

			expect(await createSessions({ prisma: overtaken, ...options }).validate(token)).toEqual({
				status: 'unknown'
			});
			expect(await count()).toBe(0);
		});
	});
});
