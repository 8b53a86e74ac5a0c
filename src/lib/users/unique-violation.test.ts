import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, providers, type TestDatabase } from '../../../e2e/support/database.js';
import { createQuery } from '../database/query.js';
import type { PrismaModel } from '../database/types.js';
import { createUsers, NameTakenError } from './users.js';

describe.each(providers)('SE18: on %s', (provider) => {
	let database: TestDatabase;

	beforeAll(async () => {
		database = await createDatabase(provider);
		// What an app may have beside the index of the email.
		await database.prisma.$executeRawUnsafe('ALTER TABLE "User" ADD COLUMN "nickname" text');
		const names = ['CREATE UNIQUE INDEX "User_name_key" ON "User" ("name")'];
		const nicknames = ['CREATE UNIQUE INDEX "one_of_a_kind" ON "User" ("passwordHash")'];
		for (const sql of [...names, ...nicknames]) await database.prisma.$executeRawUnsafe(sql);
	});
	afterEach(() => database.prisma.user.deleteMany());
	afterAll(() => database.close());

	const users = () =>
		createUsers<{ id: string }>({
			...{ prisma: database.prisma, query: createQuery(20) },
			columns: { email: true }
		});
	const ann = { email: 'ann@example.com', passwordHash: 'hash', name: 'Ann' };

	test('the index of the email is an email that is taken', async () => {
		await users().create(ann);
		expect(await users().create({ ...ann, passwordHash: 'other', name: 'Eve' })).toBeNull();
	});

	test('the index of the name is a name that is taken', async () => {
		await users().create(ann);
		const bob = { ...ann, email: 'bob@example.com', passwordHash: 'other' };
		await expect(users().create(bob)).rejects.toBeInstanceOf(NameTakenError);
	});

	test('any other is neither, and is named', async () => {
		await users().create(ann);
		const eve = { ...ann, email: 'eve@example.com', name: 'Eve' };
		await expect(users().create(eve)).rejects.toMatchObject({
			name: 'StoreError',
			message: expect.stringMatching(/not that of the email: (one_of_a_kind|passwordHash)/)
		});
	});

	test('one of what is stored together with a user says nothing of the user', async () => {
		await users().create(ann);
		const query = createQuery(20);
		const created = users().create(
			{ ...ann, email: 'eve@example.com', passwordHash: 'e', name: 'Eve' },
			{},
			{
				transaction: (work) =>
					query(() =>
						database.prisma.$transaction((tx) => work((key) => tx[key as 'user'] as PrismaModel))
					),
				work: async (_, model) =>
					Boolean(await model('user').create({ data: { ...ann, name: 'A' } }))
			}
		);
		await expect(created).rejects.toMatchObject({
			name: 'StoreError',
			message: expect.stringContaining('could not be asked')
		});
		expect(await users().findByEmail('eve@example.com')).toBeNull();
	});

	test('what the app fills in is stored, and never in the place of what signs in', async () => {
		const more = { disabledAt: new Date(0), email: 'x', passwordHash: 'x' };
		expect(await users().create(ann, more)).not.toBeNull();
		const rows = await database.prisma.user.findMany();
		expect(rows).toMatchObject([{ ...ann, disabledAt: new Date(0) }]);
	});

	test('a required column that nobody fills is no database that is down', async () => {
		const add = 'ALTER TABLE "User" ADD COLUMN "tenant" text NOT NULL';
		// SQLite adds none without a default to a table that may have rows.
		if (provider === 'sqlite') {
			const refused = users().create(ann, { tenant: 'x' });
			await expect(refused).rejects.toThrow('signUpAction({ schema, data })');
			return;
		}
		await database.prisma.$executeRawUnsafe(add);
		await expect(users().create(ann)).rejects.toThrow('signUpAction({ schema, data })');
		await database.prisma.$executeRawUnsafe('ALTER TABLE "User" DROP COLUMN "tenant"');
	});
});
