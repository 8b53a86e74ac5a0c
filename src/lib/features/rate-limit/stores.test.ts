import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
	createDatabase,
	isMysql,
	providers,
	type TestDatabase
} from '../../../../e2e/support/database.js';
import { isAny } from '../../../../e2e/support/gate.js';
import {
	createSchemaDatabase,
	OWN_NAMES,
	type SchemaDatabase
} from '../../../../e2e/support/schemas.js';
import { startRedis, type RedisServer } from '../../../../e2e/support/redis.js';
import { coreModels } from '../../database/core-models.js';
import { createDatabase as createAccess } from '../../database/database.js';
import { modelsOf } from '../../database/models.js';
import { createQuery } from '../../database/query.js';
import type { ModelNames } from '../../database/types.js';
import type { CounterStore } from './counter-store.js';
import { createDatabaseStore } from './database-store.js';
import { createMemoryStore } from './memory-store.js';
import { rateLimitModels } from './rate-limit-model.js';
import { createRedisStore } from './redis-store.js';

const declarations = { ...coreModels, ...rateLimitModels };
const plain = (modelName: string) => ({ modelName, fields: {} });
const KIT_NAMES: ModelNames = {
	user: plain('user'),
	session: plain('session'),
	rateLimit: plain('rateLimit')
};

const OWN = {
	...OWN_NAMES,
	rateLimit: {
		modelName: 'authLimit',
		fields: { id: 'hash', points: 'tries', expiresAt: 'over' }
	}
};

function storeIn(prisma: object, names = KIT_NAMES) {
	const models = modelsOf(prisma, names, declarations);
	const query = createQuery(5);
	const options = { models, names, declarations, query, timeoutSeconds: 5 };
	return createDatabaseStore(models, createAccess(options));
}

/** What every store has to do. `shortest` is a window in seconds. */
function describeStore(open: () => CounterStore, shortest = 0.1) {
	let store: CounterStore;
	let key: string;
	beforeEach(() => {
		store = open();
		key = randomUUID();
	});
	const points = async (seconds = 60) => (await store.add([{ key, seconds }]))[0]!.points;

	test('counts, several at once, in the order that is asked for', async () => {
		await store.add([{ key: `${key} b`, seconds: 60 }]);
		const counts = await store.add([
			{ key: `${key} b`, seconds: 60 },
			{ key: `${key} a`, seconds: 300 }
		]);

		expect(counts.map(({ points }) => points)).toEqual([2, 1]);
		const [one, other] = counts.map(({ until }) => (until - Date.now()) / 1000);
		expect(one).toBeGreaterThan(50);
		expect(one).toBeLessThanOrEqual(61);
		expect(other).toBeGreaterThan(290);
	});

	test('RL1: sixty at once are sixty, over two stores', async () => {
		const second = open();
		const counts = await Promise.all(
			Array.from({ length: 60 }, (_, n) => (n % 2 ? store : second).add([{ key, seconds: 60 }]))
		);

		expect(counts.map(([one]) => one!.points).sort((a, b) => a - b)).toEqual(
			Array.from({ length: 60 }, (_, n) => n + 1)
		);
	});

	test('RL6: a window ends when it was to end, however often it is counted', async () => {
		const [first] = await store.add([{ key, seconds: 60 }]);
		const [second] = await store.add([{ key, seconds: 60 }]);

		expect(Math.abs(second!.until - first!.until)).toBeLessThan(1000);
	});

	test('begins a new window when the last is over', async () => {
		await store.set({ key, seconds: 60 }, 7);
		expect(await points()).toBe(8);
		await store.set({ key, seconds: shortest }, 8);
		await expect.poll(() => store.get(key), { interval: 10, timeout: 3000 }).toBeNull();
		expect(await points()).toBe(1);
	});

	test('gives back, sets, reads and removes', async () => {
		await store.giveBack(key);
		await points();
		await points();
		await store.giveBack(key);
		expect(await store.get(key)).toMatchObject({ points: 1 });
		await store.set({ key, seconds: 60 }, 1000);
		expect(await points()).toBe(1001);
		await store.remove([key, 'another']);
		expect(await store.get(key)).toBeNull();
		expect(await points()).toBe(1);
	});
}

describe('the store in memory', () => {
	const shared = createMemoryStore();
	describeStore(() => shared);

	test('drops the oldest counts beyond its size', async () => {
		const small = createMemoryStore(10);
		for (let n = 0; n < 12; n++) await small.add([{ key: `${n}`, seconds: 60 }]);

		expect(await small.get('0')).toBeNull();
		expect(await small.get('11')).toMatchObject({ points: 1 });
	});
});

describe.each(providers)('MI2: the store on %s', (provider) => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await createDatabase(provider);
	});
	afterAll(() => database.close());
	afterEach(() => vi.restoreAllMocks());

	describe('by one statement', () => {
		describeStore(() => storeIn(database.prisma));

		test.skipIf(isMysql)('is one, however many counters there are', async () => {
			database.statements.length = 0;
			await storeIn(database.prisma).add([
				{ key: 'x', seconds: 60 },
				{ key: 'y', seconds: 60 }
			]);
			expect(database.statements).toHaveLength(1);
		});
	});

	describe('through a client with an extension', () => {
		describeStore(() => storeIn(database.prisma.$extends({ name: 'mine' })));
	});

	describe('under names of the app’s own', () => {
		let own: SchemaDatabase;
		beforeAll(async () => {
			own = await createSchemaDatabase(provider, 'own-names');
		});
		afterAll(() => own.close());

		describe('by one statement', () => {
			describeStore(() => storeIn(own.client('own-names'), OWN));
		});
		describe.runIf(isAny(provider))('through a client with an extension', () => {
			describeStore(() => storeIn(own.client('own-names').$extends({ name: 'mine' }), OWN));
		});
	});

	test('deletes what is over, and nothing else', async () => {
		await database.prisma.rateLimit.deleteMany();
		await database.prisma.rateLimit.createMany({
			data: Array.from({ length: 1100 }, (_, n) => ({
				id: `${n}`,
				points: 1,
				expiresAt: n ? 1 : 9e15
			}))
		});
		await storeIn(database.prisma).deleteExpired();

		expect(await database.prisma.rateLimit.findMany({ select: { id: true } })).toEqual([
			{ id: '0' }
		]);
	});

	test('deletes it while it is used, too', async () => {
		await database.prisma.rateLimit.deleteMany();
		const store = storeIn(database.prisma);
		await store.set({ key: 'old', seconds: -1 }, 1);
		await store.add([{ key: 'new', seconds: 3600 }]);
		expect(await database.prisma.rateLimit.count()).toBe(2);
		const later = Date.now() + 11 * 60_000;
		vi.spyOn(Date, 'now').mockReturnValue(later);
		await store.add([{ key: 'new', seconds: 3600 }]);

		await expect.poll(() => database.prisma.rateLimit.count()).toBe(1);
	});
});

const redis = await startRedis();
afterAll(() => redis?.stop());

describe.skipIf(!redis).each(['redis', 'ioredis'] as const)('the store in Redis, by %s', (name) => {
	let client: Awaited<ReturnType<RedisServer['connect']>>;
	beforeAll(async () => {
		client = await redis!.connect(name);
		await client.flushAll();
	});
	afterAll(() => client.close());

	// Redis counts the end of a window in whole seconds.
	describeStore(() => createRedisStore(client.client, createQuery(5)), 1);
});
