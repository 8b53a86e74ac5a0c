import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../e2e/support/database.js';
import { PrismaClient } from '../../../prisma/client/client.js';
import { root } from '../../../prisma/tools/url.js';
import { createQuery } from '../database/query.js';
import { LibSql } from '../libsql.js';
import { checkStoredDates } from './check-dates.js';

const MS = Date.UTC(2027, 0, 2, 3, 4, 5, 678);
const TEXT = new Date(MS).toISOString().replace('Z', '+00:00');

describe('FR27: dates that the driver would write in another way are reported at the start', () => {
	let database: TestDatabase;
	let said: string[];

	beforeEach(async () => {
		database = await createDatabase();
		said = [];
		vi.spyOn(console, 'error').mockImplementation((...words) => void said.push(words.join(' ')));
	});
	afterEach(async () => {
		vi.restoreAllMocks();
		await database.close();
	});

	const kinds = { integer: MS, text: TEXT };
	type Kind = keyof typeof kinds;

	test.each<[format: 'iso8601' | 'unixepoch-ms', stored: Kind[], found: string | null]>([
		['iso8601', [], null],
		['iso8601', ['text', 'text'], null],
		['iso8601', ['integer'], 'integer, and the driver writes text'],
		['iso8601', ['text', 'integer', 'text'], 'integer and text, and the driver writes text'],
		['unixepoch-ms', ['integer'], null],
		['unixepoch-ms', ['text'], 'text, and the driver writes integer'],
		['unixepoch-ms', ['integer', 'text'], 'integer and text, and the driver writes integer']
	])('%s, and %j in the file', async (timestampFormat, stored, found) => {
		const prisma = new PrismaClient({
			adapter: new LibSql({ url: database.url, timestampFormat })
		});
		const { id } = await prisma.user.create({
			data: { email: 'ann@example.com', passwordHash: '-' }
		});
		const client = createClient({ url: database.url });
		for (const [index, kind] of stored.entries()) {
			await client.execute({
				sql: 'INSERT INTO "Session" (id, publicId, userId, expiresAt, createdAt, lastUsedAt) VALUES (?, ?, ?, ?, ?, ?)',
				args: [`${index}`, `${index}`, id, kinds[kind], kinds[kind], kinds[kind]]
			});
		}
		await checkStoredDates({ prisma: prisma as never, query: createQuery(20) }, true);
		expect(said).toEqual(found === null ? [] : [expect.stringContaining(found)]);
		client.close();
		await prisma.$disconnect();
	});
});

test('FR27: the move from Lucia makes one kind of the dates of its sessions', async () => {
	const client = createClient({ url: ':memory:' });
	await client.executeMultiple(`
		CREATE TABLE "User" (id TEXT PRIMARY KEY);
		CREATE TABLE "Session" (id TEXT PRIMARY KEY, "userId" TEXT, "expiresAt" DATETIME);
		INSERT INTO "User" VALUES ('ann');
		INSERT INTO "Session" VALUES ('number', 'ann', ${MS}), ('text', 'ann', '${TEXT}');
	`);
	await client.executeMultiple(
		await readFile(join(root(), 'prisma/from-lucia/sqlite.sql'), 'utf8')
	);
	const { rows } = await client.execute(
		'SELECT id, "expiresAt", "createdAt" FROM "Session" ORDER BY id'
	);
	expect(rows.map(({ id, expiresAt }) => [id, expiresAt])).toEqual([
		['number', TEXT],
		['text', TEXT]
	]);
	for (const { createdAt } of rows) expect(typeof createdAt).toBe('string');
	client.close();
});
