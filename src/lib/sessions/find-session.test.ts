import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import fc from 'fast-check';
import { providers, type Provider } from '../../../e2e/support/database.js';
import { runs } from '../../../e2e/support/gate.js';
import {
	createSchemaDatabase,
	type SchemaClient,
	type SchemaDatabase
} from '../../../e2e/support/schemas.js';
import type { ModelNames, PrismaLike } from '../database/types.js';
import { modelsOf } from '../database/models.js';
import { createFindSession } from './find-session.js';

const RUNS = runs(60, 100);
const SEED = Number(process.env.GUARDIAN_SEED ?? 1);

const names: ModelNames = {
	user: { modelName: 'account', fields: { id: 'number' } },
	session: { modelName: 'session', fields: {} }
};

type Columns = Record<string, fc.Arbitrary<unknown>>;

// Neither engine keeps a zero in a text, nor half a character.
const text = fc
	.string({ unit: 'grapheme', maxLength: 20 })
	.map((value) => value.replaceAll('\0', ''));
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
// Prisma rounds what it writes, so the largest would be too large.
const float = fc.double({ noNaN: true, min: -1e307, max: 1e307 });
const decimal = fc
	.tuple(fc.maxSafeInteger(), fc.nat(9))
	.map(([digits, places]) => `${digits}e-${places}`);
const time = fc.date({
	min: new Date('0001-01-01'),
	max: new Date('9999-12-31'),
	noInvalidDate: true
});
const json = fc
	.oneof(
		text,
		fc.boolean(),
		fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 3 }),
		fc.dictionary(fc.constantFrom('a', 'B', 'toString', '0'), fc.jsonValue({ maxDepth: 1 }))
	)
	.map((value) => JSON.parse(JSON.stringify(value).replaceAll('\\u0000', '')) as unknown);

const both: Columns = {
	name: text,
	disabledAt: time,
	flag: fc.boolean(),
	int: int32,
	big: fc.maxSafeInteger().map(BigInt),
	float,
	decimal,
	time,
	json,
	role: fc.constantFrom('MEMBER', 'ADMIN')
};

const list = (each: fc.Arbitrary<unknown>) => fc.array(each, { maxLength: 4 });

const columns: Record<Provider, Columns> = {
	sqlite: both,
	postgresql: {
		...both,
		big: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
		strings: list(text),
		day: time,
		clock: time,
		zoned: time,
		uuid: fc.uuid(),
		char: fc.string({ unit: fc.constantFrom('a', 'ß', '語'), maxLength: 5 }),
		small: fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 }),
		real: float.map((value) => Math.fround(value / 1e300)),
		written: json
	}
};

const unsupported: Record<Provider, string[]> = {
	sqlite: ['rank', 'bytes'],
	postgresql: [
		...['rank', 'bytes', 'flags', 'ints', 'bigs', 'floats', 'decimals', 'times', 'jsons', 'blobs'],
		'roles'
	]
};

