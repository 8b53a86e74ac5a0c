import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { createDatabase, providers, type TestDatabase } from '../../../e2e/support/database.js';
import { runs } from '../../../e2e/support/gate.js';
import { administer } from '../../../e2e/support/postgres.js';
import { createToken, hashToken } from './session-token.js';
import type { PrismaLike } from '../database/types.js';
import { createSessions } from './sessions.js';
import { createQuery } from '../database/query.js';

const RUNS = runs(8, 100);
const SEED = Number(process.env.GUARDIAN_SEED ?? 1);
const HOUR = 3_600_000;

/** Without keys and constraints, as a database can be that another tool has made or that enforces none. */
const LOOSE = {
	Session: [
		...['id', 'publicId', 'userId', 'expiresAt', 'createdAt', 'lastUsedAt', 'userAgent'],
		'ipAddress'
	],
	User: ['id', 'email', 'name', 'passwordHash', 'disabledAt', 'createdAt', 'updatedAt']
};
const isTime = (column: string) => column.endsWith('At');

type Row = Record<string, string | number | null>;

const token = createToken();
const key = hashToken(token);

/** A row of a session or a user is right, or wrong in one of these ways. */
const session = fc.record({
	id: fc.constantFrom(key, key, key, key, key.toUpperCase(), 'another'),
	userId: fc.constantFrom<(string | null)[]>('ann', 'ann', 'ann', 'ANN', 'nobody', '', null),
	publicId: fc.constantFrom<(string | null)[]>('public', 'public', 'public', null),
	// In hours from now.
	expiresIn: fc.constantFrom<(number | null)[]>(1, 1, 1, 1, -1, null),
	createdIn: fc.constantFrom<(number | null)[]>(-0.01, -0.01, -0.01, -100, null),
	usedIn: fc.constantFrom<(number | null)[]>(-0.01, -0.01, -0.01, -2, null),
	userAgent: fc.constantFrom<(string | null)[]>('Firefox', null),
	written: fc.constantFrom<('iso' | 'integer')[]>('iso', 'iso', 'integer')
});
const user = fc.record({
	id: fc.constantFrom('ann', 'ann', 'ann', 'ann', 'ANN', 'bob'),
	email: fc.constantFrom<(string | null)[]>('ann@example.com', 'ann@example.com', null),
	name: fc.constantFrom<(string | null)[]>('Ann', null),
	disabledIn: fc.constantFrom<(number | null)[]>(null, null, null, -1),
	written: fc.constantFrom<('iso' | 'integer')[]>('iso', 'iso', 'integer')
});
const users = fc.array(user, { maxLength: 2 });
const world = fc.record({ sessions: fc.array(session, { minLength: 1, maxLength: 3 }), users });
/** An extended client is asked for each key that was to end: where another row has the same one, it says so. */
const distinct = fc.record({
	sessions: fc.uniqueArray(session, { minLength: 1, maxLength: 3, selector: ({ id }) => id }),
	users
});
/** Meeting a disabled user ends all of theirs, which an extended client is asked for by key as well: see `distinct`. */
const ofOneUser = world.map(({ sessions, users }) => ({
	users,
	sessions: sessions.map((one) => ({
		...one,
		userId: sessions.find(({ id }) => id === one.id)!.userId
	}))
}));
type Generated<Of> = Of extends fc.Arbitrary<infer Value> ? Value : never;

