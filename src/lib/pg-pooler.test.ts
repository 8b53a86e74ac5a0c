import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../e2e/support/database.js';
import { isGate } from '../../e2e/support/gate.js';
import { hasPgbouncer, startPgbouncer, type Pooler } from '../../e2e/support/pgbouncer.js';
import { PrismaClient } from '../../prisma/client-postgresql/client.js';
import { Pg, type PgConfig } from './pg.js';

const ROUNDS = 5;
const AT_ONCE = 20;

let database: TestDatabase;
let pooler: Pooler;
let clients: PrismaClient[];

const open = (config: PgConfig = {}) => {
	const url = pooler.through(database.url);
	const client = new PrismaClient({ adapter: new Pg({ url, ...config }) });
	clients.push(client);
	return client;
};
const email = (n: number) => `user-${n}@example.com`;

/** What a visitor causes: reads, a write, a transaction. */
async function visit(prisma: PrismaClient, n: number) {
	await prisma.user.findFirst({ where: { email: email(n) } });
	const data = { email: email(n), passwordHash: '-' };
	const { id } = await prisma.user.create({ data, select: { id: true } });
	await prisma.$transaction(async (transaction) => {
		await transaction.user.findUnique({ where: { id } });
		await transaction.user.updateMany({ where: { id }, data: { name: 'Ann' } });
		await transaction.session.create({
			data: { id, publicId: id, userId: id, expiresAt: new Date() }
		});
	});
	await prisma.session.deleteMany({ where: { id } });
}

async function visitors(prisma: PrismaClient) {
	const failed: unknown[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const all = Array.from({ length: AT_ONCE }, (_, n) => visit(prisma, round * AT_ONCE + n));
		for (const one of await Promise.allSettled(all)) {
			if (one.status === 'rejected') failed.push(one.reason);
		}
	}
	return failed;
}

describe.runIf(isGate && hasPgbouncer())(
	'SE29: on PostgreSQL behind PgBouncer in transaction mode',
	() => {
		beforeEach(async () => {
			database = await createDatabase('postgresql');
			clients = [];
		});
		afterEach(async () => {
			for (const client of clients) await client.$disconnect();
			await pooler.close();
			await database.close();
		});

		test.each([
			['with what it allows by itself', {}],
			[
				'where the timeout of statements is ignored',
				{ ignore_startup_parameters: 'statement_timeout' }
			]
		])('twenty visitors at once lose nothing, %s', async (_, settings) => {
			pooler = await startPgbouncer(database.url, settings);
			expect(await visitors(open())).toEqual([]);
			expect(await database.prisma.user.count({ where: { name: 'Ann' } })).toBe(ROUNDS * AT_ONCE);
			expect(await database.prisma.session.count()).toBe(0);
		});

		test('nor do those of two instances that share its connections', async () => {
			pooler = await startPgbouncer(database.url);
			const [one, other] = [open(), open()];
			await one.user.create({ data: { email: 'ann@example.com', passwordHash: '-' } });
			const reads = (client: PrismaClient) =>
				Array.from({ length: 100 }, () =>
					client.user.findFirst({ where: { email: 'ann@example.com' }, select: { email: true } })
				);
			for (const user of await Promise.all([...reads(one), ...reads(other)])) {
				expect(user).toEqual({ email: 'ann@example.com' });
			}
		});

		test('a time in a column with a zone is right, wherever the server is', async () => {
			await database.prisma.$executeRawUnsafe(
				`ALTER DATABASE "${new URL(database.url).pathname.slice(1)}" SET timezone = 'Asia/Kolkata'`
			);
			await database.prisma.$executeRawUnsafe(
				'ALTER TABLE "User" ALTER COLUMN "disabledAt" TYPE timestamptz'
			);
			pooler = await startPgbouncer(database.url);
			const disabledAt = new Date('2026-07-01T12:34:56.789Z');
			const client = open();
			const create = (n: number) =>
				client.user.create({ data: { email: email(n), passwordHash: '-', disabledAt } });
			await Promise.all(Array.from({ length: 20 }, (_, n) => create(n)));

			expect(
				await database.prisma.$queryRaw`
				SELECT DISTINCT extract(epoch FROM "disabledAt")::float AS at FROM "User"`
			).toEqual([{ at: disabledAt.getTime() / 1000 }]);
		});

		test('a URL with a schema is served, although it takes no `search_path`', async () => {
			pooler = await startPgbouncer(database.url);
			const url = `${pooler.through(database.url)}?schema=public`;
			expect(await open({ url }).user.count()).toBe(0);
		});
	}
);
