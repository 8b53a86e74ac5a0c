import { createHash, randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
	migrate,
	migrationNames,
	migrationsPlus as copyMigrations
} from '../../e2e/support/migrations.js';
import { administer } from '../../e2e/support/postgres.js';
import { runs } from '../../e2e/support/gate.js';
import { MigrationError } from './errors.js';
import { deploy, diff } from './migrate.js';
import { migrationsFolder, modelsFolder, writeMigration } from './migrations.js';
import { readPostgresUrl } from './postgres-url.js';
import { providers, type Provider } from './provider.js';
import { databaseUrl } from './url.js';

const server = process.env.TEST_DATABASE_URL ?? '';
const log = () => {};

/** How many processes migrate one database at once, beside four calls in this one. */
const PROCESSES = runs(2, 4);

let folder: string;
let file: string;
let database: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'migrate here-'));
	file = join(folder, 'data', 'test.db');
	database = `guardian_migrate_${randomBytes(6).toString('hex')}`;
});
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

/** Runs SQL on a connection of its own, and returns the rows of the last statement. */
async function onSqlite(url: string, ...statements: string[]): Promise<unknown[][]> {
	const client = new PrismaLibSql({ url }).createClient({ url });
	try {
		const results = [];
		for (const statement of statements) results.push(await client.execute(statement));
		return results.at(-1)!.rows.map((row) => Object.values({ ...row }));
	} finally {
		client.close();
	}
}

const SCHEMA = {
	sqlite: ['SELECT type, name, sql FROM sqlite_master ORDER BY name', 'PRAGMA integrity_check'],
	postgresql: [
		`SELECT table_name::text, column_name::text, data_type::text, is_nullable::text
		FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2`,
		`SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname`
	]
};

/** A database of an engine, which does not exist yet. */
function engine(provider: Provider) {
	const isFile = provider === 'sqlite';
	const url = isFile ? databaseUrl(`file:${file}`) : readPostgresUrl(server).sibling(database);
	const sql = (...statements: string[]) => (isFile ? onSqlite : administer)(url, ...statements);
	return {
		url,
		sql,
		name: isFile ? file : readPostgresUrl(url).name,
		/** Everything that makes up the schema, and the record of migrations without its random ids and times. */
		state: async () => ({
			schema: await Promise.all(SCHEMA[provider].map((query) => sql(query))),
			migrations: await sql(
				`SELECT migration_name, checksum, applied_steps_count, logs, rolled_back_at,
				length(id), finished_at >= started_at FROM _prisma_migrations ORDER BY migration_name`
			)
		}),
		create: () =>
			isFile ? mkdir(join(folder, 'data')) : administer(server, `CREATE DATABASE "${database}"`),
		/** A copy of the migrations, with one more that the test gives. */
		migrationsPlus: (name: string, script: string) =>
			copyMigrations(provider, folder, name, script),
		addAda: () =>
			sql(
				`INSERT INTO "User" ("id", "email", "passwordHash", "updatedAt") VALUES ('u1', 'ada@example.com', 'hash', CURRENT_TIMESTAMP)`,
				`INSERT INTO "Session" ("id", "publicId", "userId", "expiresAt") VALUES ('s1', 'p1', 'u1', CURRENT_TIMESTAMP)`
			),
		/** Runs the command line in a process of its own. */
		run: (args: string[], env: Record<string, string> = {}) =>
			migrate(folder, args, { DATABASE_URL: url, ...env })
	};
}
type Engine = ReturnType<typeof engine>;

/** What `deploy` says, in one line, when it refuses. */
async function refusal(url: string) {
	const error: unknown = await deploy(url, { log }).catch((thrown: unknown) => thrown);
	// The command prints no more of it than its message.
	expect(error).toBeInstanceOf(MigrationError);
	const { message } = error as MigrationError;
	expect(message.split('\n')).toHaveLength(1);
	return message;
}

