import { createClient } from '@libsql/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../e2e/support/database.js';
import { PrismaClient } from '../../prisma/client/client.js';
import { LibSql } from './libsql.js';

let database: TestDatabase;
let prisma: PrismaClient;

beforeEach(async () => {
	database = await createDatabase();
	prisma = new PrismaClient({ adapter: new LibSql({ url: database.url, lockTimeout: 4000 }) });
	await prisma.user.count();
});
afterEach(async () => {
	await prisma.$disconnect();
	await database.close();
});

const create = (name: string) =>
	prisma.user.create({ data: { email: `${name}@example.com`, passwordHash: '-' } });

/** Holds the write lock, as another process would, until it is told to let go. */
async function lock() {
	const other = createClient({ url: database.url });
	const transaction = await other.transaction('write');
	return () => {
		transaction.close();
		other.close();
	};
}

/** What every other process sees. */
async function emails() {
	const other = createClient({ url: database.url });
	const { rows } = await other.execute('SELECT email FROM "User" ORDER BY email');
	other.close();
	return rows.map(({ email }) => email);
}

test('a write waits for another writer, and other work goes on meanwhile', async () => {
	const release = await lock();
	// Were the process to stand still, nobody would let go, and the write would fail.
	let ticks = 0;
	const timer = setInterval(() => (ticks += 1) === 5 && release(), 10);
	await create('ann');
	clearInterval(timer);

	expect(await emails()).toEqual(['ann@example.com']);
});

test('a write that waited in vain is an error, and the next one is committed for all to see', async () => {
	const release = await lock();
	await expect(create('ann')).rejects.toThrow();
	release();
	await create('bob');

	expect(await emails()).toEqual(['bob@example.com']);
});

test('an error that is no busy database is passed on at once', async () => {
	await create('ann');
	const started = Date.now();
	await expect(create('ann')).rejects.toMatchObject({ code: 'P2002' });
	expect(Date.now() - started).toBeLessThan(3500);
});
