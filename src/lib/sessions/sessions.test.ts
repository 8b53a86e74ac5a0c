import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDatabase, providers, type TestDatabase } from '../../../e2e/support/database.js';
import { createToken, hashToken } from './session-token.js';
import { createSessions } from './sessions.js';
import type { Validation } from './validation.js';
import { createQuery } from '../database/query.js';

const SIGN_IN = Date.UTC(2026, 0, 1);
const at = (seconds: number) => new Date(SIGN_IN + seconds * 1000);
const lifetime = { idle: 60, absolute: 150, renewAfter: 10 };
const origin = { userAgent: 'Firefox', ipAddress: '192.0.2.1' };

describe.each(providers)('MI2: on %s', (provider) => {
	let database: TestDatabase;
	let userId: string;

	beforeEach(async () => {
		vi.useFakeTimers({ toFake: ['Date'], now: SIGN_IN });
		database = await createDatabase(provider);
		const ann = { email: 'ann@example.com', name: 'Ann', passwordHash: 'the hash' };
		userId = (await database.prisma.user.create({ data: ann })).id;
	});
	afterEach(async () => {
		vi.useRealTimers();
		await database.close();
	});

	const open = (columns: Record<string, true> = { email: true, name: true }) =>
		createSessions({ prisma: database.prisma, lifetime, columns, query: createQuery(5) });
	const rows = () => database.prisma.session.findMany();

	/** Asks who holds the token, so many seconds after the sign-in. */
	function validateAt(seconds: number, token: string) {
		vi.setSystemTime(at(seconds));
		return live(open().validate(token));
	}

	/** Who holds the token; `null` for nobody, whatever the reason. */
	async function live(validation: Promise<Validation<unknown>>) {
		const found = await validation;
		return found.status === 'live' ? found : null;
	}

	test.each([
		[0, 1, 2],
		[0, 2, 1],
		[1, 0, 2],
		[1, 2, 0],
		[2, 0, 1],
		[2, 1, 0]
	])(
		'SE43: of sign-ins in the same millisecond one stands, whoever comes first: %i, %i, %i',
		async (...order) => {
			const { issue, ofToken, revoke } = open();
			const old = await issue(userId, origin);
			const made = await Promise.all([1, 2, 3].map(() => issue(userId, origin, old.key)));
			const byKey = made.sort((one, other) => (one.key < other.key ? -1 : 1));

			let ended = 0;
			for (const index of order) {
				const { key, session } = byKey[index]!;
				const by = { userId, publicId: session.id, createdAt: session.createdAt, key };
				ended += await revoke({ ...ofToken(old.token), scope: 'replaced', by });
			}
			expect(ended).toBe(3);
			expect(await rows()).toHaveLength(1);
		}
	);

	describe('issue', () => {
		test('SL1: only the SHA-256 of a token is stored', async () => {
			const { token, key, session } = await open().issue(userId, origin);
			const stored = await rows();

			expect(stored).toEqual([
				{ id: hashToken(token), publicId: session.id, userId, ...dates(0, 0, 60), ...origin }
			]);
			expect(key).toBe(hashToken(token));
			expect(JSON.stringify(stored)).not.toContain(token);
		});

		test('SL1: neither what is stored nor what is shown is taken for a token', async () => {
			const { key, session } = await open().issue(userId, origin);

			expect(await live(open().validate(key))).toBeNull();
			expect(await live(open().validate(session.id))).toBeNull();
		});

		test('SL3: every session has a token and a public id of its own', async () => {
			const one = await open().issue(userId, origin);
			const other = await open().issue(userId, origin);

			expect(one.token).not.toBe(other.token);
			expect(one.session.id).not.toBe(other.session.id);
			expect(await rows()).toHaveLength(2);
		});

		test('a session that its idle time would carry past its absolute end is told so from the start', async () => {
			const { session } = await createSessions({
				prisma: database.prisma,
				lifetime: { idle: 60, absolute: 40, renewAfter: 10 },
				columns: {},
				query: createQuery(5)
			}).issue(userId, origin);

			expect(session.expiresAt).toEqual(at(40));
			expect(await rows()).toMatchObject([{ expiresAt: at(40) }]);
		});
	});

	describe('validate', () => {
		test('answers who holds the token, by the chosen columns', async () => {
			const { token, key, session } = await open().issue(userId, origin);

			expect(await live(open().validate(token))).toStrictEqual({
				status: 'live',
				user: { id: userId, email: 'ann@example.com', name: 'Ann' },
				session: { id: session.id, ...dates(0, 0, 60), ...origin },
				key
			});
			expect((await live(open({}).validate(token)))?.user).toStrictEqual({ id: userId });
			expect((await live(open({ disabledAt: true }).validate(token)))?.user).toStrictEqual({
				id: userId,
				disabledAt: null
			});
		});

		test('the password’s hash is not even asked for', async () => {
			const { token } = await open().issue(userId, origin);
			database.statements.length = 0;
			const found = await live(open().validate(token));

			expect(JSON.stringify(found)).not.toContain('the hash');
			expect(database.statements.length).toBeGreaterThan(0);
			expect(database.statements.join()).not.toContain('passwordHash');
		});

		test('SL2: an unknown token is nobody’s, and makes no row', async () => {
			await open().issue(userId, origin);

			expect(await live(open().validate(createToken()))).toBeNull();
			expect(await rows()).toHaveLength(1);
		});

		test.each(['', 'garbage', `${'a'.repeat(43)}\n`, 'a'.repeat(100_000), '../../etc/passwd'])(
			'SL2: what is no token asks the database nothing: %.20j',
			async (token) => {
				database.statements.length = 0;

				expect(await live(open().validate(token))).toBeNull();
				expect(database.statements).toEqual([]);
			}
		);

		test('SL4: a second before its idle end a session lives, a second after it is dead and gone', async () => {
			const { token: early } = await open().issue(userId, origin);
			const { token: late } = await open().issue(userId, origin);

			expect(await validateAt(59, early)).not.toBeNull();
			expect(await validateAt(61, late)).toBeNull();
			expect(await rows()).toMatchObject([{ id: hashToken(early) }]);
		});

		test('SL4: used all the time, it still ends at its absolute age', async () => {
			const { token } = await open().issue(userId, origin);
			for (const now of [30, 60, 90, 120, 149]) {
				expect(await validateAt(now, token), `at ${now} s`).not.toBeNull();
			}

			expect(await validateAt(151, token)).toBeNull();
			expect(await rows()).toEqual([]);
		});

		test('SL4: limits that were shortened end the sessions of before, and delete them', async () => {
			const { token } = await open().issue(userId, origin);
			await database.prisma.session.updateMany({ data: { expiresAt: at(100_000) } });

			expect(await validateAt(61, token)).toBeNull();
			expect(await rows()).toEqual([]);
		});

		test('SO12: it is told once that a session has expired, and whose it was', async () => {
			const { token } = await open().issue(userId, origin);
			vi.setSystemTime(at(61));
			const user = { id: userId, email: 'ann@example.com', name: 'Ann' };
			const ended = { status: 'ended', reason: 'expired', scope: 'current', user, revoked: 1 };

			expect(await open().validate(token)).toStrictEqual(ended);
			expect(await open().validate(token)).toStrictEqual({ status: 'unknown' });
		});

		test('SO12: of many requests that find it expired, one counts it', async () => {
			const { token } = await open().issue(userId, origin);
			vi.setSystemTime(at(61));
			const found = await Promise.all(Array.from({ length: 20 }, () => open().validate(token)));

			expect(found.filter(({ status }) => status === 'live')).toEqual([]);
			const counts = found.map((one) => (one.status === 'ended' ? one.revoked : 0));
			expect(counts.reduce((a, b) => a + b)).toBe(1);
		});

		test('SL5: no renewal writes an end past createdAt + absolute', async () => {
			const { token } = await open().issue(userId, origin);
			const ends: unknown[] = [];
			for (const now of [50, 100, 140]) {
				const found = await validateAt(now, token);
				const [row] = await rows();
				expect(found?.session.expiresAt).toEqual(row?.expiresAt);
				ends.push(row?.expiresAt);
			}

			expect(ends).toEqual([at(110), at(150), at(150)]);
		});

		test('a use is written down once renewAfter has passed, and not before', async () => {
			const { token } = await open().issue(userId, origin);
			database.statements.length = 0;

			expect((await validateAt(9, token))?.session).toMatchObject(dates(0, 0, 60));
			expect(database.statements.filter((sql) => !sql.startsWith('SELECT'))).toEqual([]);
			expect((await validateAt(10, token))?.session).toMatchObject(dates(0, 10, 70));
			expect(await rows()).toMatchObject([dates(0, 10, 70)]);
			expect((await validateAt(19, token))?.session).toMatchObject(dates(0, 10, 70));
		});

		test('SL6: a disabled user loses every session as it is used, and only theirs', async () => {
			const bob = { email: 'bob@example.com', passwordHash: '-' };
			const { id: bobId } = await database.prisma.user.create({ data: bob });
			const { token: bobs } = await open().issue(bobId, origin);
			const { token } = await open().issue(userId, origin);
			await database.prisma.user.update({ where: { id: userId }, data: { disabledAt: at(0) } });

			expect(await open().validate(token)).toMatchObject({ reason: 'disabled', revoked: 1 });
			expect(await live(open().validate(bobs))).not.toBeNull();
			expect(await rows()).toMatchObject([{ userId: bobId }]);
		});

		test('SE44: whoever meets a disabled user ends all their sessions, so that none comes back', async () => {
			const bob = { email: 'bob@example.com', passwordHash: '-' };
			const { id: bobId } = await database.prisma.user.create({ data: bob });
			const { token: bobs } = await open().issue(bobId, origin);
			const used = await open().issue(userId, origin);
			const asleep = await Promise.all([1, 2].map(() => open().issue(userId, origin)));
			const toggle = (disabledAt: Date | null) =>
				database.prisma.user.update({ where: { id: userId }, data: { disabledAt } });
			await toggle(at(0));

			expect(await open().validate(used.token)).toMatchObject({
				...{ status: 'ended', reason: 'disabled', scope: 'all', revoked: 3 },
				user: { id: userId }
			});
			await toggle(null);
			for (const { token } of asleep) expect(await live(open().validate(token))).toBeNull();
			expect(await live(open().validate(bobs))).not.toBeNull();
		});

		test('SL6: a disabled user is out also where the app shows `disabledAt`', async () => {
			const { token } = await open().issue(userId, origin);
			await database.prisma.user.update({ where: { id: userId }, data: { disabledAt: at(0) } });

			expect(await live(open({ disabledAt: true }).validate(token))).toBeNull();
		});

		test('SL6: a deleted user has no session left', async () => {
			const { token } = await open().issue(userId, origin);
			await database.prisma.user.delete({ where: { id: userId } });

			expect(await live(open().validate(token))).toBeNull();
			expect(await rows()).toEqual([]);
		});
	});

	describe('list', () => {
		test('has the user’s live sessions, the last used first, and nothing that opens one', async () => {
			const { session: first } = await open().issue(userId, origin);
			vi.setSystemTime(at(5));
			const { session: second, token, key } = await open().issue(userId, origin);
			const bob = { email: 'bob@example.com', passwordHash: '-' };
			await open().issue((await database.prisma.user.create({ data: bob })).id, origin);

			const list = await open().list(userId);
			expect(list).toStrictEqual([second, first]);
			expect(JSON.stringify(list)).not.toContain(token);
			expect(JSON.stringify(list)).not.toContain(key);
		});

		test('leaves out what has expired, by the stored end and by today’s limits', async () => {
			await open().issue(userId, origin);
			await open().issue(userId, origin);
			const [row] = await rows();
			await database.prisma.session.update({
				where: { id: row!.id },
				data: { expiresAt: at(100_000) }
			});

			vi.setSystemTime(at(59));
			expect(await open().list(userId)).toHaveLength(2);
			vi.setSystemTime(at(61));
			expect(await open().list(userId)).toEqual([]);
		});

		test('is not cut off at some number', async () => {
			await database.prisma.session.createMany({
				data: Array.from({ length: 250 }, (_, i) => ({
					...{ id: hashToken(String(i)), publicId: String(i), userId },
					...dates(0, 0, 60)
				}))
			});
			expect(await open().list(userId, { limit: 300 })).toHaveLength(250);
		});
	});
});

const dates = (created: number, used: number, expires: number) => ({
	createdAt: at(created),
	lastUsedAt: at(used),
	expiresAt: at(expires)
});
