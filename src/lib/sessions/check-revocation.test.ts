import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDatabase, providers, type TestDatabase } from '../../../e2e/support/database.js';
import { administer } from '../../../e2e/support/postgres.js';
import { createSessions } from './sessions.js';
import { createQuery } from '../database/query.js';
import { checkRevocation } from './check-revocation.js';

describe.each(providers)('SE35: on %s, the check in development', (provider) => {
	let database: TestDatabase;
	let userId: string;
	let log: string[];

	const sessions = () =>
		createSessions<unknown>({
			prisma: database.prisma,
			lifetime: { idle: 60, absolute: 150, renewAfter: 10 },
			columns: {},
			query: createQuery(5)
		});
	const verbs = () => database.statements.map((statement) => statement.split(' ')[0]);
	async function run(...statements: string[]) {
		if (provider === 'postgresql') await administer(database.url, ...statements);
		else for (const sql of statements) await database.prisma.$executeRawUnsafe(sql);
	}

	beforeAll(async () => {
		database = await createDatabase(provider);
		const data = { email: 'ann@example.com', passwordHash: '-' };
		userId = (await database.prisma.user.create({ data })).id;
	}, 60_000);
	beforeEach(() => {
		log = [];
		vi.spyOn(console, 'error').mockImplementation((...line) => void log.push(line.join(' ')));
		database.statements.length = 0;
	});
	afterEach(() => {
		vi.restoreAllMocks();
	});
	afterAll(() => database.close());

	test('leaves nothing behind and says nothing where sessions can be ended; once', async () => {
		const context = { sessions: sessions() };
		await checkRevocation(context, userId, true);
		await checkRevocation(context, userId, true);

		expect(log).toEqual([]);
		expect(verbs().filter((verb) => verb !== 'BEGIN' && verb !== 'COMMIT')).toEqual([
			...['INSERT', 'DELETE', 'SELECT']
		]);
		expect(await database.prisma.session.count()).toBe(0);
	});

	test('asks nothing in production and in a test runner', async () => {
		await checkRevocation({ sessions: sessions() }, userId, false);
		await checkRevocation({ sessions: sessions() }, userId);

		expect(verbs()).toEqual([]);
	});

	test('does not throw where the database refuses, as for a user who is gone', async () => {
		await checkRevocation({ sessions: sessions() }, 'nobody', true);

		expect(log).toEqual([expect.stringContaining('could not be checked')]);
	});

	test('finds a deletion that counts 1 and is undone: a trigger that writes the row back', async () => {
		await run(
			...(provider === 'postgresql'
				? [
						`CREATE FUNCTION back() RETURNS trigger LANGUAGE plpgsql AS
							$$ BEGIN INSERT INTO "Session" SELECT OLD.*; RETURN NULL; END $$`,
						'CREATE TRIGGER back AFTER DELETE ON "Session" FOR EACH ROW EXECUTE FUNCTION back()'
					]
				: [
						`CREATE TRIGGER back AFTER DELETE ON "Session" BEGIN
							INSERT INTO "Session" ("id", "publicId", "userId", "expiresAt")
							VALUES (OLD."id", OLD."publicId", OLD."userId", OLD."expiresAt"); END`
					])
		);
		try {
			await checkRevocation({ sessions: sessions() }, userId, true);
			expect(log).toEqual([expect.stringMatching(/cannot be ended.*row-level security.*trigger/)]);
			// What is left opens nothing: it has expired.
			expect(await database.prisma.session.findMany()).toMatchObject([{ expiresAt: new Date(0) }]);
		} finally {
			await run(`DROP TRIGGER back${provider === 'postgresql' ? ' ON "Session"' : ''}`);
			await database.prisma.session.deleteMany();
		}
	});

	test.runIf(provider === 'postgresql')(
		'… and a rule that deletes from another table',
		async () => {
			await run(
				'CREATE TABLE "Others" AS SELECT generate_series(1, 3) AS n',
				`CREATE RULE elsewhere AS ON DELETE TO "Session" DO INSTEAD
				DELETE FROM "Others" WHERE n = 1 AND OLD."id" IS NOT NULL`
			);
			try {
				await checkRevocation({ sessions: sessions() }, userId, true);
				expect(log).toEqual([expect.stringMatching(/cannot be ended/)]);
				expect(await database.prisma.$queryRawUnsafe('SELECT n FROM "Others"')).toHaveLength(2);
			} finally {
				await run('DROP RULE elsewhere ON "Session"', 'DROP TABLE "Others"');
				await database.prisma.session.deleteMany();
			}
		}
	);

	test('… and one behind a view, whose trigger says that it has deleted', async () => {
		const insert = `INSERT INTO "Rows" ("id", "publicId", "userId", "expiresAt", "createdAt", "lastUsedAt")
			VALUES (NEW."id", NEW."publicId", NEW."userId", NEW."expiresAt", NEW."createdAt", NEW."lastUsedAt");`;
		await run(
			'ALTER TABLE "Session" RENAME TO "Rows"',
			'CREATE VIEW "Session" AS SELECT * FROM "Rows"',
			...(provider === 'postgresql'
				? [
						`CREATE FUNCTION pretend() RETURNS trigger LANGUAGE plpgsql AS
							$$ BEGIN RETURN OLD; END $$`,
						'CREATE TRIGGER pretend INSTEAD OF DELETE ON "Session" FOR EACH ROW EXECUTE FUNCTION pretend()'
					]
				: [
						`CREATE TRIGGER made INSTEAD OF INSERT ON "Session" BEGIN ${insert} END`,
						'CREATE TRIGGER pretend INSTEAD OF DELETE ON "Session" BEGIN SELECT 1; END'
					])
		);
		await checkRevocation({ sessions: sessions() }, userId, true);
		expect(log).toEqual([expect.stringMatching(/cannot be ended/)]);
	});
});
