import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
	connectTo,
	createDatabase,
	providers,
	type TestDatabase
} from '../../../e2e/support/database.js';
import { createQuery, StoreError } from '../database/query.js';
import { createKeptSecret } from './kept-secret.js';

describe.each(providers)('MI2: on %s, the secret that the kit keeps', (provider) => {
	let database: TestDatabase;
	const open = (prisma = database.prisma) =>
		createKeptSecret({ model: prisma.guardianSecret, query: createQuery(5) });

	beforeEach(async () => {
		database = await createDatabase(provider);
	});
	afterEach(async () => {
		vi.restoreAllMocks();
		await database.close();
	});

	test('is made at first use, has 256 random bits, and stays', async () => {
		const [secret] = await open()();
		expect(secret).toMatch(/^[\w-]{43}$/);
		expect(await open()()).toEqual([secret]);
	});

	test('is read once', async () => {
		const secrets = open();
		await secrets();
		database.statements.length = 0;
		await Promise.all([secrets(), secrets()]);
		expect(database.statements).toEqual([]);
	});

	test('is one for all instances, also where they make it at the same time', async () => {
		const clients = await Promise.all(Array.from({ length: 5 }, () => connectTo(database.url)));
		const all = await Promise.all(clients.map((client) => open(client)()));
		await Promise.all(clients.map((client) => client.$disconnect()));
		expect(new Set(all.flat()).size).toBe(1);
		expect(await database.prisma.guardianSecret.count()).toBe(1);
	});

	test('is missed by nobody who has not migrated: it is said what to do, and not with every request', async () => {
		const log = vi.spyOn(console, 'error').mockImplementation(() => {});
		await database.prisma.$executeRawUnsafe('DROP TABLE "GuardianSecret"');
		const secrets = open();
		await expect(Promise.all([secrets(), secrets()])).rejects.toThrow(StoreError);
		await expect(secrets()).rejects.toThrow(StoreError);
		expect(log).toHaveBeenCalledOnce();
		expect(log.mock.calls[0]![0]).toContain('migrate the database, or set the option `secret`');
	});
});
