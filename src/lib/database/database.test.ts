import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@libsql/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase as createTestDatabase } from '../../../e2e/support/database.js';
import type { TestDatabase } from '../../../e2e/support/database.js';
import { PrismaClient } from '../../../prisma/client/client.js';
import { LibSql } from '../libsql.js';
import { coreModels } from './core-models.js';
import { createDatabase } from './database.js';
import { modelsOf } from './models.js';
import { createQuery } from './query.js';
import type { ModelNames } from './types.js';

const names: ModelNames = {
	user: { modelName: 'user', fields: {} },
	session: { modelName: 'session', fields: {} }
};
const SECONDS = 0.5;
/** Longer than a transaction may take. */
const LONG_MS = 800;

const conflict = () => Object.assign(new Error('a deadlock'), { code: 'P2034' });

describe('a transaction whose time is over counts for nothing', () => {
	let tests: TestDatabase;
	let transaction: ReturnType<typeof createDatabase>['transaction'];
	beforeAll(async () => {
		tests = await createTestDatabase();
		const models = modelsOf(tests.prisma, names);
		const query = createQuery(SECONDS);
		({ transaction } = createDatabase({
			...{ models, names, declarations: coreModels, query, timeoutSeconds: SECONDS }
		}));
	});
	beforeEach(() => tests.prisma.user.deleteMany());
	afterAll(() => tests.close());

	const cases: [string, (attempt: number) => Promise<void>][] = [
		['its work takes too long', () => sleep(LONG_MS)],
		[
			'it is called off by the database after that',
			async () => {
				await sleep(LONG_MS);
				throw conflict();
			}
		],
		[
			'it is called off before that, and its second attempt takes too long',
			async (attempt) => {
				if (attempt === 1) throw conflict();
				await sleep(LONG_MS);
			}
		]
	];
	test.each(cases)('%s', async (_, work) => {
		let attempts = 0;
		const failing = transaction(async (model) => {
			attempts++;
			await model('user').create({ data: { email: `ann${attempts}@example.com` } });
			await work(attempts);
		});
		await expect(failing).rejects.toMatchObject({ name: 'StoreError' });
		const begun = attempts;
		await sleep(2 * LONG_MS);
		expect(await tests.prisma.user.count()).toBe(0);
		expect(attempts).toBe(begun);
	});

	test('one that is called off in time is run again', async () => {
		let attempts = 0;
		await transaction(async (model) => {
			await model('user').create({ data: { email: 'ann@example.com' } });
			if (++attempts < 3) throw conflict();
		});
		expect(await tests.prisma.user.count()).toBe(1);
	});
});

describe('a transaction on an SQLite file that another process writes to', () => {
	let tests: TestDatabase;
	let transaction: ReturnType<typeof createDatabase>['transaction'];
	let other: ReturnType<typeof createClient>;
	const LIMIT_SECONDS = 1.5;
	beforeEach(async () => {
		tests = await createTestDatabase();
		other = createClient({ url: tests.url });
		const models = modelsOf(tests.prisma, names);
		const query = createQuery(LIMIT_SECONDS);
		({ transaction } = createDatabase({
			...{ models, names, declarations: coreModels, query, timeoutSeconds: LIMIT_SECONDS }
		}));
	});
	afterEach(async () => {
		other.close();
		await tests.close();
	});
	const create = (email: string) =>
		transaction(async (model) => {
			await model('user').create({ data: { email, passwordHash: '-' } });
		});
	/** What every other process sees. */
	const emails = async () =>
		(await other.execute('SELECT email FROM "User" ORDER BY email')).rows.map(({ email }) => email);

	test('waits for its turn', async () => {
		const lock = await other.transaction('write');
		const created = create('ann@example.com');
		await sleep(300);
		lock.close();
		await created;
		expect(await emails()).toEqual(['ann@example.com']);
	});

	test('also where it has read before it writes, and the other one has written meanwhile', async () => {
		let attempts = 0;
		await transaction(async (model) => {
			await model('user').findMany({ where: { email: 'bob@example.com' } });
			if (++attempts === 1)
				await other.execute('INSERT INTO "User" (id, email, updatedAt) VALUES (1, 2, 3)');
			await model('user').create({ data: { email: 'ann@example.com', passwordHash: '-' } });
		});
		expect(attempts).toBe(2);
		expect(await emails()).toEqual(['2', 'ann@example.com']);
	});

	test('has failed when its time is over, and is not done later', async () => {
		const lock = await other.transaction('write');
		const started = performance.now();
		await expect(create('ann@example.com')).rejects.toMatchObject({ name: 'StoreError' });
		expect(performance.now() - started).toBeLessThan(LIMIT_SECONDS * 1000 + 500);
		lock.close();
		await sleep(500);
		expect(await emails()).toEqual([]);
		await create('bob@example.com');
		expect(await emails()).toEqual(['bob@example.com']);
	});
});

describe('a transaction has the time that the kit waits for the database, whatever the client’s own is', () => {
	let tests: TestDatabase;
	let prisma: PrismaClient;
	beforeEach(async () => {
		tests = await createTestDatabase();
		prisma = new PrismaClient({
			adapter: new LibSql({ url: tests.url }),
			// Prisma's defaults are 5 s and 2 s.
			transactionOptions: { timeout: 200, maxWait: 100 }
		});
	});
	afterEach(async () => {
		await prisma.$disconnect();
		await tests.close();
	});
	const create = (pauseMs: number) => {
		const models = modelsOf(prisma, names);
		const options = { models, names, declarations: coreModels, timeoutSeconds: 5 };
		return createDatabase({ ...options, query: createQuery(5) }).transaction(async (model) => {
			await sleep(pauseMs);
			await model('user').create({ data: { email: 'ann@example.com', passwordHash: '-' } });
		});
	};

	test('for its statements', async () => {
		await create(600);
		expect(await tests.prisma.user.count()).toBe(1);
	});

	test('and for a free connection', async () => {
		const other = prisma.$transaction(() => sleep(600), { timeout: 5000 });
		await create(0);
		await other;
		expect(await tests.prisma.user.count()).toBe(1);
	});
});