describe.each(providers)('MI2: on %s, finding a session by one statement', (provider) => {
	let database: SchemaDatabase;
	let prisma: SchemaClient<'column-types'>;
	/** Whose statements nobody watches: they go to its driver directly. */
	let unwatched: SchemaClient<'column-types'>;
	const ids = { number: 1_234_567_890_123n, key: 'the key' };
	const session = {
		id: ids.key,
		publicId: 'public',
		userId: ids.number,
		createdAt: new Date('2026-01-01T00:00:00.001Z'),
		lastUsedAt: new Date('2026-01-02T00:00:00.020Z'),
		expiresAt: new Date('2026-01-03T00:00:00.300Z'),
		userAgent: 'Firefox',
		ipAddress: null
	};

	const selected = (...more: string[]) =>
		Object.fromEntries(['id', 'email', ...more].map((column) => [column, true as const]));
	const finder = (client: object, select: Record<string, true>) =>
		createFindSession(modelsOf(client, names), select);
	/** As Prisma answers it: a client with an extension is asked by its own methods. */
	const plainly = (select: Record<string, true>) => finder(prisma.$extends({}), select);
	const write = (data: object) => prisma.account.updateMany({ data });
	const sql = (statement: string) =>
		prisma.$executeRawUnsafe(
			provider === 'sqlite'
				? statement
				: statement
						.replace('"App users', '"people"."App users')
						.replace('"Sessions"', '"sign ins"."Sessions"')
		);

	async function counted<T>(work: () => Promise<T>): Promise<{ answer: T; statements: number }> {
		database.statements.length = 0;
		const answer = await work();
		return { answer, statements: database.statements.length };
	}

	async function outcome(work: () => Promise<unknown>): Promise<unknown> {
		try {
			return { answer: await work() };
		} catch (error) {
			const { name, code } = error as Error & { code?: string };
			return { error: `${name} ${code}` };
		}
	}

	beforeAll(async () => {
		// The time of day in a column is UTC's, wherever the server stands.
		vi.stubEnv('TZ', 'America/New_York');
		database = await createSchemaDatabase(provider, 'column-types');
		prisma = database.client('column-types');
		unwatched = database.client('column-types', { isLogged: false });
		await unwatched.$connect();
	}, 60_000);
	beforeEach(async () => {
		await prisma.account.deleteMany();
		await prisma.account.create({
			data: { number: ids.number, email: 'ann@example.com', passwordHash: '-', role: 'ADMIN' }
		});
		await prisma.session.create({ data: session });
	});
	afterAll(async () => {
		vi.unstubAllEnvs();
		await database.close();
	});

	test('is one statement, where Prisma’s own method takes two', async () => {
		const found = await counted(() => finder(prisma, selected('name'))(ids.key));
		const plain = await counted(() => plainly(selected('name'))(ids.key));

		expect(found.statements).toBe(1);
		expect(plain.statements).toBe(2);
		expect(found.answer).toStrictEqual({
			...session,
			userId: String(ids.number),
			user: { id: String(ids.number), email: 'ann@example.com', name: null }
		});
		expect(plain.answer).toStrictEqual(found.answer);
	});

	test('a session that is not there is none, also with one statement', async () => {
		const { answer, statements } = await counted(() => finder(prisma, selected())('another'));

		expect(answer).toBeNull();
		expect(statements).toBe(1);
	});

	test.each(["' OR 1=1 --", '$1', '?', '%', '"'])(
		'a key is never read as a statement: %s',
		async (key) => {
			expect(await finder(prisma, selected())(key)).toBeNull();
		}
	);

	test('gives what Prisma gives, in value and type, whatever is in the user’s columns', async () => {
		const select = selected(...Object.keys(columns[provider]));
		const row = fc.record(
			Object.fromEntries(
				Object.entries(columns[provider]).map(([name, values]) => [
					name,
					name === 'strings' ? values : fc.option(values, { freq: 10 })
				])
			)
		);
		await fc.assert(
			fc.asyncProperty(row, async (data) => {
				// JSON’s own `null` is another value to Prisma than none.
				const stored = Object.entries(data).filter(([, value]) => value !== null);
				await prisma.account.deleteMany();
				await prisma.account.create({
					data: {
						...{ number: ids.number, email: 'ann@example.com', passwordHash: '-' },
						...Object.fromEntries(stored)
					} as never
				});
				await prisma.session.create({ data: session });

				const plain = await plainly(select)(ids.key);
				const { answer, statements } = await counted(() => finder(prisma, select)(ids.key));
				expect(answer).toStrictEqual(plain);
				expect(statements).toBe(1);
				expect(await finder(unwatched, select)(ids.key)).toStrictEqual(plain);
			}),
			{ numRuns: RUNS, seed: SEED }
		);
	}, 300_000);

	test.each(unsupported[provider])(
		'steps aside for what it cannot be sure of: %s',
		async (column) => {
			await write({ rank: 'LOW' });
			const select = selected(column);
			const { answer, statements } = await counted(() => finder(prisma, select)(ids.key));

			const plain = await plainly(select)(ids.key);
			expect(answer).toStrictEqual(plain);
			expect(statements).toBe(2);
			expect(await finder(unwatched, select)(ids.key)).toStrictEqual(plain);
		}
	);

	test('steps aside for a client that is more than a client, or less', async () => {
		const proxy = new Proxy(prisma, {});
		const spread = { account: prisma.account, session: prisma.session };
		const omitting = Object.create(prisma, {
			_globalOmit: { value: { session: { userAgent: true } } }
		});
		for (const client of [prisma.$extends({ name: 'log' }), proxy, spread, omitting]) {
			const { answer, statements } = await counted(() => finder(client, selected())(ids.key));
			expect(answer).toMatchObject({ user: { email: 'ann@example.com' } });
			expect(statements).toBe(2);
		}
		await prisma.$transaction(async (transaction) => {
			const { statements } = await counted(() => finder(transaction, selected())(ids.key));
			expect(statements).toBe(2);
		});
	});

	test('steps aside where the client does not say how it calls its tables', async () => {
		for (const missing of ['_runtimeDataModel', '_engineConfig', '_activeProvider']) {
			const client: object = new Proxy(prisma, {
				get: (target, name) =>
					name === '_appliedParent'
						? client
						: name === missing
							? undefined
							: Reflect.get(target, name)
			});
			const { answer, statements } = await counted(() => finder(client, selected())(ids.key));
			expect(answer).toMatchObject({ user: { email: 'ann@example.com' } });
			expect(statements).toBe(2);
		}
	});

	test('a value that it is not sure of is Prisma’s to read, then and from then on', async () => {
		const [column, value] = provider === 'sqlite' ? ['json', "'5'"] : ['The time', "'infinity'"];
		await sql(`UPDATE "App users" SET "${column}" = ${value}`);
		const select = selected(column === 'json' ? column : 'time');
		const find = finder(prisma, select);
		const plain = await plainly(select)(ids.key);

		const first = await counted(() => find(ids.key));
		expect(first.answer).toStrictEqual(plain);
		expect(first.statements).toBe(3);
		expect((await counted(() => find(ids.key))).statements).toBe(2);
	});

	test('a table that is away is the database’s fault, and no reason to step aside', async () => {
		const find = finder(prisma, selected());
		await sql('ALTER TABLE "Sessions" RENAME TO "Away"');
		try {
			const plain = await outcome(() => plainly(selected())(ids.key));
			expect(plain).toMatchObject({ error: expect.any(String) });
			expect(await outcome(() => find(ids.key))).toEqual(plain);
			expect(await outcome(() => finder(unwatched, selected())(ids.key))).toEqual(plain);
		} finally {
			const there = provider === 'sqlite' ? '"Away"' : '"sign ins"."Away"';
			await prisma.$executeRawUnsafe(`ALTER TABLE ${there} RENAME TO "Sessions"`);
		}
		expect((await counted(() => find(ids.key))).statements).toBe(1);
	});

	test
		.runIf(provider === 'sqlite')
		.each([
			'2026-11-22T10:00:00.123+00:00',
			'2026-11-22T10:00:00Z',
			'2026-11-22T10:00:00.123456+02:00',
			'2026-11-22 10:00:00',
			'2026-11-22 10:00:00.5',
			'2026-11-22T10:00:00',
			'2026-11-22',
			'10:00:00',
			1_795_342_800_123,
			-1,
			0,
			1.5,
			2026,
			'yesterday',
			''
		])('a time that another program has written is read as Prisma reads it: %j', async (value) => {
		await prisma.$executeRawUnsafe(`UPDATE "App users" SET "The time" = ?`, value);
		await prisma.$executeRawUnsafe(`UPDATE "Sessions" SET "createdAt" = ?`, value);

		const plain = await outcome(() => plainly(selected('time'))(ids.key));
		for (const client of [prisma, unwatched]) {
			expect(await outcome(() => finder(client, selected('time'))(ids.key))).toStrictEqual(plain);
		}
	});

	test.runIf(provider === 'sqlite').each([
		['flag', 2],
		['flag', 'TRUE'],
		['flag', 0.5],
		['order', 'many'],
		['order', 1.5],
		['order', 2 ** 40],
		['big', 1.5],
		['big', '9007199254740993'],
		['decimal', '0.12345678901234567'],
		['float', '0.12345678901234567'],
		['Full name', 'a\0b'],
		['Full name', '"\\\u2028\ud83d'],
		['float', 'many'],
		['decimal', 'many'],
		['json', '{'],
		['json', '0.12345678901234567'],
		['json', 'null'],
		['Full name', Buffer.from('blob')],
		['role', 'NOBODY']
	])('so is what does not belong in a column: %s, %j', async (column, value) => {
		await prisma.$executeRawUnsafe(`UPDATE "App users" SET "${column}" = ?`, value);
		const field = { 'Full name': 'name', order: 'int' }[column] ?? column;
		const select = selected(field);

		const plain = await outcome(() => plainly(select)(ids.key));
		for (const client of [prisma, unwatched]) {
			expect(await outcome(() => finder(client, select)(ids.key))).toStrictEqual(plain);
		}
	});

	test.runIf(provider === 'postgresql').each([
		['time', "'infinity'"],
		['time', "'0044-03-15 12:00:00 BC'"],
		['time', "'2026-11-22 10:00:00.123456'"],
		['zoned', "'2026-11-22 10:00:00.123456+05:30'"],
		['zoned', "'12026-11-22 10:00:00+00'"],
		['zoned', "'2026-11-22 10:00:00+00'"],
		['day', "'12026-11-22'"],
		['day', "'0044-03-15 BC'"],
		['day', "'2026-11-22'"],
		['clock', "'24:00:00'"],
		['clock', "'23:59:59.999'"],
		['float', "'NaN'"],
		['float', "'-Infinity'"],
		['decimal', "'NaN'"],
		['json', "'null'"],
		['json', "'5'"],
		['strings', 'NULL'],
		['strings', "'{a,NULL}'"],
		['strings', "'{{a,b},{c,d}}'"]
	])(
		'what Prisma itself writes to no column is read as Prisma reads it: %s, %s',
		async (column, value) => {
			const name = column === 'time' ? `"The time"` : `"${column}"`;
			await sql(`UPDATE "App users" SET ${name} = ${value}`);

			const plain = await outcome(() => plainly(selected(column))(ids.key));
			for (const client of [prisma, unwatched]) {
				expect(await outcome(() => finder(client, selected(column))(ids.key))).toStrictEqual(plain);
			}
		}
	);

	test('is found by the kit’s names where a model has them too', async () => {
		const swapped: PrismaLike = modelsOf(prisma, {
			...names,
			user: { modelName: 'account', fields: { id: 'number', email: 'name', name: 'email' } }
		});
		await write({ name: 'the name' });
		const { answer, statements } = await counted(() =>
			createFindSession(swapped, selected('name'))(ids.key)
		);

		expect(answer).toMatchObject({ user: { email: 'the name', name: 'ann@example.com' } });
		expect(statements).toBe(1);
	});
});
