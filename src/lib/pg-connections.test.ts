import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../e2e/support/database.js';
import { PrismaClient } from '../../prisma/client-postgresql/client.js';
import { Pg, type PgConfig } from './pg.js';

let database: TestDatabase;
let prisma: PrismaClient;

const open = (config: PgConfig = {}) =>
	new PrismaClient({ adapter: new Pg({ url: database.url, ...config }) });
const sql = (text: string) => database.prisma.$executeRawUnsafe(text);

describe('FR25: on PostgreSQL', () => {
	beforeEach(async () => {
		database = await createDatabase('postgresql');
		prisma = open({ max: 4 });
	});
	afterEach(async () => {
		await prisma.$disconnect();
		await database.close();
	});

	/** As visitors at once, so that every connection of the pool has the statement. */
	const visitors = () =>
		Promise.all(
			Array.from({ length: 40 }, () =>
				// Of `findUnique` Prisma makes one statement for all that ask at once.
				prisma.user.findFirst({ where: { email: 'ann@example.com' } })
			)
		);

	test('no request fails when the tables change while the app runs', async () => {
		await database.prisma.user.create({ data: { email: 'ann@example.com', passwordHash: '-' } });
		await visitors();
		for (const migration of [
			'ALTER TABLE "User" ALTER COLUMN "name" TYPE varchar(200)',
			'ALTER TABLE "User" ALTER COLUMN "email" TYPE varchar(100)',
			'ALTER TABLE "User" ALTER COLUMN "createdAt" TYPE timestamp(6)',
			'ALTER TABLE "User" ADD COLUMN "role" text',
			'CREATE INDEX ON "User" ("name")'
		]) {
			await sql(migration);
			for (let round = 0; round < 2; round++) {
				for (const user of await visitors())
					expect(user, migration).toMatchObject({ email: 'ann@example.com' });
			}
		}
	});

	test('after a migration statements are prepared again', async () => {
		const one = open({ max: 1 });
		const read = () => one.user.findUnique({ where: { email: 'ann@example.com' } });
		await read();
		await sql('ALTER TABLE "User" ALTER COLUMN "name" TYPE varchar(200)');
		await read();
		await read();
		expect(await one.$queryRaw`SELECT count(*)::int AS count FROM pg_prepared_statements`).toEqual([
			{ count: 1 }
		]);
		await one.$disconnect();
	});

	describe('a connection that the server closes', () => {
		beforeEach(async () => {
			await sql('CREATE SEQUENCE calls');
			// What a sequence has given is given, also where the statement fails.
			await sql(`CREATE FUNCTION fails_once(code text) RETURNS int AS $$
				BEGIN
					IF nextval('calls') = 1 THEN
						IF code = 'ended' THEN PERFORM pg_terminate_backend(pg_backend_pid());
						ELSE RAISE EXCEPTION USING ERRCODE = code; END IF;
					END IF;
					RETURN 7;
				END $$ LANGUAGE plpgsql`);
		});
		const calls = async () => {
			const [row] = await database.prisma.$queryRawUnsafe<[{ last: number }]>(
				'SELECT last_value::int AS last FROM calls'
			);
			return row.last;
		};

		test.each(['ended', '57P01', '57P05'])('a read is asked once more: %s', async (code) => {
			expect(await prisma.$queryRaw`SELECT fails_once(${code}) AS answer`).toEqual([{ answer: 7 }]);
			expect(await calls()).toBe(2);
		});

		test.each(['ended', '57P01', '57P05'])('a write is not: %s', async (code) => {
			await database.prisma.user.create({ data: { email: 'ann@example.com', passwordHash: '-' } });
			const write = prisma.$executeRaw`UPDATE "User" SET "name" = fails_once(${code})::text`;
			await expect(write).rejects.toThrow();
			expect(await calls()).toBe(1);
		});

		test('nor is a read in a transaction, of which the rest is lost', async () => {
			const read = prisma.$transaction(
				(transaction) => transaction.$queryRaw`SELECT fails_once('57P01')`
			);
			await expect(read).rejects.toThrow();
			expect(await calls()).toBe(1);
		});

		test('another error is passed on at once', async () => {
			await expect(prisma.$queryRaw`SELECT fails_once('57014')`).rejects.toThrow();
			expect(await calls()).toBe(1);
		});

		test('all that were idle are replaced, and nobody notices', async () => {
			await visitors();
			await sql(
				`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
				WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle'`
			);
			expect(await visitors()).toHaveLength(40);
		});
	});
});
