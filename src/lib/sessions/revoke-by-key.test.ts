import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { providers } from '../../../e2e/support/database.js';
import {
	createSchemaDatabase,
	type SchemaClient,
	type SchemaDatabase
} from '../../../e2e/support/schemas.js';
import type { ModelNames } from '../database/types.js';
import { modelsOf } from '../database/models.js';
import { createDeleteByKey } from './revoke.js';

const names: ModelNames = {
	user: { modelName: 'authUser', fields: { id: 'uid', email: 'mail' } },
	session: {
		modelName: 'authSession',
		fields: { id: 'hash', publicId: 'shown_id', userId: 'user_id', expiresAt: 'expires' }
	}
};

describe.each(providers)('MI2: on %s, ending a session by its key', (provider) => {
	let database: SchemaDatabase;
	let prisma: SchemaClient<'own-names'>;

	const ender = (client: object = prisma) => createDeleteByKey(modelsOf(client, names));
	const left = async () => {
		const rows = await prisma.authSession.findMany({ orderBy: { hash: 'asc' } });
		return rows.map(({ hash }) => hash);
	};
	/** The one statement that a piece of work takes. */
	async function statementOf(work: () => Promise<unknown>): Promise<string> {
		database.statements.length = 0;
		await work();
		expect(database.statements).toHaveLength(1);
		return database.statements[0]!;
	}
	/** Prisma names the table with each column. */
	const PRISMAS = /auth_sessions\W+hash/;

	beforeAll(async () => {
		database = await createSchemaDatabase(provider, 'own-names');
		prisma = database.client('own-names');
	}, 60_000);
	beforeEach(async () => {
		await prisma.authUser.deleteMany();
		const { uid } = await prisma.authUser.create({
			data: { mail: 'ann@example.com', hashedPassword: '-' }
		});
		await prisma.authSession.createMany({
			data: ['a', 'b', '$1'].map((hash) => ({
				hash,
				shown_id: `shown ${hash}`,
				user_id: uid,
				expires: new Date()
			}))
		});
	});
	afterAll(() => database.close());

	test('SO1: ends this one and no other, by one statement, and says so once', async () => {
		const end = ender();
		expect(await statementOf(async () => expect(await end('a')).toBe(1))).not.toMatch(PRISMAS);
		expect(await left()).toEqual(['$1', 'b']);
		expect(await end('a')).toBe(0);
	});

	test('of many calls at once, one has ended it', async () => {
		const answers = await Promise.all(Array.from({ length: 20 }, () => ender()('b')));
		expect(answers.reduce((sum, answer) => sum + answer)).toBe(1);
	});

	test.each(["' OR 1=1 --", '?', '%', '"', 'A'])(
		'a key is never read as a statement: %s',
		async (key) => {
			expect(await ender()(key)).toBe(0);
			expect(await left()).toHaveLength(3);
		}
	);

	test('steps aside for a client that was extended, whose extension is told', async () => {
		const told: string[] = [];
		const extended = prisma.$extends({
			query: {
				$allOperations({ operation, args, query }) {
					told.push(operation);
					return query(args);
				}
			}
		});
		expect(await statementOf(() => ender(extended)('a'))).toMatch(PRISMAS);
		expect(told).toEqual(['deleteMany']);
		expect(await left()).toEqual(['$1', 'b']);
	});

	test('steps aside where Prisma keeps the relations, and has more to delete', async () => {
		const config = prisma as unknown as { _engineConfig: { inlineSchema: string } };
		const written = config._engineConfig.inlineSchema;
		config._engineConfig.inlineSchema = written.replace(
			/(datasource db \{\n)/,
			'$1  relationMode = "prisma"\n'
		);
		expect(config._engineConfig.inlineSchema).not.toBe(written);
		try {
			expect(await statementOf(() => ender()('a'))).toMatch(PRISMAS);
		} finally {
			config._engineConfig.inlineSchema = written;
		}
	});

	test('RF1: a table that is away is an error, and no reason to step aside', async () => {
		const end = ender();
		await prisma.$executeRawUnsafe('ALTER TABLE "auth_sessions" RENAME TO "away"');
		try {
			await expect(end('a')).rejects.toThrow();
		} finally {
			await prisma.$executeRawUnsafe('ALTER TABLE "away" RENAME TO "auth_sessions"');
		}
		expect(await statementOf(() => end('a'))).not.toMatch(PRISMAS);
		expect(await left()).toEqual(['$1', 'b']);
	});
});
