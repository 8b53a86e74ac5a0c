import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../e2e/support/database.js';
import { GuardianError } from '../errors.js';
import { coreModels } from './core-models.js';
import { modelsOf } from './models.js';
import { createQuery } from './query.js';
import { checkedWhere, identityColumns } from './where.js';

const isIdentity = identityColumns(coreModels);

const DATE = new Date('2027-01-01');

describe('SE34 what the kit asks for goes to Prisma as it is', () => {
	test.each([
		{ id: 'a' },
		{ id: { in: ['a', 'b'] } },
		{ id: { in: [] } },
		// Nobody's, and refused where it enters the kit.
		{ userId: '' },
		{ userId: 'ann', NOT: { id: 'a' } },
		{ userId: 'ann', publicId: 'p' },
		{ userId: 'ann', OR: [{ id: 'a' }, { createdAt: { lte: DATE } }] },
		{ id: 'a', publicId: { startsWith: 'lucia:' } },
		{ id: 'a', expiresAt: { gt: DATE } },
		{ email: 'ann@example.com' },
		{ id: 'ann', passwordHash: 'the hash', disabledAt: null }
	])('%j', (where) => {
		expect(checkedWhere(where, isIdentity)).toEqual(where);
	});
});

describe('SE34 a value that no row can have matches none', () => {
	test.each(['a\0', '\0', '\ud800', 'a\udc00b'])('%j', (id) => {
		expect(checkedWhere({ id, userId: 'ann' }, isIdentity)).toEqual({
			id: { in: [] },
			userId: 'ann'
		});
	});
});

describe('SE34 what would mean the rows of others is refused, by its name', () => {
	const ids = ['id', 'userId', 'publicId', 'email', 'passwordHash'];
	const values = [
		...[undefined, null, 5, 5n, true, {}, [], ['a'], DATE, { in: 'a' }],
		...['not', 'contains', 'startsWith', 'gt', 'equals'].flatMap((operator) => [
			{ [operator]: '' },
			{ [operator]: undefined }
		]),
		...[{ not: 'x' }, { in: ['a'], not: 'x' }, { in: undefined }, { in: [undefined] }]
	];

	test.each(ids)('%s', (name) => {
		for (const value of values) {
			for (const where of [{ [name]: value }, { email: 'a', OR: [{ [name]: value }] }]) {
				expect(() => checkedWhere(where, isIdentity), JSON.stringify(value, String)).toThrow(
					expect.objectContaining({
						code: 'ARGUMENT_INVALID',
						message: expect.stringContaining(`.${name}\``)
					})
				);
			}
		}
	});

	test.each([
		[undefined, '`where`'],
		[null, '`where`'],
		[{}, '`where`'],
		[[], '`where`'],
		['ann', '`where`'],
		[{ userId: 'ann', NOT: {} }, '`where.NOT`'],
		[{ userId: 'ann', NOT: [] }, '`where.NOT`'],
		[{ userId: 'ann', AND: undefined }, '`where.AND`'],
		[{ userId: 'ann', OR: [{}] }, '`where.OR.0`'],
		[{ userId: 'ann', expiresAt: undefined }, '`where.expiresAt`'],
		[{ userId: 'ann', expiresAt: {} }, '`where.expiresAt`'],
		[{ userId: 'ann', expiresAt: { gt: undefined } }, '`where.expiresAt.gt`'],
		[{ userId: 'ann', expiresAt: { gt: new Date(NaN) } }, '`where.expiresAt.gt`'],
		[{ userId: 'ann', user: { disabledAt: undefined } }, '`where.user.disabledAt`'],
		[{ expiresAt: { gt: DATE }, user: { id: { not: '' } } }, '`where.user.id`'],
		[
			{ expiresAt: { gt: DATE }, user: { is: { email: { contains: '' } } } },
			'`where.user.is.email`'
		],
		[{ userId: 'ann', user: { OR: [{}] } }, '`where.user.OR.0`'],
		[{ toString: undefined }, '`where.toString`']
	])('%j', (where, name) => {
		expect(() => checkedWhere(where, isIdentity)).toThrow(name);
	});
});

describe('SE34 the app’s own client, with the kit’s names', () => {
	let database: TestDatabase;

	beforeAll(async () => {
		database = await createDatabase();
		const { prisma } = database;
		await prisma.user.create({
			data: { id: 'ann', email: 'ann@example.com', passwordHash: 'the hash' }
		});
		database.statements.length = 0;
	});
	afterAll(() => database.close());

	const models = () =>
		modelsOf(database.prisma, {
			user: { modelName: 'user', fields: {} },
			session: { modelName: 'session', fields: {} }
		});

	test.each(['findUnique', 'findMany', 'updateMany', 'deleteMany'] as const)(
		'%s() of everybody is misuse, not a database that is away, and sends nothing',
		async (method) => {
			const query = createQuery(5);
			for (const args of [undefined, {}, { where: { id: undefined } }, { where: {} }]) {
				for (const model of [models().user, models().session]) {
					const asked = query(() => model[method](args));
					await expect(asked).rejects.toBeInstanceOf(GuardianError);
				}
			}
			expect(database.statements).toEqual([]);
			expect(await database.prisma.user.count()).toBe(1);
			database.statements.length = 0;
		}
	);

	test('a row is found by its id, in one statement', async () => {
		expect(await models().user.findUnique({ where: { id: 'ann' } })).toMatchObject({ id: 'ann' });
		expect(database.statements).toHaveLength(1);
	});
});
