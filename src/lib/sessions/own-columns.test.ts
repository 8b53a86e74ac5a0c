import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { providers } from '../../../e2e/support/database.js';
import {
	createSchemaDatabase,
	OWN_OPTIONS,
	type SchemaClient,
	type SchemaDatabase
} from '../../../e2e/support/schemas.js';
import { guardianAuth } from '../index.js';
import { createToken, hashToken } from './session-token.js';

const PUBLIC = ['createdAt', 'expiresAt', 'id', 'ipAddress', 'lastUsedAt', 'userAgent'];

describe.each(providers)('FR31: on %s, a column of the app’s own with a session', (provider) => {
	let database: SchemaDatabase;
	let prisma: SchemaClient<'own-names'>;

	beforeAll(async () => {
		database = await createSchemaDatabase(provider, 'own-names');
		prisma = database.client('own-names');
		await prisma.authUser.create({
			data: { uid: 1, mail: 'ann@example.com', hashedPassword: '-' }
		});
		for (const label of ['Phone', null]) {
			const hash = hashToken(createToken());
			const expires = new Date(Date.now() + 3_600_000);
			// As an app writes it, by the public id.
			const { shown_id } = await prisma.authSession.create({
				data: { hash, shown_id: `public-${label}`, user_id: 1, expires }
			});
			await prisma.authSession.updateMany({ where: { shown_id, user_id: 1 }, data: { label } });
		}
	}, 60_000);
	afterAll(() => database.close());

	const open = (client: SchemaClient<'own-names'>, select: { label?: true }) =>
		guardianAuth({
			...{ prisma: client, ...OWN_OPTIONS },
			session: { ...OWN_OPTIONS.session, select }
		});
	/** The client that is asked by statements, and one that is asked by Prisma's methods alone. */
	const clients = () =>
		[prisma, prisma.$extends({}) as unknown as SchemaClient<'own-names'>] as const;

	test('is listed where it is chosen, whatever it is called in the database', async () => {
		for (const client of clients()) {
			const listed = await open(client, { label: true }).sessions.list({ id: 1 });
			expect(listed.map(({ id, label }) => [id, label])).toEqual(
				expect.arrayContaining([
					['public-Phone', 'Phone'],
					['public-null', null]
				])
			);
			expect(Object.keys(listed[0]!).sort()).toEqual([...PUBLIC, 'label'].sort());
		}
	});

	test('is not asked for where it is not chosen', async () => {
		for (const client of clients()) {
			database.statements.length = 0;
			const listed = await open(client, {}).sessions.list({ id: 1 });
			expect(Object.keys(listed[0]!).sort()).toEqual(PUBLIC);
			expect(database.statements.join()).not.toContain('device_label');
		}
	});
});
