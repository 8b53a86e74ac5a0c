import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDatabase, providers, type TestDatabase } from '../../../e2e/support/database.js';
import { createQuery } from '../database/query.js';
import { checkStoredEmails } from './check-emails.js';

describe.each(providers)('SE20: on %s, in development', (provider) => {
	let database: TestDatabase;
	let said: string[];

	beforeEach(async () => {
		database = await createDatabase(provider);
		said = [];
		vi.spyOn(console, 'error').mockImplementation((...words) => void said.push(words.join(' ')));
	});
	afterEach(async () => {
		vi.restoreAllMocks();
		await database.close();
	});

	const check = (isDevelopment = true) =>
		checkStoredEmails({ prisma: database.prisma, query: createQuery(20) }, isDevelopment);
	const store = (email: string) =>
		database.prisma.user.create({ data: { email, passwordHash: '-' } });

	test('stored emails with upper-case letters are reported', async () => {
		await store('ann@example.com');
		await check();
		expect(said).toEqual([]);
		await store('Bob@example.com');
		await check();
		expect(said).toEqual([expect.stringContaining('upper-case letters in their email')]);
		expect(said.join()).not.toContain('Bob');
	});

	test('a table that is not there is reported, and thrown at nobody', async () => {
		await database.prisma.$executeRawUnsafe('ALTER TABLE "User" RENAME TO "Gone"');
		await check();
		expect(said).toEqual([expect.stringContaining('could not be checked')]);
	});

	test('in production nothing is asked', async () => {
		await store('Bob@example.com');
		database.statements.length = 0;
		await check(false);
		expect(database.statements).toEqual([]);
	});
});

describe('SE20: on PostgreSQL, where the database ignores case', () => {
	test('emails may be stored as they are, and are found', async () => {
		const database = await createDatabase('postgresql');
		await database.prisma.$executeRawUnsafe(
			"CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)"
		);
		await database.prisma.$executeRawUnsafe(
			'ALTER TABLE "User" ALTER COLUMN "email" TYPE text COLLATE nocase'
		);
		await database.prisma.user.create({ data: { email: 'Ann@example.com', passwordHash: '-' } });
		const said = vi.spyOn(console, 'error');
		await checkStoredEmails({ prisma: database.prisma, query: createQuery(20) }, true);
		expect(said).not.toHaveBeenCalled();
		said.mockRestore();
		await database.close();
	});
});
