import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, providers, type TestDatabase } from '../../../e2e/support/database.js';
import { isGate } from '../../../e2e/support/gate.js';
import { administer } from '../../../e2e/support/postgres.js';
import { connect } from '../../../prisma/tools/connect.js';
import { createSessions } from './sessions.js';
import type { PrismaLike } from '../database/types.js';
import { createQuery } from '../database/query.js';

const CROWD = isGate ? 1_000_000 : 100_000;
const MANY = CROWD / 100;
const lifetime = { idle: 3600, absolute: 7200, renewAfter: 60 };

let database: TestDatabase;
let ann: string;
let bea: string;
let crowd: string;

const open = (prisma: PrismaLike = database.prisma) =>
	createSessions({ prisma, lifetime, columns: {}, query: createQuery(30) });
const count = (where = {}) => database.prisma.session.count({ where });

const NUMBERS = {
	sqlite: (rows: number) =>
		`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})`,
	postgresql: (rows: number) => `WITH n(i) AS (SELECT generate_series(1, ${rows}))`
};

/** Rows made by the database itself: `expiresIn` seconds from now, with ids that begin with `prefix`. */
async function insert(userId: string, rows: number, expiresIn: number, prefix: string) {
	const moment = (seconds: number) =>
		new Date(Date.now() + seconds * 1000).toISOString().replace('Z', '+00:00');
	const sql = `INSERT INTO "Session" ("id", "publicId", "userId", "expiresAt", "createdAt", "lastUsedAt")
		${NUMBERS[database.provider](rows)} SELECT '${prefix}' || i, 'public ${prefix}' || i,
		'${userId}', '${moment(expiresIn)}', '${moment(0)}', '${moment(0)}' FROM n`;
	const isFill = database.provider === 'postgresql' && rows === CROWD;
	if (isFill) await administer(database.url, WITHOUT_REFERENCE, sql, WITH_REFERENCE);
	else await database.prisma.$executeRawUnsafe(sql);
}

/** PostgreSQL looks each new row's user up, which takes longer than all the rest; afterwards it checks them in one go. */
const WITHOUT_REFERENCE = 'ALTER TABLE "Session" DROP CONSTRAINT "Session_userId_fkey"';
const WITH_REFERENCE = `ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey"
	FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE`;

async function timed<T>(work: () => Promise<T>) {
	const started = performance.now();
	const answer = await work();
	return { answer, seconds: (performance.now() - started) / 1000 };
}

/** How the database would go about a statement with these values. */
async function planOf(sql: string, values: unknown[]): Promise<string> {
	const isFile = database.provider === 'sqlite';
	const rows = await database.prisma.$queryRawUnsafe<Record<string, unknown>[]>(
		`EXPLAIN ${isFile ? 'QUERY PLAN ' : ''}${sql}`,
		...values
	);
	return rows.map((row) => row[isFile ? 'detail' : 'QUERY PLAN']).join('\n');
}

const isMoment = (value: unknown) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value);
const inAYear = new Date(Date.now() + 365 * 24 * 3600 * 1000).toISOString();

const WHOLE_TABLE = { sqlite: /SCAN (?!CONSTANT)/, postgresql: /Seq Scan on "Session"/ };
const BY_INDEX = { sqlite: /USING/, postgresql: /Index (Only )?Scan/ };

