import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
	createDatabase as createTestDatabase,
	providers,
	type TestDatabase
} from '../../../e2e/support/database.js';
import { coreModels } from '../database/core-models.js';
import { createDatabase } from '../database/database.js';
import { modelsOf } from '../database/models.js';
import { createQuery } from '../database/query.js';
import { featureMistakes } from '../validate-features.js';
import { tokenModels } from './token-model.js';
import { createTokens, type Tokens } from './tokens.js';

describe.each(providers)('on %s', (provider) => {
	let own: TestDatabase;
	let tokens: Tokens;
	let database: ReturnType<typeof createDatabase>;

	beforeEach(async () => {
		own = await createTestDatabase(provider);
		const names = {
			user: { modelName: 'user', fields: {} },
			session: { modelName: 'session', fields: {} },
			oneTimeToken: { modelName: 'oneTimeToken', fields: {} }
		};
		const declarations = { ...coreModels, ...tokenModels };
		const models = modelsOf(own.prisma, names, declarations);
		database = createDatabase({
			models,
			names,
			declarations,
			query: createQuery(20),
			timeoutSeconds: 20
		});
		tokens = createTokens(database);
	});
	afterEach(async () => {
		vi.useRealTimers();
		await own.close();
	});

	const reset = { purpose: 'reset', userId: 'ann', lifetime: 60 };
	const rows = () => own.prisma.oneTimeToken.findMany();

	test('a token is random, and stored as a hash only', async () => {
		const [one, other] = [await tokens.issue(reset), await tokens.issue(reset)];
		expect(one).toMatch(/^[\w-]{43}$/);
		expect(one).not.toBe(other);
		const stored = JSON.stringify(await rows());
		expect(stored).not.toContain(one);
		for (const { id } of await rows()) {
			expect(id).toMatch(/^[0-9a-f]{64}$/);
			expect(await tokens.consume('reset', id)).toBeNull();
		}
	});

	test('it comes back with what belongs to it, once', async () => {
		const data = { from: 'ann@example.com' };
		const token = await tokens.issue({ ...reset, email: 'new@example.com', data });
		const content = { purpose: 'reset', userId: 'ann', email: 'new@example.com', data };
		expect(await tokens.find('reset', token)).toMatchObject(content);
		expect(await tokens.find('reset', token)).toMatchObject(content);
		expect(await tokens.consume('reset', token)).toMatchObject(content);
		expect(await tokens.find('reset', token)).toBeNull();
		expect(await tokens.consume('reset', token)).toBeNull();
	});

	test('PW6: a token of one purpose is refused for every other, and stays', async () => {
		const purposes = ['reset', 'verify', 'change', 'undo', 'reset ', 'RESET', ''];
		for (const purpose of purposes) {
			const token = await tokens.issue({ ...reset, purpose });
			for (const other of purposes.filter((each) => each !== purpose)) {
				expect(await tokens.find(other, token)).toBeNull();
				expect(await tokens.consume(other, token)).toBeNull();
			}
			expect(await tokens.consume(purpose, token)).not.toBeNull();
		}
	});

	test('PW7: of 20 that use one token at once, one succeeds', async () => {
		const token = await tokens.issue(reset);
		const uses = Array.from({ length: 20 }, () => tokens.consume('reset', token));
		expect((await Promise.all(uses)).filter((content) => content !== null)).toHaveLength(1);
	});

	test('PW7: a transaction that fails has used nothing up', async () => {
		const token = await tokens.issue(reset);
		const failing = database.transaction(async (model) => {
			expect(await tokens.spend('reset', token, model)).toBe(true);
			throw new Error('stopped');
		});
		await expect(failing).rejects.toThrow();
		expect(await tokens.consume('reset', token)).not.toBeNull();
	});

	test.each(['', 'x', 'a'.repeat(42), 'a'.repeat(44), 'ä'.repeat(43), `${'a'.repeat(42)}\0`])(
		'no token, and no statement: %j',
		async (token) => {
			own.statements.length = 0;
			expect(await tokens.consume('reset', token)).toBeNull();
			expect(own.statements).toEqual([]);
		}
	);

	test('once its time is over it is refused, and deleted', async () => {
		const token = await tokens.issue(reset);
		const kept = await tokens.issue({ ...reset, lifetime: 600 });
		vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_001 });
		expect(await tokens.find('reset', token)).toBeNull();
		expect(await tokens.consume('reset', token)).toBeNull();
		expect(await rows()).toHaveLength(2);
		await tokens.deleteExpired();
		expect(await rows()).toHaveLength(1);
		expect(await tokens.consume('reset', kept)).not.toBeNull();
	});

	describe('PW14: those of a user are voided', () => {
		test('all of them, and nobody else’s', async () => {
			const issued = [await tokens.issue(reset), await tokens.issue({ ...reset, purpose: 'undo' })];
			const bobs = await tokens.issue({ ...reset, userId: 'bob' });
			await tokens.voidOf('ann');
			expect(await tokens.find('reset', issued[0]!)).toBeNull();
			expect(await tokens.find('undo', issued[1]!)).toBeNull();
			expect(await tokens.find('reset', bobs)).not.toBeNull();
		});

		test('but for a purpose, of one purpose, or those since a moment', async () => {
			const early = await tokens.issue({ ...reset, purpose: 'undo' });
			vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1000 });
			const since = new Date();
			const late = await tokens.issue({ ...reset, purpose: 'undo' });
			const other = await tokens.issue(reset);
			await tokens.voidOf('ann', { purpose: 'undo', since });
			expect(await tokens.find('undo', early)).not.toBeNull();
			expect(await tokens.find('undo', late)).toBeNull();
			await tokens.voidOf('ann', { except: ['undo'] });
			expect(await tokens.find('reset', other)).toBeNull();
			expect(await tokens.find('undo', early)).not.toBeNull();
		});

		test('without a user nothing is voided, and it throws', async () => {
			await tokens.issue(reset);
			await expect(tokens.voidOf(undefined as unknown as string)).rejects.toThrow();
			expect(await rows()).toHaveLength(1);
		});
	});

	test('PW9: a further token leaves the earlier ones valid; beyond 20 the oldest goes', async () => {
		const issued: string[] = [];
		vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
		for (let count = 0; count < 21; count++) {
			vi.advanceTimersByTime(1);
			issued.push(await tokens.issue(reset));
		}
		const bobs = await tokens.issue({ ...reset, userId: 'bob' });
		const valid = await Promise.all(issued.map((token) => tokens.find('reset', token)));
		expect(valid.map((content) => content !== null)).toEqual([false, ...Array(20).fill(true)]);
		expect(await tokens.find('reset', bobs)).not.toBeNull();
	});

	test('those that can still be used are found, by the user or the address', async () => {
		const undo = { purpose: 'undo', userId: 'ann', email: 'ann@example.com', lifetime: 60 };
		await tokens.issue(undo);
		const idsOf = async (purpose: string, whose: { userId: string } | { email: string }) =>
			(await tokens.outstanding(purpose, whose)).map(({ userId }) => userId);
		expect(await idsOf('undo', { email: 'ann@example.com' })).toEqual(['ann']);
		expect(await idsOf('undo', { userId: 'ann' })).toEqual(['ann']);
		expect(await idsOf('undo', { email: 'bob@example.com' })).toEqual([]);
		expect(await idsOf('undo', { userId: 'bob' })).toEqual([]);
		expect(await idsOf('reset', { email: 'ann@example.com' })).toEqual([]);
		vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_001 });
		expect(await idsOf('undo', { email: 'ann@example.com' })).toEqual([]);
	});

	test('PW17: one that is kept is not deleted for newer ones', async () => {
		const undo = { ...reset, purpose: 'undo', neverReplaced: true };
		const issued: string[] = [];
		for (let count = 0; count < 22; count++) issued.push(await tokens.issue(undo));
		expect(await tokens.find('undo', issued[0]!)).not.toBeNull();
		expect(await rows()).toHaveLength(22);
	});

	test('PW18: one is as old as what it is about, and can be used for its time from now on', async () => {
		const createdAt = new Date(Date.now() - 3_600_000);
		const token = await tokens.issue({ ...reset, createdAt });
		const content = (await tokens.find('reset', token))!;
		expect(content.createdAt).toEqual(createdAt);
		expect(content.expiresAt.getTime()).toBeGreaterThan(Date.now());
		await tokens.voidOf('ann', { since: new Date(createdAt.getTime() + 1) });
		expect(await tokens.find('reset', token)).not.toBeNull();
		await tokens.voidOf('ann', { since: createdAt });
		expect(await tokens.find('reset', token)).toBeNull();
	});

	test('more data than a row should hold is refused', async () => {
		const data = { text: 'x'.repeat(4096) };
		await expect(tokens.issue({ ...reset, data })).rejects.toThrow('4096');
		expect(await rows()).toEqual([]);
	});
});

test('several features list the model of the core, and none brings another one of its name', () => {
	const feature = (id: string, models: object) =>
		({ id, models, setup: () => ({ api: {} }) }) as never;
	const declarations = { ...coreModels, ...tokenModels };
	const [one, two] = [feature('one', tokenModels), feature('two', { ...tokenModels })];
	expect(featureMistakes([one, two], {}, declarations)).toEqual([]);
	const { oneTimeToken } = tokenModels;
	const third = feature('three', { oneTimeToken: { ...oneTimeToken } });
	expect(featureMistakes([one, third], {}, declarations)).toEqual([
		expect.stringContaining('`three` brings the models name `oneTimeToken`')
	]);
});
