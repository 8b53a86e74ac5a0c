import { copyFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readReplicas } from '@prisma/extension-read-replicas';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase as createTestDatabase } from '../../../e2e/support/database.js';
import type { TestDatabase } from '../../../e2e/support/database.js';
import { connect, type Client } from '../../../prisma/tools/connect.js';
import { createSessions } from '../sessions/sessions.js';
import { createUsers } from '../users/users.js';
import { coreModels } from './core-models.js';
import { createDatabase } from './database.js';
import { modelsOf } from './models.js';
import { createQuery } from './query.js';
import type { ModelNames } from './types.js';

const names: ModelNames = {
	user: { modelName: 'user', fields: {} },
	session: { modelName: 'session', fields: {} }
};
const query = createQuery(20);
const nowhere = { userAgent: null, ipAddress: null };

/** A replica that stays as it is: the file is copied, and nobody writes to the copy. */
describe('SE14: with a read replica that stays behind', () => {
	let database: TestDatabase;
	let replicas: Client[];
	let userId: string;

	const kitOf = (prisma: object) => {
		const models = modelsOf(prisma, names);
		const lifetime = { idle: 600, absolute: 900, renewAfter: 300 };
		return {
			sessions: createSessions<{ id: string }>({
				...{ prisma: models, lifetime, query },
				columns: { email: true }
			}),
			users: createUsers<{ id: string }>({ prisma: models, columns: { email: true }, query }),
			database: createDatabase({
				models,
				names,
				declarations: coreModels,
				query,
				timeoutSeconds: 5
			})
		};
	};
	/** What another instance does, whose reads are up to date. */
	const elsewhere = () => kitOf(database.prisma);
	/** From here on, nothing that is written reaches the replica. */
	async function replicate() {
		const url = `${database.url}.replica-${replicas.length}`;
		await database.prisma.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)');
		await copyFile(fileURLToPath(database.url), fileURLToPath(url));
		const replica = connect(url);
		replicas.push(replica);
		return kitOf(database.prisma.$extends(readReplicas({ replicas: [replica] })));
	}

	beforeEach(async () => {
		database = await createTestDatabase();
		replicas = [];
		const ann = { email: 'ann@example.com', passwordHash: 'old' };
		userId = (await database.prisma.user.create({ data: ann })).id;
	});
	afterEach(async () => {
		for (const replica of replicas) await replica.$disconnect();
		await database.close();
	});

	test('the replica is what answers the app’s own reads', async () => {
		await replicate();
		const extended = database.prisma.$extends(readReplicas({ replicas }));
		await database.prisma.user.deleteMany();
		expect(await extended.user.count()).toBe(1);
	});

	test('a session that was revoked elsewhere is refused, and listed no more', async () => {
		const { token, session } = await elsewhere().sessions.issue(userId, nowhere);
		const { sessions } = await replicate();
		await elsewhere().sessions.revoke({ scope: 'session', userId, publicId: session.id });

		expect(await sessions.validate(token)).toEqual({ status: 'unknown' });
		expect(await sessions.list(userId)).toEqual([]);
		expect(await sessions.ownerOf(sessions.ofToken(token))).toBeNull();
	});

	test('a session that was made elsewhere is accepted, listed, and can be revoked', async () => {
		const { sessions } = await replicate();
		const { token, session } = await elsewhere().sessions.issue(userId, nowhere);

		expect(await sessions.validate(token)).toMatchObject({ status: 'live', user: { id: userId } });
		expect(await sessions.list(userId)).toMatchObject([{ id: session.id }]);
		expect(await sessions.ownerOf(sessions.ofToken(token))).toBe(userId);
		expect(await sessions.revoke(sessions.ofToken(token))).toBe(1);
		expect(await sessions.validate(token)).toEqual({ status: 'unknown' });
	});

	test('a user who was disabled elsewhere is so here', async () => {
		const { token } = await elsewhere().sessions.issue(userId, nowhere);
		const { sessions, users } = await replicate();
		await database.prisma.user.updateMany({ data: { disabledAt: new Date() } });

		expect(await users.findByEmail('ann@example.com')).toMatchObject({ disabled: true });
		expect(await users.findById(userId)).toMatchObject({ disabled: true });
		expect(await sessions.validate(token)).toMatchObject({ status: 'ended', reason: 'disabled' });
	});

	test('a changed password counts at once', async () => {
		const { users } = await replicate();
		await database.prisma.user.updateMany({ data: { passwordHash: 'new' } });

		expect(await users.findByEmail('ann@example.com')).toMatchObject({ passwordHash: 'new' });
	});

	test('a feature reads what was just written, in a transaction and outside of one', async () => {
		const { database: features } = await replicate();
		await database.prisma.user.updateMany({ data: { name: 'Ann' } });
		const read = { where: { email: 'ann@example.com' } };

		expect(await features.query(() => features.model('user').findUnique(read))).toMatchObject({
			name: 'Ann'
		});
		expect(
			await features.transaction(async (model) => (await model('user').findMany(read)) as object[])
		).toMatchObject([{ name: 'Ann' }]);
	});

	test('finding a session takes one statement, as without a replica', async () => {
		const { token } = await elsewhere().sessions.issue(userId, nowhere);
		const { sessions } = await replicate();
		database.statements.length = 0;
		await sessions.validate(token);

		expect(database.statements).toHaveLength(1);
	});

	test('what other extensions do is kept where the one of the replicas is the last', async () => {
		await replicate();
		let calls = 0;
		const first = database.prisma.$extends({
			query: {
				user: {
					findUnique: ({ args, query }) => {
						calls += 1;
						return query(args);
					}
				}
			}
		});
		await kitOf(first.$extends(readReplicas({ replicas }))).users.findByEmail('ann@example.com');
		expect(calls).toBe(1);
	});
});