describe.each(providers)(`MI2: among ${CROWD} sessions on %s`, { timeout: 120_000 }, (provider) => {
	beforeAll(async () => {
		database = await createDatabase(provider);
		const user = (name: string) =>
			database.prisma.user.create({ data: { email: `${name}@example.com`, passwordHash: '-' } });
		ann = (await user('ann')).id;
		bea = (await user('bea')).id;
		crowd = (await user('crowd')).id;
		await insert(crowd, CROWD, 3600, 'crowd');
		await insert(ann, MANY, 3600, 'ann');
		expect(await count()).toBe(CROWD + MANY);
		// As its own housekeeping does in time.
		if (provider === 'postgresql') await database.prisma.$executeRawUnsafe('ANALYZE');
	}, 300_000);
	afterAll(() => database.close());

	test('who holds a token is found at once', async () => {
		const { token } = await open().issue(crowd, { userAgent: null, ipAddress: null });
		const { answer, seconds } = await timed(() => open().validate(token));
		expect(answer.status).toBe('live');
		expect(seconds).toBeLessThan(5);
	});

	test(`the ${MANY} sessions of one user are listed`, async () => {
		const { answer, seconds } = await timed(() => open().list(ann, { limit: MANY }));
		expect(answer).toHaveLength(MANY);
		expect(seconds).toBeLessThan(20);
	});

	test('no statement looks at the whole table, also where all of it has expired', async () => {
		const sent: { sql: string; values: unknown[] }[] = [];
		const prisma = connect(database.url, { logQueries: true });
		prisma.$on('query', ({ query, params }) =>
			sent.push({ sql: query, values: JSON.parse(params) })
		);
		await insert(bea, 1, -60, 'expired');
		const sessions = open(prisma);
		const { token, key } = await sessions.issue(bea, { userAgent: null, ipAddress: null });
		await sessions.validate(token);
		await sessions.list(bea);
		await sessions.ownerOf({ key });
		expect(await sessions.deleteExpired()).toBe(1);
		await sessions.revoke({ scope: 'session', userId: bea, publicId: 'x' });
		await sessions.revoke({ scope: 'others', userId: bea, key });
		await sessions.revoke({ scope: 'all', userId: bea, until: new Date(), key });
		await sessions.revoke({ scope: 'current', key });
		await sessions.revoke({ scope: 'all', userId: bea });
		await prisma.$disconnect();

		const asked = sent.filter(({ sql }) => /^(SELECT|INSERT|UPDATE|DELETE) .*Session/.test(sql));
		expect(asked.length).toBeGreaterThan(9);
		for (const { sql, values } of asked) {
			// A plan depends on how many rows the values stand for: Bea has few, and Ann has many.
			const many = values.map((value) => (value === bea ? ann : value));
			const late = many.map((value) => (isMoment(value) ? inAYear : value));
			for (const plan of [await planOf(sql, many), await planOf(sql, late)]) {
				expect.soft(plan, sql).not.toMatch(WHOLE_TABLE[provider]);
				if (!sql.startsWith('INSERT')) expect.soft(plan, sql).toMatch(BY_INDEX[provider]);
			}
		}
	});

	test('expired ones are swept, by several instances at once, each counted by one', async () => {
		await insert(crowd, 5_500, -60, 'old');
		const others = [connect(database.url), connect(database.url)];
		const { answer, seconds } = await timed(() =>
			Promise.all(
				[open(), ...others.map((prisma) => open(prisma))].map(({ deleteExpired }) =>
					deleteExpired()
				)
			)
		);
		await Promise.all(others.map((prisma) => prisma.$disconnect()));
		expect(answer.reduce((a, b) => a + b)).toBe(5_500);
		expect(await count({ id: { startsWith: 'old' } })).toBe(0);
		expect(await count({ userId: ann })).toBe(MANY);
		expect(seconds).toBeLessThan(60);
	});

	test('a session that somebody else ends meanwhile is not counted, and does not end the deletion of expired sessions', async () => {
		await insert(crowd, 1, -120, 'oldest');
		await insert(crowd, 1_500, -60, 'old');
		let taken = 0;
		const prisma = database.prisma.$extends({
			query: {
				session: {
					async deleteMany({ args, query }) {
						const oldest = { id: { startsWith: 'oldest' } };
						taken += (await database.prisma.session.deleteMany({ where: oldest })).count;
						return await query(args);
					}
				}
			}
		});
		expect(await open(prisma).deleteExpired()).toBe(1_500);
		expect(taken).toBe(1);
		expect(await count({ id: { startsWith: 'old' } })).toBe(0);
	});

	test('one of them, the others and all are ended', async () => {
		const { answer, seconds } = await timed(async () => [
			await open().revoke({ scope: 'session', userId: ann, publicId: 'public ann7' }),
			await open().revoke({ scope: 'others', userId: ann, key: 'ann1' }),
			await open().revoke({ scope: 'all', userId: ann })
		]);
		expect(answer).toEqual([1, MANY - 2, 1]);
		expect(await count({ userId: ann })).toBe(0);
		expect(seconds).toBeLessThan(30);
	});
});
