import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@libsql/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, providers, type TestDatabase } from '../../../e2e/support/database.js';
import { createSessions } from '../sessions/sessions.js';
import { createQuery, StoreError } from './query.js';
import { createUsers } from '../users/users.js';

const never = () => new Promise<never>(() => {});

describe('createQuery', () => {
	test('an answer is passed on', async () => {
		expect(await createQuery(5)(async () => 'answer')).toBe('answer');
	});

	test('RF1: a store that never answers ends in a StoreError, within the bound', async () => {
		const start = performance.now();
		const asking = createQuery(0.1)(never);

		await expect(asking).rejects.toThrow(
			new StoreError('The database did not answer within 0.1 s.')
		);
		expect(performance.now() - start).toBeGreaterThanOrEqual(95);
		expect(performance.now() - start).toBeLessThan(10_000);
	});

	test.each([
		['that is rejected', () => Promise.reject(new Error('down'))],
		[
			'that throws before it returns a promise',
			() => {
				throw new Error('down');
			}
		]
	])('RF1: work %s becomes a StoreError that keeps the reason', async (_, work) => {
		const error = await createQuery(5)(work).catch((error: unknown) => error);

		expect(error).toBeInstanceOf(StoreError);
		expect(error).toMatchObject({ name: 'StoreError', cause: { message: 'down' } });
	});

	test('a StoreError from within is passed on as it is', async () => {
		const inner = new StoreError('not known');

		await expect(createQuery(5)(() => Promise.reject(inner))).rejects.toBe(inner);
	});

	test('what goes wrong after the bound is over bothers nobody', async () => {
		const unhandled: unknown[] = [];
		const note = (reason: unknown) => unhandled.push(reason);
		process.on('unhandledRejection', note);
		const late = async () => {
			await sleep(30);
			throw new Error('late');
		};

		await expect(createQuery(0.01)(late)).rejects.toThrow(StoreError);
		await sleep(60);
		process.off('unhandledRejection', note);
		expect(unhandled).toEqual([]);
	});

	test('an answer leaves no timer behind that would keep the process alive', async () => {
		const timers = () =>
			process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
		const before = timers();
		await createQuery(600)(async () => 'answer');

		expect(timers()).toBe(before);
	});

	test('a bound of thirty days is not over at once', async () => {
		await expect(createQuery(30 * 24 * 60 * 60)(() => sleep(30, 'answer'))).resolves.toBe('answer');
	});
});

describe.each(providers)(
	'MI2, RF1: on %s every question to a database that fails ends in a StoreError',
	(provider) => {
		let database: TestDatabase;
		let token: string;
		let userId: string;

		beforeEach(async () => {
			database = await createDatabase(provider);
			const ann = { email: 'ann@example.com', passwordHash: '-' };
			userId = (await database.prisma.user.create({ data: ann })).id;
			token = (await sessions().issue(userId, nowhere)).token;
		});
		afterEach(() => database.close());

		const nowhere = { userAgent: null, ipAddress: null };
		const sessions = (lifetime = { idle: 60, absolute: 150, renewAfter: 10 }) =>
			createSessions({ prisma: database.prisma, lifetime, columns: {}, query: createQuery(5) });
		const users = () =>
			createUsers({ prisma: database.prisma, columns: {}, query: createQuery(5) });

		const questions: Record<string, () => Promise<unknown>> = {
			'sessions.issue': () => sessions().issue(userId, nowhere),
			'sessions.validate': () => sessions().validate(token),
			'sessions.revoke current': () => sessions().revoke({ scope: 'current', key: token }),
			'sessions.revoke others': () => sessions().revoke({ scope: 'others', userId, key: token }),
			'sessions.revoke all': () => sessions().revoke({ scope: 'all', userId }),
			'users.findByEmail': () => users().findByEmail('ann@example.com'),
			'users.create': () => users().create({ email: 'bob@example.com', passwordHash: '-' })
		};

		test.each(Object.keys(questions))(
			'NC35: %s, without its tables: it says to migrate',
			async (name) => {
				await database.prisma.$executeRaw`DROP TABLE "Session"`;
				await database.prisma.$executeRaw`DROP TABLE "User"`;
				const error = await questions[name]?.().catch((error: unknown) => error);

				expect(error).toBeInstanceOf(StoreError);
				expect(error).toMatchObject({
					message: expect.stringContaining('npx prisma migrate dev'),
					cause: { message: expect.stringMatching(/no such table|table .* does not exist/) }
				});
			}
		);

		describe.runIf(provider === 'sqlite')('and while another process writes to the file', () => {
			/** Does something while the file is locked. */
			async function locked(work: () => Promise<unknown>) {
				const other = createClient({ url: database.url });
				const transaction = await other.transaction('write');
				try {
					return await work().catch((error: unknown) => error);
				} finally {
					transaction.close();
					other.close();
				}
			}

			test('a sign-out is not confirmed', async () => {
				expect(await locked(() => sessions().revoke({ scope: 'all', userId }))).toBeInstanceOf(
					StoreError
				);
			});

			test('RF1: a session that cannot be renewed is live, with the dates it had', async () => {
				const before = await sessions().validate(token);
				const renewing = sessions({ idle: 60, absolute: 150, renewAfter: 0 });

				const during = await locked(() => renewing.validate(token));
				expect(during).toEqual({ ...before, unrenewed: expect.any(StoreError) });
				expect(await sessions().validate(token)).toMatchObject({ status: 'live' });
			});

			test('RF1: a session that has expired and cannot be deleted is an error: nobody is signed in', async () => {
				const expired = sessions({ idle: 0.001, absolute: 150, renewAfter: 0 });

				expect(await locked(() => expired.validate(token))).toBeInstanceOf(StoreError);
			});

			test('SO2: what is confirmed after that is in the file, for every other process to see', async () => {
				await locked(() => sessions().revoke({ scope: 'all', userId }));
				const revoked = await sessions().revoke({ scope: 'all', userId });
				const other = createClient({ url: database.url });
				const { rows } = await other.execute('SELECT * FROM Session');
				other.close();

				expect({ revoked, left: rows.length }).toEqual({ revoked: 1, left: 0 });
			});
		});
	}
);
