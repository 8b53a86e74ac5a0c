import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { providers } from '../../e2e/support/database.js';
import { createEmptyPostgresDatabase } from '../../e2e/support/postgres.js';
import { mysqlTables } from './mysql.js';
import { newDatabase, newDatabaseFile } from './new-database.js';

const TABLES = [
	['guardian', 'Session'],
	['email', 'OutboxMessage'],
	['events', 'GuardianEvent']
] as const;

test.each(providers)(
	'NC6: the package has the SQL of a new database, as the models are, for %s',
	async (provider) => {
		const database = provider === 'sqlite' ? null : await createEmptyPostgresDatabase();
		try {
			for (const [part, table] of TABLES) {
				const sql = await newDatabase(database?.url ?? 'file::memory:', part);
				expect(sql).toContain(`CREATE TABLE "${table}"`);
				expect(
					await readFile(newDatabaseFile(provider, part), 'utf8'),
					'Write it anew with: node prisma/tools/migrate.js tables'
				).toBe(sql);
				if (provider === 'postgresql') {
					expect(await readFile(newDatabaseFile('mysql', part), 'utf8')).toBe(mysqlTables(sql));
				}
			}
		} finally {
			await database?.drop();
		}
	}
);
