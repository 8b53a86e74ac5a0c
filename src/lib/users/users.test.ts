import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, providers, type TestDatabase } from '../../../e2e/support/database.js';
import { createQuery } from '../database/query.js';
import { createUsers } from './users.js';

const ann = { email: 'ann@example.com', passwordHash: 'the hash' };

describe.each(providers)('MI2: on %s', (provider) => {
	let database: TestDatabase;

	beforeEach(async () => {
		database = await createDatabase(provider);
	});
	afterEach(() => database.close());

	const open = (columns: Record<string, true> = { email: true, name: true }) =>
		createUsers<{ id: string }>({ prisma: database.prisma, columns, query: createQuery(5) });

	describe('create', () => {
		test('makes a user and answers the chosen columns, never the hash', async () => {
			const user = await open().create({ ...ann, name: 'Ann' });

			expect(user).toStrictEqual({ id: expect.any(String), email: ann.email, name: 'Ann' });
			expect(await open({}).create({ ...ann, email: 'bob@example.com' })).toStrictEqual({
				id: expect.any(String)
			});
			expect(await database.prisma.user.count({ where: { ...ann, name: 'Ann' } })).toBe(1);
		});

		test('SI7: of sign-ups at once with one email, one makes a user and the others are told', async () => {
			const users = await Promise.all(Array.from({ length: 20 }, () => open().create(ann)));

			expect(users.filter((user) => user !== null)).toHaveLength(1);
			expect(await database.prisma.user.count()).toBe(1);
		});

		test('SI7: an email that is taken changes nothing about its account', async () => {
			await open().create(ann);

			expect(await open().create({ ...ann, passwordHash: 'another', name: 'Eve' })).toBeNull();
			expect(await database.prisma.user.findMany()).toMatchObject([{ ...ann, name: null }]);
		});
	});

	describe('findByEmail', () => {
		test('answers the account; its user is as `locals` shows it, without the hash', async () => {
			const user = await open().create({ ...ann, name: 'Ann' });

			expect(await open().findByEmail(ann.email)).toStrictEqual({
				user,
				passwordHash: 'the hash',
				disabled: false
			});
			expect((await open({}).findByEmail(ann.email))?.user).toStrictEqual({ id: user?.id });
		});

		test('SL6: says whether the account is disabled', async () => {
			await database.prisma.user.create({ data: { ...ann, disabledAt: new Date() } });

			expect(await open().findByEmail(ann.email)).toMatchObject({ disabled: true });
		});

		test.each(['bob@example.com', 'ANN@example.com', 'ann@example.co_', '%', ''])(
			'%j is nobody’s',
			async (email) => {
				await open().create(ann);

				expect(await open().findByEmail(email)).toBeNull();
			}
		);
	});
});