describe.each(providers)('MI2: deploy on %s', (provider) => {
	let on: Engine;
	beforeEach(() => {
		on = engine(provider);
	});
	afterEach(async () => {
		if (provider === 'sqlite') return;
		await administer(server, `DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
	});

	test('a missing database is created with its folder, and migrated', async () => {
		const applied = await deploy(on.url, { log });
		expect(applied).toEqual(await migrationNames(provider));
		expect(applied[0]).toMatch(/^\d{14}_init$/);
		await on.addAda();
		expect(await on.sql('SELECT "userId" FROM "Session"')).toEqual([['u1']]);
	});

	test('it records what `prisma migrate deploy` records', async () => {
		await deploy(on.url, { log });
		const recorded = await Promise.all(
			(await migrationNames(provider)).map(async (name) => {
				const text = await readFile(join(migrationsFolder(provider), name, 'migration.sql'));
				const checksum = createHash('sha256').update(text).digest('hex');
				return [name, checksum, 1, null, null, 36, provider === 'sqlite' ? 1 : true];
			})
		);
		expect((await on.state()).migrations).toEqual(recorded);
		expect(await on.sql('SELECT * FROM _prisma_migrations WHERE finished_at IS NULL')).toEqual([]);
	});

	test('a second deploy applies nothing and keeps the rows', async () => {
		await deploy(on.url, { log });
		await on.addAda();
		const before = await on.state();
		const lines: string[] = [];
		expect(await deploy(on.url, { log: (line) => lines.push(line) })).toEqual([]);
		expect(lines).toEqual([`${on.name}: up to date`]);
		expect(await on.state()).toEqual(before);
		expect(await on.sql('SELECT "id" FROM "Session"')).toEqual([['s1']]);
	});

	test('a pending migration is applied to a database that is in use, also one with semicolons in it, and says its name', async () => {
		await deploy(on.url, { log });
		await on.addAda();
		const block = provider === 'sqlite' ? '' : 'DO $$ BEGIN PERFORM 1; PERFORM 2; END $$;';
		const migrations = await on.migrationsPlus(
			"29990101000000_ada's",
			`ALTER TABLE "User" ADD COLUMN "extra" TEXT DEFAULT 'a;b';\n${block}`
		);
		const lines: string[] = [];
		await deploy(on.url, { migrations, log: (line) => lines.push(line) });
		expect(lines).toEqual([`${on.name}: applied 29990101000000_ada's`]);
		expect(await on.sql('SELECT "id", "extra" FROM "User"')).toEqual([['u1', 'a;b']]);
		// A database that is ahead of the migrations is left alone.
		expect(await deploy(on.url, { log })).toEqual([]);
		expect(await deploy(on.url, { migrations, log })).toEqual([]);
	});

	test('a migration that fails half-way leaves the database as it was, and says why', async () => {
		await deploy(on.url, { log });
		const before = await on.state();
		const migrations = await on.migrationsPlus(
			'29990101000000_bad',
			'CREATE TABLE "Half" ("id" TEXT);\nALTER TABLE "Nope" ADD COLUMN "x" TEXT;'
		);
		await expect(deploy(on.url, { migrations, log })).rejects.toThrow(
			/is unchanged, because 29990101000000_bad cannot be applied: .*Nope/
		);
		expect(await on.state()).toEqual(before);
		expect(await deploy(on.url, { log })).toEqual([]);
	});

	test('MI1: many processes at once all end with one migrated database', async () => {
		const runs = await Promise.all([
			...Array.from({ length: PROCESSES }, () => on.run(['deploy'])),
			...Array.from({ length: 4 }, () =>
				deploy(on.url, { log }).then((applied) => ({
					code: 0,
					stdout: applied.length ? 'applied' : '',
					stderr: ''
				}))
			)
		]);
		expect(runs.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
			Array(PROCESSES + 4).fill({ code: 0, stderr: '' })
		);
		expect(runs.filter(({ stdout }) => stdout.includes('applied'))).toHaveLength(1);
		expect((await on.state()).migrations).toHaveLength((await migrationNames(provider)).length);
	});

	test('a database that something else made is refused, named and untouched', async () => {
		await on.create();
		await on.sql('CREATE TABLE "Invoice" ("id" TEXT)');
		const message = `${on.name} has tables that these migrations did not make`;
		expect(await refusal(on.url)).toContain(message);
		expect(await on.sql(SCHEMA[provider][0]!)).toHaveLength(1);
		if (provider === 'sqlite') {
			expect(await on.sql('PRAGMA journal_mode')).toEqual([['delete']]);
		}
	});

	test('a database with the migrations of another project is refused', async () => {
		await deploy(on.url, { log });
		await on.sql(`UPDATE _prisma_migrations SET migration_name = '20200101000000_theirs'`);
		expect(await refusal(on.url)).toContain('has tables that these migrations did not make');
	});

	test('a migration that Prisma left half-applied is not built upon', async () => {
		await deploy(on.url, { log });
		await on.sql('UPDATE _prisma_migrations SET finished_at = NULL');
		const message = `${on.name} has a migration that \`prisma migrate\` left half-applied`;
		expect(await refusal(on.url)).toContain(message);
	});
});

describe('deploy to a SQLite file', () => {
	let on: Engine;
	beforeEach(() => {
		on = engine('sqlite');
	});

	test.skipIf(process.platform === 'win32')(
		'one that it creates is readable by its owner only',
		async () => {
			await deploy(on.url, { log });
			expect((await stat(file)).mode & 0o777).toBe(0o600);
		}
	);

	test('the file alone holds everything as soon as deploy returns', async () => {
		await deploy(on.url, { log });
		expect(await on.sql('PRAGMA journal_mode')).toEqual([['wal']]);
		const copy = join(folder, 'copy.db');
		await cp(file, copy);
		expect(await onSqlite(databaseUrl(`file:${copy}`), 'SELECT * FROM "User"')).toEqual([]);
	});

	test('a migration that rebuilds the User table signs nobody out', async () => {
		await deploy(on.url, { log });
		await on.addAda();
		const models = await modelsChanged((text) =>
			text.replace(/name +String\?/, 'name String @default("")')
		);
		const rebuild = await diff(on.url, { models });
		expect(rebuild).toContain('DROP TABLE "User"');
		const migrations = await on.migrationsPlus(
			'29990101000000_rebuild',
			`UPDATE "User" SET "name" = '' WHERE "name" IS NULL;\n${rebuild}`
		);
		await deploy(on.url, { migrations, log });
		expect(await on.sql('SELECT "id" FROM "Session"')).toEqual([['s1']]);
		expect(await on.sql('PRAGMA foreign_key_check')).toEqual([]);
	});

	test('it waits for a writer, also for one in its own process', async () => {
		await on.create();
		const { url } = on;
		const writer = await new PrismaLibSql({ url }).createClient({ url }).transaction('write');
		const waiting = deploy(url, { log });
		await sleep(200);
		await writer.rollback();
		expect(await waiting).toEqual(await migrationNames('sqlite'));
	});

	test('a file that is no database is named', async () => {
		await on.create();
		await writeFile(file, 'not a database, '.repeat(100));
		expect(await refusal(on.url)).toContain(`${file} is not a SQLite database`);
	});

	test('a place that cannot be written to is named', async () => {
		await writeFile(join(folder, 'data'), 'a file where the folder should be');
		expect(await refusal(on.url)).toContain(`${file} cannot be opened for writing`);
	});

	test('a path that is not a URL is answered with an example', async () => {
		const answer = await migrate(folder, ['deploy'], { DATABASE_URL: 'dev.db' });
		expect(answer).toMatchObject({ code: 1, stdout: '' });
		expect(answer.stderr).toMatch(/^.*such as file:\.\/prisma\/dev\.db.*\n$/);
	});
});

describe('what is wrong with a server is told without its password', () => {
	test.each([
		['postgres://ada:secret@127.0.0.1:1/app', 'database app on 127.0.0.1:1 cannot be reached'],
		['postgresql://ada:secret@127.0.0.1:1/app', 'database app on 127.0.0.1:1 cannot be reached'],
		['postgresql://ada:secret@[db/app', 'DATABASE_URL cannot be read']
	])('%s', async (url, sentence) => {
		const message = await refusal(url);
		expect(message).toContain(sentence);
		expect(message).not.toContain('secret');
	});
});

describe('deploy on PostgreSQL', () => {
	afterEach(async () => {
		await administer(server, `DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
	});

	/** The same database for another user. */
	function as(user: string, password: string) {
		return Object.assign(new URL(engine('postgresql').url), { username: user, password }).href;
	}

	test('`?schema=` keeps apart what shares a database', async () => {
		const { url, sql } = engine('postgresql');
		await deploy(url, { log });
		const other = `${url}?schema=the%20other`;
		expect(await deploy(other, { log })).toEqual(await migrationNames('postgresql'));
		expect(await deploy(other, { log })).toEqual([]);
		expect(
			await sql(
				`SELECT table_schema::text FROM information_schema.tables WHERE table_name = 'Session' ORDER BY 1`
			)
		).toEqual([['public'], ['the other']]);
	});

	test('a wrong password is told without it', async () => {
		const message = await refusal(as(new URL(server).username, 'open-sesame'));
		expect(message).toContain('refuses this user');
		expect(message).not.toContain('open-sesame');
	});

	test('a user who may neither create a database nor migrate one', async () => {
		await administer(server, `CREATE ROLE "${database}" LOGIN PASSWORD 'open-sesame'`);
		try {
			const limited = as(database, 'open-sesame');
			expect(await refusal(limited)).toContain('does not exist and could not be created');
			await engine('postgresql').create();
			expect(await refusal(limited)).toContain('does not allow this user to migrate it');
		} finally {
			await administer(server, `DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
			await administer(server, `DROP ROLE "${database}"`);
		}
	});
});

/** A copy of the models, with a change that the test makes. */
async function modelsChanged(change: (text: string) => string) {
	const copy = join(folder, 'models');
	await mkdir(copy);
	await cp(join(modelsFolder, 'schema.prisma'), join(copy, 'schema.prisma'));
	const text = await readFile(join(modelsFolder, 'guardian.prisma'), 'utf8');
	await writeFile(join(copy, 'guardian.prisma'), change(text));
	return copy;
}

describe.each(providers)('MI2: diff on %s', (provider) => {
	const url = provider === 'sqlite' ? 'file::memory:' : server;

	test('the migrations equal the models', async () => {
		expect(await diff(url)).toBe('');
	});

	test('migrations that lag behind the models are told apart, and what it says closes the gap', async () => {
		const models = await modelsChanged((text) => `${text}\nmodel Extra {\n\tid String @id\n}\n`);
		const migrations = join(folder, 'migrations');
		await cp(migrationsFolder(provider), migrations, { recursive: true });

		const gap = await diff(url, { migrations, models });
		expect(gap).toContain('CREATE TABLE "Extra"');
		expect(gap).not.toContain('"User"');
		await writeMigration(migrations, provider, 'Add extra!', gap);
		expect(await diff(url, { migrations, models })).toBe('');
	});
});

describe('diff on PostgreSQL and SQLite', () => {
	test('`diff --check` compares both', async () => {
		expect(await engine('sqlite').run(['diff', '--check'])).toMatchObject({
			code: 0,
			stdout: expect.stringMatching(/^sqlite: .* equal .*\npostgresql: .* equal /),
			stderr: ''
		});
	});

	test('MI2: both engines have migrations of the same models, called the same', async () => {
		const [one, other] = await Promise.all(
			providers.map(async (provider) =>
				(await migrationNames(provider)).map((name) => name.replace(/^\d{14}_/, ''))
			)
		);
		expect(one).toEqual(other);
	});

	test('it leaves no database behind', async () => {
		await diff(server);
		const left = "SELECT count(*)::int FROM pg_database WHERE datname LIKE 'guardian_shadow%'";
		// Other tests compare on the same server at the same time.
		await expect.poll(() => administer(server, left), { timeout: 10_000 }).toEqual([[0]]);
	});
});
