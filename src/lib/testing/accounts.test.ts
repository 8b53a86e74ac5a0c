import { spawnSync } from 'node:child_process';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../e2e/support/database.js';
import { readConfig } from '../config.js';
import { createAuthContext } from '../context.js';
import { createAccounts } from './accounts.js';
import { isLeftOver, uniqueEmail } from './left-overs.js';

let database: TestDatabase;
beforeEach(async () => {
	vi.spyOn(console, 'error').mockImplementation(() => {});
	database = await createDatabase('sqlite');
});
afterEach(async () => {
	vi.restoreAllMocks();
	await database.close();
});

const open = () =>
	createAccounts(
		createAuthContext<{ id: string }>(readConfig({ prisma: database.prisma }, (path) => path))
			.context
	);
/** A process that has ended. */
const ended = () => spawnSync(process.execPath, ['--version']).pid;
const emails = async () => (await database.prisma.user.findMany()).map(({ email }) => email);
const day = 24 * 60 * 60 * 1000;

describe('SE45: the users of a test that was killed are removed by the next run', () => {
	test('and those of tests that run, and of the app, are not', async () => {
		const gone = [uniqueEmail(Date.now(), ended()), uniqueEmail(Date.now() - 2 * day)];
		const kept = [
			uniqueEmail(),
			...['ann@example.com', 'test-user@example.com', `test-${'a'.repeat(34)}@example.org`]
		];
		for (const email of [...gone, ...kept])
			await database.prisma.user.create({ data: { email, passwordHash: '-' } });
		const { email } = await open().make({});

		expect((await emails()).sort()).toEqual([...kept, email].sort());
	});

	test('and a user who is to stay stays, whichever process has made them', async () => {
		const { email } = await open().findOrMake({}, true);
		expect(isLeftOver(email, Date.now() + 2 * day)).toBe(false);
	});

	test('that they cannot be removed fails no test', async () => {
		const email = uniqueEmail(Date.now(), ended());
		await database.prisma.user.create({ data: { email, passwordHash: '-' } });
		await database.prisma.$executeRawUnsafe(
			`CREATE TRIGGER keep BEFORE DELETE ON "User" BEGIN SELECT RAISE(ABORT, 'kept'); END`
		);
		await open().make({});
		expect(await emails()).toContain(email);
		expect(console.error).toHaveBeenCalled();
	});

	test.each([
		['of this process', uniqueEmail(), false],
		['of another machine', uniqueEmail().replace(/^(test-.{8})......./, '$1ffffff0'), false],
		['of another machine, two days old', uniqueEmail(Date.now() - 2 * day), true],
		['of the app', 'test-ann@example.com', false],
		['made by an earlier version', `test-${'1'.repeat(18)}@example.com`, false]
	])('an email %s', (_, email, isOne) => {
		expect(isLeftOver(email)).toBe(isOne);
	});
});

describe('SE45: what a failed test prints holds no password and no hash', () => {
	test.each<[string, object]>([
		['a column that there is not', { data: { nothing: 1 } }],
		['a value of the wrong type', { data: { disabledAt: 'never' } }],
		['a name of the wrong type', { name: 1 as never }],
		['a database that refuses the row', { name: 'refused' }]
	])('%s', async (_, options) => {
		await database.prisma.$executeRawUnsafe(
			`CREATE TRIGGER refuse BEFORE INSERT ON "User" WHEN NEW."name" = 'refused'
			BEGIN SELECT RAISE(ABORT, 'no'); END`
		);
		const password = 'correct horse battery';
		const error: unknown = await open()
			.make({ password, ...options })
			.catch((thrown: unknown) => thrown);
		const printed = inspect(error, { depth: 10 });

		expect(error).toBeInstanceOf(Error);
		expect(printed).toContain('TESTING_MISUSED');
		expect(printed).not.toContain('$argon2');
		expect(printed).not.toContain(password);
	});
});
