import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, providers, type TestDatabase } from '../../../e2e/support/database.js';
import { withFallback } from './with-fallback.js';

describe.each(providers)('MI2: on %s, the short way', (provider) => {
	let database: TestDatabase;

	/** Goes the short way by this statement, and counts how often Prisma was asked instead. */
	function goBy(sql: string) {
		const asked = { plain: 0 };
		const go = withFallback(
			async () => (await database.prisma.$queryRawUnsafe<unknown[]>(sql)).length,
			async () => {
				asked.plain += 1;
				return database.prisma.user.count();
			}
		);
		return { go, asked };
	}
	const many = Array.from({ length: 2000 }, (_, n) => n).join(', ');

	beforeAll(async () => {
		database = await createDatabase(provider);
	}, 60_000);
	afterAll(() => database.close());

	test('is gone as long as the database takes the statement', async () => {
		const { go, asked } = goBy('SELECT 1');
		expect([await go('key'), await go('key')]).toEqual([1, 1]);
		expect(asked.plain).toBe(0);
	});

	test.each([
		['a table that is not to be seen', 'SELECT * FROM "Hidden"'],
		['a column that is not there', 'SELECT "hidden" FROM "User"'],
		[
			'more columns than a function takes',
			`SELECT ${provider === 'sqlite' ? 'json_array' : 'json_build_array'}(${many})`
		]
	])('is left for good for %s', async (_, sql) => {
		const { go, asked } = goBy(sql);
		expect([await go('key'), await go('key')]).toEqual([0, 0]);
		expect(asked.plain).toBe(2);
		database.statements.length = 0;
		await go('key');
		expect(database.statements).toHaveLength(1);
	});

	// SQLite has no code for it: there, Prisma's own way comes to the same error.
	test.runIf(provider === 'postgresql')(
		'RF1: is not left for an error that is not about the statement',
		async () => {
			const { go, asked } = goBy('SELECT 1 / (SELECT count(*) FROM "User")');
			await expect(go('key')).rejects.toThrow('division by zero');
			expect(asked.plain).toBe(0);
		}
	);
});
