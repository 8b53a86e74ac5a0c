import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../e2e/support/database.js';
import { createSessions } from './sessions.js';
import { boundedBy } from './store.js';

const MILLION = 1_000_000;
const MANY = 10_000;
const lifetime = { idle: 3600, absolute: 7200, renewAfter: 60 };

let database: TestDatabase;
let ann: string;
let crowd: string;

const open = () =>
	createSessions({ prisma: database.prisma, lifetime, columns: {}, ask: boundedBy(30) });
const count = (where = {}) => database.prisma.session.count({ where });

/** Rows made by the database itself: `expiresIn` seconds from now, with ids that begin with `prefix`. */
async function insert(userId: string, rows: number, expiresIn: number, prefix: string) {
	const now = new Date();
	const expiresAt = new Date(now.getTime() + expiresIn * 1000).toISOString().replace('Z', '+00:00');
	const used = now.toISOString().replace('Z', '+00:00');
	await database.prisma.$executeRawUnsafe(
		`INSERT INTO "Session" ("id", "publicId", "userId", "expiresAt", "createdAt", "lastUsedAt")
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
		SELECT '${prefix}' || i, 'public ${prefix}' || i, ?, ?, ?, ? FROM n`,
		userId,
		expiresAt,
		used,
		used
	);
}

async function timed<T>(work: () => Promise<T>) {
	const started = performance.now();
	const answer = await work();
	return { answer, seconds: (performance.now() - started) / 1000 };
}

describe('among a million sessions', { timeout: 120_000 }, () => {
	beforeAll(async () => {
		database = await createDatabase();
		const user = (name: string) =>
			database.prisma.user.create({ data: { email: `${name}@example.com`, passwordHash: '-' } });
		ann = (await user('ann')).id;
		crowd = (await user('crowd')).id;
		await insert(crowd, MILLION, 3600, 'crowd');
		await insert(ann, MANY, 3600, 'ann');
		expect(await count()).toBe(MILLION + MANY);
	}, 120_000);
	afterAll(() => database.close());

	test('who holds a token is found at once', async () => {
		const { token } = await open().issue(crowd, { userAgent: null, ipAddress: null });
		const { answer, seconds } = await timed(() => open().validate(token));
		expect(answer.status).toBe('live');
		expect(seconds).toBeLessThan(0.5);
	});

	test('the 10,000 sessions of one user are listed', async () => {
		const { answer, seconds } = await timed(() => open().list(ann));
		expect(answer).toHaveLength(MANY);
		expect(seconds).toBeLessThan(5);
	});

	test('expired ones are swept, by several at once, each counted by one', async () => {
		await insert(crowd, 5_500, -60, 'old');
		const { answer, seconds } = await timed(() =>
			Promise.all([open().sweep(), open().sweep(), open().sweep()])
		);
		expect(answer.reduce((a, b) => a + b)).toBe(5_500);
		expect(await count({ id: { startsWith: 'old' } })).toBe(0);
		expect(await count({ userId: ann })).toBe(MANY);
		expect(seconds).toBeLessThan(10);
	});

	test('one of them, the others and all are ended', async () => {
		const { answer, seconds } = await timed(async () => [
			await open().revoke({ scope: 'session', userId: ann, publicId: 'public ann7' }),
			await open().revoke({ scope: 'others', userId: ann, key: 'ann1' }),
			await open().revoke({ scope: 'all', userId: ann })
		]);
		expect(answer).toEqual([1, MANY - 2, 1]);
		expect(await count({ userId: ann })).toBe(0);
		expect(seconds).toBeLessThan(10);
	});

	test('no statement of these looks at the whole table', async () => {
		database.statements.length = 0;
		const sessions = open();
		const { token, key } = await sessions.issue(ann, { userAgent: null, ipAddress: null });
		await sessions.validate(token);
		await sessions.list(ann);
		await sessions.ownerOf(key);
		await sessions.sweep();
		await sessions.revoke({ scope: 'session', userId: ann, publicId: 'x' });
		await sessions.revoke({ scope: 'others', userId: ann, key });
		await sessions.revoke({ scope: 'all', userId: ann, until: new Date(), key });
		await sessions.revoke({ scope: 'current', key });
		await sessions.revoke({ scope: 'all', userId: ann });

		const statements = [...database.statements];
		expect(statements.length).toBeGreaterThan(8);
		for (const sql of statements) {
			const plan = await database.prisma.$queryRawUnsafe<{ detail: string }[]>(
				`EXPLAIN QUERY PLAN ${sql}`,
				...Array.from(sql.matchAll(/\?/g), () => null)
			);
			const details = plan.map(({ detail }) => detail).join('; ');
			expect.soft(details, sql).not.toMatch(/SCAN (?!CONSTANT)/);
			if (!sql.startsWith('INSERT')) expect.soft(details, sql).toContain('USING');
		}
	});
});
