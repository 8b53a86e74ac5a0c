import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../e2e/support/database.js';
import { PrismaClient } from '../../prisma/client-postgresql/client.js';
import { Pg, type PgConfig } from './pg.js';
import { createSessions } from './sessions/sessions.js';
import { createQuery } from './database/query.js';

let database: TestDatabase;
let prisma: PrismaClient;

/** One connection, so that it can be asked what it has kept. */
const open = (config: PgConfig = {}) =>
	new PrismaClient({ adapter: new Pg({ url: database.url, max: 1, ...config }) });

async function prepared(client = prisma): Promise<string[]> {
	const rows = await client.$queryRaw<
		{ name: string; statement: string }[]
	>`SELECT name, statement FROM pg_prepared_statements`;
	for (const { name } of rows) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
	return rows.map(({ statement }) => statement);
}

const user = (n: number) => ({ email: `user-${n}@example.com`, passwordHash: '-' });

describe('on PostgreSQL', () => {
	beforeEach(async () => {
		database = await createDatabase('postgresql');
		prisma = open();
	});
	afterEach(async () => {
		await prisma.$disconnect();
		await database.close();
	});

	describe('SE40 what stays prepared in a connection', () => {
		test('lists of 1 to 1,500 ids leave as much as one does', async () => {
			const find = (count: number) =>
				prisma.session.findMany({ where: { id: { in: Array.from({ length: count }, String) } } });
			await find(1);
			const before = await prepared();
			for (let count = 2; count <= 1500; count += count < 30 ? 1 : 49) await find(count);
			expect(await prepared()).toEqual(before);
		});

		test('nor do pages of every size, with what belongs to their rows, or rows written at once', async () => {
			const sizes = Array.from({ length: 30 }, (_, n) => n + 2);
			await prisma.user.createMany({ data: sizes.map(user) });
			const users = await prisma.user.findMany();
			await prisma.session.createMany({
				data: users.map(({ id }) => ({ id, publicId: id, userId: id, expiresAt: new Date() }))
			});
			const page = (take: number) =>
				prisma.user.findMany({ take, include: { sessions: true }, orderBy: { id: 'asc' } });
			await page(2);
			const before = await prepared();
			for (const size of sizes) {
				expect(await page(size)).toHaveLength(Math.min(size, users.length));
				const data = Array.from({ length: size }, (_, n) => user(size * 1000 + n));
				await prisma.user.createMany({ data });
				await prisma.user.deleteMany({ where: { email: { in: data.map(({ email }) => email) } } });
			}
			expect(await prepared()).toEqual(before);
		});

		test('is no more than the bound, whatever is asked for', async () => {
			const bounded = open({ preparedStatements: 5 });
			for (let n = 1; n <= 20; n++) {
				await bounded.user.findMany({ where: { OR: Array.from({ length: n }, () => user(n)) } });
			}
			expect((await prepared(bounded)).length).toBeLessThanOrEqual(5);
			await bounded.$disconnect();
		});

		test('is nothing where that is what a pooler needs', async () => {
			const bare = open({ preparedStatements: 0 });
			await bare.user.findUnique({ where: { email: 'a' } });
			expect(await prepared(bare)).toEqual([]);
			await bare.$disconnect();
		});

		test('is what one statement needs, so that it is planned once', async () => {
			for (let n = 0; n < 3; n++) await prisma.user.findUnique({ where: { email: String(n) } });
			expect(await prepared()).toHaveLength(1);
		});

		test('does not depend on how many sessions a deletion of expired sessions finds', async () => {
			const { id: userId } = await prisma.user.create({ data: user(1) });
			const sessions = createSessions({
				prisma,
				lifetime: { idle: 60, absolute: 60, renewAfter: 30 },
				columns: {},
				query: createQuery(30)
			});
			const expire = async (count: number) => {
				const ids = Array.from({ length: count }, (_, n) => `${count} ${n}`);
				await prisma.session.createMany({
					data: ids.map((id) => ({ id, publicId: id, userId, expiresAt: new Date(0) }))
				});
				expect(await sessions.deleteExpired()).toBe(count);
			};
			await expire(1);
			const before = await prepared();
			for (const count of [2, 3, 17, 499, 500, 501, 1234]) await expire(count);
			expect(await prepared()).toEqual(before);
		});
	});

	test.each(['UTC', 'America/New_York', 'Asia/Kolkata'])(
		'FR28: a time in a column with a zone is the same on a server in %s',
		async (zone) => {
			const { pathname } = new URL(database.url);
			await prisma.$executeRawUnsafe(
				`ALTER DATABASE "${pathname.slice(1)}" SET timezone = '${zone}'`
			);
			await prisma.$executeRawUnsafe(
				'ALTER TABLE "User" ALTER COLUMN "disabledAt" TYPE timestamptz'
			);
			const disabledAt = new Date('2026-07-01T12:34:56.789Z');
			const other = open();
			await other.user.create({ data: { ...user(1), disabledAt } });

			expect(
				await prisma.$queryRaw`SELECT extract(epoch FROM "disabledAt")::float AS at FROM "User"`
			).toEqual([{ at: disabledAt.getTime() / 1000 }]);
			expect(await other.user.findMany()).toMatchObject([{ disabledAt }]);
			await other.$disconnect();
		}
	);

	test('FR28: what the URL says of schema and connections counts', async () => {
		const other = open({ url: `${database.url}?schema=public&connection_limit=3` });
		const now = () => other.$queryRaw`SELECT pg_sleep(0.05)::text AS slept`;
		await Promise.all(Array.from({ length: 12 }, now));
		const [row] = await prisma.$queryRaw<[{ count: number }]>`
			SELECT count(*)::int AS count FROM pg_stat_activity
			WHERE datname = current_database() AND query LIKE 'SELECT pg_sleep%'`;
		expect(row.count).toBe(3);
		await other.$disconnect();
	});

	test('the URL’s schema is the one that is asked', async () => {
		await prisma.$executeRawUnsafe('CREATE SCHEMA "an app"');
		const other = open({ url: `${database.url}?schema=an%20app` });
		expect(await other.$queryRaw`SELECT current_schema()::text AS schema`).toEqual([
			{ schema: 'an app' }
		]);
		await expect(other.user.count()).rejects.toThrow();
		await other.$disconnect();
	});
});

test('without a URL nothing fails before the first statement: a build has none', () => {
	expect(() => new Pg({ url: undefined })).not.toThrow();
	expect(() => new Pg({ url: 'not a url' })).not.toThrow();
});

test.each([undefined, '', 'not a url', 'postgresql://ada:se#cret@localhost/app'])(
	'FR28: the first statement with %j as URL names DATABASE_URL',
	async (url) => {
		const client = new PrismaClient({ adapter: new Pg({ url }) });
		await expect(client.user.count()).rejects.toThrow('DATABASE_URL');
	}
);
