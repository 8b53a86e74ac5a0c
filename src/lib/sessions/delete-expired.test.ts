import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, providers, type TestDatabase } from '../../../e2e/support/database.js';
import { isAny } from '../../../e2e/support/gate.js';
import { createSessions } from './sessions.js';
import { createQuery, StoreError } from '../database/query.js';

describe.each(providers)('on %s', (provider) => {
	let database: TestDatabase;
	let userId: string;

	beforeEach(async () => {
		database = await createDatabase(provider);
		const ann = { email: 'ann@example.com', passwordHash: '-' };
		userId = (await database.prisma.user.create({ data: ann })).id;
	});
	afterEach(() => database.close());

	const open = () =>
		createSessions({
			prisma: database.prisma,
			lifetime: { idle: 60, absolute: 60, renewAfter: 30 },
			columns: {},
			query: createQuery(30)
		});

	async function expire(count: number) {
		const ids = Array.from({ length: count }, (_, n) => `${count} ${n}`);
		await database.prisma.session.createMany({
			data: ids.map((id) => ({ id, publicId: id, userId, expiresAt: new Date(0) }))
		});
		database.statements.length = 0;
	}
	const texts = () => database.statements.splice(0).filter((sql) => !/^(BEGIN|COMMIT)/.test(sql));

	test.runIf(isAny(provider))(
		'SE41 what is called while a deletion of expired sessions runs joins it: the statements are those of one',
		async () => {
			await expire(501);
			const { deleteExpired } = open();
			const first = deleteExpired();
			const others = [deleteExpired(), deleteExpired()];
			expect(await Promise.all([first, ...others])).toEqual([501, 501, 501]);
			// Two batches, each a SELECT and a DELETE, and a look for disabled users.
			expect(texts()).toHaveLength(5);
		}
	);

	test.runIf(isAny(provider))(
		'SE41 once it has ended, the next call is a deletion of expired sessions of its own',
		async () => {
			const { deleteExpired } = open();
			await expire(1);
			expect(await deleteExpired()).toBe(1);
			await expire(2);
			expect(await deleteExpired()).toBe(2);
		}
	);

	test.runIf(isAny(provider))('SE41 so it is where it has failed', async () => {
		const { deleteExpired } = open();
		await expire(1);
		const rename = (from: string, to: string) =>
			database.prisma.$executeRawUnsafe(`ALTER TABLE "${from}" RENAME TO "${to}"`);
		await rename('Session', 'Away');
		await expect(deleteExpired()).rejects.toThrow(StoreError);
		await rename('Away', 'Session');
		expect(await deleteExpired()).toBe(1);
	});

	test('SE40 SE41 its statements are the same, however many it finds', async () => {
		const { deleteExpired } = open();
		const seen = new Set<string>();
		for (const count of [1, 2, 499, 500, 501]) {
			await expire(count);
			expect(await deleteExpired()).toBe(count);
			for (const sql of texts()) seen.add(sql);
		}
		expect([...seen].map((sql) => sql.split(' ')[0])).toEqual(['SELECT', 'DELETE', 'SELECT']);
	});

	test('SE44: it deletes the sessions of disabled users, however many there are, and nobody else’s', async () => {
		const { deleteExpired } = open();
		const live = { expiresAt: new Date(Date.now() + 60_000) };
		const session = (id: string, userId: string) => ({ id, publicId: id, userId, ...live });
		const make = async (count: number, disabledAt: Date | null) => {
			const ids = Array.from({ length: count }, (_, n) => `${disabledAt ? 'out' : 'in'} ${n}`);
			await database.prisma.user.createMany({
				data: ids.map((id) => ({ id, email: `${id}@example.com`, disabledAt }))
			});
			await database.prisma.session.createMany({
				data: ids.flatMap((id) => [session(`${id} a`, id), session(`${id} b`, id)])
			});
		};
		await make(3, null);
		await make(1, new Date(0));
		expect(await deleteExpired()).toBe(2);
		await database.prisma.user.deleteMany({ where: { disabledAt: new Date(0) } });
		// From then on, and somebody who is to be disabled from a later moment on, is refused by the kit as well.
		await make(501, new Date(Date.now() + 3_600_000));
		expect(await deleteExpired()).toBe(1002);
		expect(await database.prisma.session.count()).toBe(6);
	});
});
