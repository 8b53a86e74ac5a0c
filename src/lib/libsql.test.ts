import { createClient } from '@libsql/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../e2e/support/database.js';
import { PrismaClient } from '../../prisma/client/client.js';
import { createQuery } from './database/query.js';
import { LibSql } from './libsql.js';
import { createSessions } from './sessions/sessions.js';

let database: TestDatabase;
let prisma: PrismaClient;

beforeEach(async () => {
	database = await createDatabase();
	prisma = new PrismaClient({ adapter: new LibSql({ url: database.url, lockTimeout: 4 }) });
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

test('FR27: with dates as milliseconds a renewal keeps its session, and only what has expired is deleted', async () => {
	const { url } = database;
	const older = new PrismaClient({ adapter: new LibSql({ url, timestampFormat: 'unixepoch-ms' }) });
	const lifetime = { idle: 600, absolute: 900, renewAfter: 0 };
	const sessions = createSessions<{ id: string }>({
		...{ prisma: older, lifetime, columns: {}, query: createQuery(20) }
	});
	const { id: userId } = await older.user.create({ data: { email: 'ann@example.com' } });
	const nowhere = { userAgent: null, ipAddress: null };
	const { token, session } = await sessions.issue(userId, nowhere);
	await older.session.create({
		data: { id: 'old', publicId: 'old', userId, expiresAt: new Date(1) }
	});
	const types = () =>
		prisma.$queryRaw<{ type: string }[]>`SELECT DISTINCT typeof(expiresAt) AS type FROM "Session"`;
	expect(await types()).toEqual([{ type: 'integer' }]);

	expect(await sessions.validate(token)).toMatchObject({ status: 'live' });
	expect(await types()).toEqual([{ type: 'integer' }]);
	expect(await sessions.deleteExpired()).toBe(1);
	expect(await sessions.list(userId)).toMatchObject([{ id: session.id }]);
	await older.$disconnect();
});
