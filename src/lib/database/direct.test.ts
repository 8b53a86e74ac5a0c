import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { providers } from '../../../e2e/support/database.js';
import { createSchemaDatabase, type SchemaDatabase } from '../../../e2e/support/schemas.js';
import { connectionOf } from './connection.js';
import { readRawDatabase } from './raw-database.js';

interface Internals {
	_engineConfig: { adapter: object; sqlCommenters?: unknown[] };
	_tracingHelper: { isEnabled(): boolean };
}

describe.each(providers)('on %s, a statement of the kit', (provider) => {
	let database: SchemaDatabase;
	const placeholder = provider === 'sqlite' ? '?' : '$1';
	const table = provider === 'sqlite' ? '"Sessions"' : '"sign ins"."Sessions"';
	const count = `SELECT COUNT(*) AS n FROM ${table} WHERE "id" = ${placeholder}`;
	const remove = `DELETE FROM ${table} WHERE "id" = ${placeholder}`;

	beforeAll(async () => {
		database = await createSchemaDatabase(provider, 'column-types');
	}, 60_000);
	afterAll(() => database.close());

	function open(isLogged = false) {
		const client = database.client('column-types', { isLogged });
		const internals = client as unknown as Internals;
		/** How many statements went to the driver directly, instead of through Prisma. */
		async function direct(work: () => Promise<unknown>): Promise<number> {
			const connection = connectionOf(internals._engineConfig.adapter);
			if (!connection) {
				await work();
				return 0;
			}
			const throughPrisma = [
				vi.spyOn(client, '$queryRawUnsafe'),
				vi.spyOn(client, '$executeRawUnsafe')
			];
			const queries = [vi.spyOn(connection, 'queryRaw'), vi.spyOn(connection, 'executeRaw')];
			for (const spy of [...throughPrisma, ...queries]) spy.mockClear();
			await work();
			const calls = (spies: { mock: { calls: unknown[] } }[]) =>
				spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
			return calls(throughPrisma) > 0 ? 0 : calls(queries);
		}
		return { client, internals, direct };
	}

	test('goes to the driver once Prisma is connected, and to Prisma again after $disconnect()', async () => {
		const { client, direct } = open();
		const { query, execute } = readRawDatabase(client)!;

		expect(await direct(() => query(count, 'no such key'))).toBe(0);
		expect(await direct(() => query(count, 'no such key'))).toBe(1);
		expect(await direct(() => execute(remove, 'no such key'))).toBe(1);
		await client.$disconnect();
		expect(await direct(() => query(count, 'no such key'))).toBe(0);
		expect(await direct(() => query(count, 'no such key'))).toBe(1);
	});

	test('answers what Prisma answers', async () => {
		const { client } = open();
		const { query, execute } = readRawDatabase(client)!;
		const first = await query(count, 'no such key');

		expect(await query(count, 'no such key')).toStrictEqual(first);
		expect(await execute(remove, 'no such key')).toBe(0);
	});

	test.each(['a query log', 'tracing', 'SQL comments'])(
		'goes through Prisma where somebody watches, by %s',
		async (watcher) => {
			const { client, internals, direct } = open(watcher === 'a query log');
			await client.$connect();
			if (watcher === 'SQL comments') internals._engineConfig.sqlCommenters = [() => ({})];
			const { query } = readRawDatabase(client)!;
			if (watcher === 'tracing') {
				vi.spyOn(internals._tracingHelper, 'isEnabled').mockReturnValue(true);
			}

			expect(await direct(() => query(count, 'no such key'))).toBe(0);
		}
	);

	test('is left to Prisma where it answers a type that only Prisma reads', async () => {
		const { client, direct } = open();
		await client.$connect();
		const { query } = readRawDatabase(client)!;
		const text =
			provider === 'sqlite'
				? `SELECT x'00ff' AS bytes, ${placeholder} AS key`
				: `SELECT 1.5::numeric AS number, ${placeholder}::text AS key`;

		expect(await direct(() => query(text, 'key'))).toBe(0);
		const [row] = await query(text, 'key');
		expect(row).toMatchObject(
			provider === 'sqlite' ? { bytes: new Uint8Array([0, 255]) } : { key: 'key' }
		);
	});
});