describe.each(providers)('SE36: on %s, the two paths to a session give one answer', (provider) => {
	let database: TestDatabase;
	let now: number;

	beforeAll(async () => {
		database = await createDatabase(provider);
		const time = provider === 'postgresql' ? 'TIMESTAMP(3)' : 'DATETIME';
		const statements = Object.entries(LOOSE).flatMap(([table, columns]) => [
			`DROP TABLE "${table}"`,
			`CREATE TABLE "${table}" (${columns
				.map((column) => `"${column}" ${isTime(column) ? time : 'TEXT'}`)
				.join(', ')})`
		]);
		if (provider === 'postgresql') await administer(database.url, ...statements);
		else for (const sql of statements) await database.prisma.$executeRawUnsafe(sql);
	}, 60_000);
	afterAll(() => database.close());

	const open = (prisma: PrismaLike) =>
		createSessions({
			prisma,
			lifetime: { idle: 7200, absolute: 72_000, renewAfter: 3600 },
			columns: { email: true, name: true },
			query: createQuery(20)
		});
	/** Its own statements, and Prisma's own methods: what a client with an extension is asked by. */
	const paths = () => [database.prisma, database.prisma.$extends({})] as const;

	const literal = (value: Row[string], column: string) =>
		value === null
			? 'NULL'
			: typeof value === 'number'
				? String(value)
				: `'${value}'${isTime(column) && provider === 'postgresql' ? '::timestamp' : ''}`;
	const insert = (table: keyof typeof LOOSE, row: Row) =>
		database.prisma.$executeRawUnsafe(
			`INSERT INTO "${table}" VALUES (${LOOSE[table]
				.map((column) => literal(row[column] ?? null, column))
				.join(', ')})`
		);

	/** As Prisma writes it, or as other programs write it to SQLite. */
	function time(hours: number | null, written: 'iso' | 'integer') {
		if (hours === null) return null;
		const date = new Date(now + hours * HOUR);
		if (written === 'integer' && provider === 'sqlite') return date.getTime();
		const iso = date.toISOString();
		return provider === 'sqlite' ? iso.replace('Z', '+00:00') : iso.replace('Z', '');
	}

	async function write({ sessions, users }: Generated<typeof world>) {
		await database.prisma.$executeRawUnsafe('DELETE FROM "Session"');
		await database.prisma.$executeRawUnsafe('DELETE FROM "User"');
		for (const { expiresIn, createdIn, usedIn, written, ...row } of sessions) {
			await insert('Session', {
				...row,
				expiresAt: time(expiresIn, written),
				createdAt: time(createdIn, written),
				lastUsedAt: time(usedIn, written)
			});
		}
		for (const { disabledIn, written, ...row } of users) {
			await insert('User', {
				...row,
				passwordHash: '-',
				disabledAt: time(disabledIn, written),
				createdAt: time(-1, written),
				updatedAt: time(-1, written)
			});
		}
	}

	const rows = () => database.prisma.$queryRawUnsafe('SELECT * FROM "Session" ORDER BY 1, 2, 3, 4');

	/** What a path answers, and what it leaves. When a use is written down depends on the clock. */
	async function outcome(work: () => Promise<unknown>) {
		const left = async () => ((await rows()) as object[]).length;
		try {
			return { answer: withoutTimes(await work()), left: await left() };
		} catch (error) {
			return { error: (error as Error).name, left: await left() };
		}
	}

	test.each([
		['finding it', ofOneUser, (prisma: PrismaLike) => open(prisma).validate(token)],
		['ending it', world, (prisma: PrismaLike) => open(prisma).revoke({ scope: 'current', key })],
		['listing them', world, (prisma: PrismaLike) => open(prisma).list('ann')],
		[
			'ending all of a user',
			distinct,
			(prisma: PrismaLike) => open(prisma).revoke({ scope: 'all', userId: 'ann' })
		],
		[
			'ending one by its public id',
			distinct,
			(prisma: PrismaLike) =>
				open(prisma).revoke({ scope: 'session', userId: 'ann', publicId: 'public' })
		]
	])(
		'whatever is in the tables: %s',
		async (_, worlds, query) => {
			await fc.assert(
				fc.asyncProperty(worlds, async (made) => {
					now = Date.now();
					const outcomes = [];
					for (const prisma of paths()) {
						await write(made);
						outcomes.push(await outcome(() => query(prisma)));
					}
					expect(outcomes[0]).toEqual(outcomes[1]);
				}),
				{ numRuns: RUNS, seed: SEED }
			);
		},
		300_000
	);

	const good = {
		...{ id: key, userId: 'ann', publicId: 'public', userAgent: null },
		...{ expiresIn: 1, createdIn: -0.01, usedIn: -0.01, written: 'iso' as const }
	};

	test('without its user it is no session, and its row goes', async () => {
		for (const prisma of paths()) {
			now = Date.now();
			await write({ sessions: [good], users: [] });
			expect(await open(prisma).validate(token)).toEqual({ status: 'unknown' });
			expect(await rows()).toEqual([]);
		}
	});
});

const withoutTimes = (answer: unknown): unknown =>
	JSON.parse(
		JSON.stringify(answer, (name, value: unknown) =>
			name === 'lastUsedAt' || name === 'expiresAt' ? typeof value : value
		) ?? 'null'
	);
