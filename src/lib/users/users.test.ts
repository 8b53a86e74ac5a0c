import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, providers, type TestDatabase } from '../../../e2e/support/database.js';
import { PrismaClient as PostgresClient } from '../../../prisma/client-postgresql/client.js';
import { PrismaClient } from '../../../prisma/client/client.js';
import { LibSql } from '../libsql.js';
import { Pg } from '../pg.js';
import type { PrismaLike } from '../database/types.js';
import { createQuery } from '../database/query.js';
import { createUsers } from './users.js';

const ann = { email: 'ann@example.com', passwordHash: 'the hash' };

describe('on PostgreSQL', () => {
	let database: TestDatabase;

	beforeEach(async () => {
		database = await createDatabase('postgresql');
	});
	afterEach(() => database.close());

	const open = () =>
		createUsers<{ id: string }>({
			...{ prisma: database.prisma, columns: { email: true }, query: createQuery(20) }
		});
	const store = (email: string) => database.prisma.user.create({ data: { ...ann, email } });
	const retype = (type: string) =>
		database.prisma.$executeRawUnsafe(`ALTER TABLE "User" ALTER COLUMN "email" TYPE ${type}`);

	test('SE20: an email that a collation takes for another one is no account', async () => {
		await database.prisma.$executeRawUnsafe(
			"CREATE COLLATION base (provider = icu, locale = 'und-u-ks-level1', deterministic = false)"
		);
		await retype('text COLLATE base');
		await store('ánn@example.com');

		expect(await open().findByEmail('ann@example.com')).toBeNull();
		expect(await open().findByEmail('ánn@example.com')).not.toBeNull();
		// Nor can a stranger have it.
		expect(await open().create(ann)).toBeNull();
	});

	test('FR26: an id that no user can have is nobody’s', async () => {
		await database.prisma.$executeRawUnsafe(
			'ALTER TABLE "Session" DROP CONSTRAINT "Session_userId_fkey"'
		);
		await database.prisma.$executeRawUnsafe(
			'ALTER TABLE "User" ALTER COLUMN "id" TYPE uuid USING id::uuid'
		);

		expect(await open().findById('no-uuid')).toBeNull();
	});
});

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
		test('SE17: finds the hash also where the client omits it everywhere', async () => {
			const { url } = database;
			const omit = { user: { passwordHash: true, email: true, disabledAt: true } } as const;
			const client =
				provider === 'sqlite'
					? new PrismaClient({ adapter: new LibSql({ url }), omit })
					: new PostgresClient({ adapter: new Pg({ url }), omit });
			const users = createUsers<{ id: string }>({
				...{ prisma: client as PrismaLike, columns: { email: true }, query: createQuery(20) }
			});
			await open().create(ann);
			await database.prisma.user.updateMany({ data: { disabledAt: new Date() } });

			const account = { user: { email: ann.email }, passwordHash: 'the hash', disabled: true };
			expect(await users.findByEmail(ann.email)).toMatchObject(account);
			expect(await users.create({ ...ann, email: 'bob@example.com' })).toMatchObject({
				email: 'bob@example.com'
			});
			await client.$disconnect();
		});

		test('asks for no column that it does not need', async () => {
			database.statements.length = 0;
			await open({ email: true }).findByEmail(ann.email);

			expect(database.statements.join()).not.toMatch(/updatedAt|"?name/);
		});

		test('answers the account; its user is as `locals` shows it, without the hash', async () => {
			const user = await open().create({ ...ann, name: 'Ann' });

			expect(await open().findByEmail(ann.email)).toStrictEqual({
				user,
				passwordHash: 'the hash',
				createdAt: expect.any(Date),
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
