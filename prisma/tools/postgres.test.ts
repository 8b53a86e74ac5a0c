import { createHash, randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { administer } from '../../e2e/support/postgres.js';
import {
	migrate,
	migrationNames,
	migrationsPlus as copyMigrations
} from '../../e2e/support/migrations.js';
import { deploy, diff } from './migrate.js';
import { migrationsFolder, modelsFolder, writeMigration } from './migrations.js';
import { readPostgresUrl } from './postgres-url.js';

const server = process.env.TEST_DATABASE_URL ?? '';
const ours = migrationsFolder('postgresql');

const ownMigrations = () => migrationNames('postgresql');
const log = () => {};

let folder: string;
let name: string;
let url: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'migrate-'));
	name = `guardian_migrate_${randomBytes(6).toString('hex')}`;
	url = readPostgresUrl(server).sibling(name);
});
afterEach(async () => {
	await administer(server, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
	await rm(folder, { recursive: true, force: true });
});

const sql = (...statements: string[]) => administer(url, ...statements);

/** Everything that makes up the schema, and the record of migrations without its random ids and times. */
async function state() {
	return {
		columns: await sql(
			`SELECT table_name::text, column_name::text, data_type::text, is_nullable::text
			FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2`
		),
		indexes: await sql(
			`SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname`
		),
		migrations: await sql(
			'SELECT migration_name, checksum, applied_steps_count, finished_at IS NULL FROM _prisma_migrations'
		)
	};
}

const addAda = [
	`INSERT INTO "User" ("id", "email", "passwordHash", "updatedAt") VALUES ('u1', 'ada@example.com', 'hash', now())`,
	`INSERT INTO "Session" ("id", "publicId", "userId", "expiresAt") VALUES ('s1', 'p1', 'u1', now())`
];

/** A copy of the migrations, with one more that the test gives. */
const migrationsPlus = (name: string, script: string) =>
	copyMigrations('postgresql', folder, name, script);

/** Runs the command line in a process of its own. */
const run = (args: string[], env: Record<string, string> = {}) =>
	migrate(folder, args, { DATABASE_URL: url, ...env });

describe('MI2: deploy on PostgreSQL', () => {
	test('a missing database is created and migrated', async () => {
		expect(await deploy(url, { log })).toEqual(await ownMigrations());
		await sql(...addAda);
		expect(await sql('SELECT "userId" FROM "Session"')).toEqual([['u1']]);
	});

	test('it records what `prisma migrate deploy` records', async () => {
		await deploy(url, { log });
		const recorded = await Promise.all(
			(await ownMigrations()).map(async (migration) => {
				const text = await readFile(join(ours, migration, 'migration.sql'));
				return [migration, createHash('sha256').update(text).digest('hex'), 1, false];
			})
		);
		expect((await state()).migrations).toEqual(recorded);
	});

	test('a second deploy applies nothing and keeps the rows', async () => {
		await deploy(url, { log });
		await sql(...addAda);
		const before = await state();
		const lines: string[] = [];
		expect(await deploy(url, { log: (line) => lines.push(line) })).toEqual([]);
		expect(lines).toEqual([`${readPostgresUrl(url).name}: up to date`]);
		expect(await state()).toEqual(before);
		expect(await sql('SELECT "id" FROM "Session"')).toEqual([['s1']]);
	});

	test('a pending migration is applied to a database that is in use, also one with semicolons in it', async () => {
		await deploy(url, { log });
		await sql(...addAda);
		const migrations = await migrationsPlus(
			'29990101000000_more',
			`ALTER TABLE "User" ADD COLUMN "extra" TEXT DEFAULT 'a;b';\nDO $$ BEGIN PERFORM 1; PERFORM 2; END $$;`
		);
		expect(await deploy(url, { migrations, log })).toEqual(['29990101000000_more']);
		expect(await sql('SELECT "id", "extra" FROM "User"')).toEqual([['u1', 'a;b']]);
	});

	test('a migration that fails half-way leaves the database as it was, and says why', async () => {
		await deploy(url, { log });
		const before = await state();
		const migrations = await migrationsPlus(
			'29990101000000_bad',
			'CREATE TABLE "Half" ("id" TEXT);\nALTER TABLE "Nope" ADD COLUMN "x" TEXT;'
		);
		await expect(deploy(url, { migrations, log })).rejects.toThrow(
			/is unchanged, because 29990101000000_bad .*relation "Nope" does not exist/s
		);
		expect(await state()).toEqual(before);
		expect(await deploy(url, { log })).toEqual([]);
	});

	test('a database that is ahead of the migrations is left alone', async () => {
		const migrations = await migrationsPlus(
			'29990101000000_more',
			'ALTER TABLE "User" ADD COLUMN "extra" TEXT;'
		);
		await deploy(url, { migrations, log });
		expect(await deploy(url, { log })).toEqual([]);
	});

	test('MI1: many instances that start at once all end with one migrated database', async () => {
		const runs = await Promise.all([
			...Array.from({ length: 4 }, () => run(['deploy'])),
			...Array.from({ length: 4 }, () =>
				deploy(url, { log }).then((applied) => ({
					code: 0,
					stdout: applied.length ? 'applied' : '',
					stderr: ''
				}))
			)
		]);
		expect(runs.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
			Array(8).fill({ code: 0, stderr: '' })
		);
		expect(runs.filter(({ stdout }) => stdout.includes('applied'))).toHaveLength(1);
		expect((await state()).migrations).toHaveLength((await ownMigrations()).length);
	});

	test('`?schema=` keeps apart what shares a database', async () => {
		await deploy(url, { log });
		const other = `${url}?schema=the%20other`;
		expect(await deploy(other, { log })).toEqual(await ownMigrations());
		expect(await deploy(other, { log })).toEqual([]);
		expect(
			await sql(
				`SELECT table_schema::text FROM information_schema.tables WHERE table_name = 'Session' ORDER BY 1`
			)
		).toEqual([['public'], ['the other']]);
	});
});

describe('deploy on PostgreSQL says in one sentence what is wrong, and how to go on', () => {
	async function refusal(env: Record<string, string> = {}) {
		const { code, stdout, stderr } = await run(['deploy'], env);
		expect(code, stdout + stderr).toBe(1);
		expect(stdout).toBe('');
		expect(stderr.trimEnd().split('\n')).toHaveLength(1);
		return stderr;
	}

	/** The same database for another user. */
	function as(user: string, password: string) {
		const other = new URL(url);
		other.username = user;
		other.password = password;
		return other.href;
	}

	test('a database that something else made is refused, named and untouched', async () => {
		await administer(server, `CREATE DATABASE "${name}"`);
		await sql('CREATE TABLE "Invoice" ("id" TEXT)');
		expect(await refusal()).toContain(
			`${readPostgresUrl(url).name} has tables that these migrations did not make`
		);
		expect(await sql(`SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'`)).toEqual([
			['Invoice']
		]);
	});

	test('a migration that Prisma left half-applied is not built upon', async () => {
		await deploy(url, { log });
		await sql('UPDATE _prisma_migrations SET finished_at = NULL');
		expect(await refusal()).toContain('`prisma migrate` left half-applied');
	});

	test('a wrong password is told without it', async () => {
		const message = await refusal({ DATABASE_URL: as(new URL(url).username, 'open-sesame') });
		expect(message).toContain('refuses this user');
		expect(message).not.toContain('open-sesame');
	});

	test('a server that is not there', async () => {
		const message = await refusal({ DATABASE_URL: 'postgresql://ada:open-sesame@127.0.0.1:1/app' });
		expect(message).toContain('PostgreSQL database app on 127.0.0.1:1 cannot be reached');
		expect(message).not.toContain('open-sesame');
	});

	test('a URL that cannot be read is not repeated', async () => {
		const message = await refusal({ DATABASE_URL: 'postgresql://ada:open-sesame@[db/app' });
		expect(message).toContain('DATABASE_URL cannot be read');
		expect(message).not.toContain('open-sesame');
	});

	test('a user who may neither create a database nor migrate one', async () => {
		await administer(server, `CREATE ROLE "${name}" LOGIN PASSWORD 'open-sesame'`);
		try {
			const limited = { DATABASE_URL: as(name, 'open-sesame') };
			expect(await refusal(limited)).toContain('does not exist and could not be created');
			await administer(server, `CREATE DATABASE "${name}"`);
			expect(await refusal(limited)).toMatch(/permission denied|does not allow this user/);
		} finally {
			await administer(server, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
			await administer(server, `DROP ROLE "${name}"`);
		}
	});
});

describe('diff on PostgreSQL', () => {
	test('MI2: the migrations equal the models', async () => {
		expect(await diff(server)).toBe('');
	});

	test('MI2: both engines have migrations of the same models, called the same', async () => {
		const names = await Promise.all(
			(['sqlite', 'postgresql'] as const).map(async (provider) =>
				(await migrationNames(provider)).map((name) => name.replace(/^\d{14}_/, ''))
			)
		);
		expect(names[0]).toEqual(names[1]);
	});

	test('migrations that lag behind the models are told apart, and what it says closes the gap', async () => {
		const models = join(folder, 'models');
		await mkdir(models);
		for (const file of ['schema.prisma', 'guardian.prisma']) {
			await cp(join(modelsFolder, file), join(models, file));
		}
		await writeFile(join(models, 'extra.prisma'), 'model Extra {\n\tid String @id\n}\n');
		const migrations = join(folder, 'migrations');
		await cp(ours, migrations, { recursive: true });

		const gap = await diff(server, { migrations, models });
		expect(gap).toContain('CREATE TABLE "Extra"');
		expect(gap).not.toContain('"User"');
		await writeMigration(migrations, 'postgresql', 'Add extra!', gap);
		expect(await diff(server, { migrations, models })).toBe('');
	});

	test('it leaves no database behind', async () => {
		await diff(server);
		const left = "SELECT count(*)::int FROM pg_database WHERE datname LIKE 'guardian_shadow%'";
		// Other tests compare on the same server at the same time.
		await expect.poll(() => administer(server, left), { timeout: 10_000 }).toEqual([[0]]);
	});
});
