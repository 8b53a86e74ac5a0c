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
import { deploy, diff } from './migrate.js';
import { migrationsFolder, modelsFolder, writeMigration } from './migrations.js';
import { databaseUrl } from './url.js';

const log = () => {};

const ownMigrations = () => migrationNames('sqlite');

let folder: string;
let file: string;
let url: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'migrate-'));
	file = join(folder, 'data', 'test.db');
	url = databaseUrl(`file:${file}`);
});

afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

/** Runs SQL on a connection of its own, and returns the rows of the last statement. */
async function sql(...statements: string[]) {
	const client = new PrismaLibSql({ url }).createClient({ url });
	try {
		const results = [];
		for (const statement of statements) results.push(await client.execute(statement));
		return results.at(-1)!.rows.map((row) => ({ ...row }));
	} finally {
		client.close();
	}
}

/** Everything that makes up the schema, and the record of migrations without its random ids and times. */
async function state() {
	return {
		schema: await sql('SELECT type, name, sql FROM sqlite_master ORDER BY name'),
		migrations: await sql(
			'SELECT migration_name, checksum, applied_steps_count FROM _prisma_migrations'
		),
		unfinished: await sql('SELECT * FROM _prisma_migrations WHERE finished_at IS NULL'),
		integrity: await sql('PRAGMA integrity_check')
	};
}

const addAda = [
	`INSERT INTO "User" ("id", "email", "passwordHash", "updatedAt") VALUES ('u1', 'ada@example.com', 'hash', 0)`,
	`INSERT INTO "Session" ("id", "publicId", "userId", "expiresAt") VALUES ('s1', 'p1', 'u1', 0)`
];

/** A copy of the migrations, with one more that the test gives. */
const migrationsPlus = (name: string, script: string) =>
	copyMigrations('sqlite', folder, name, script);

/** A copy of the models, with a change that the test makes. */
async function modelsChanged(change: (text: string) => string) {
	const copy = join(folder, 'models');
	await mkdir(copy);
	await cp(join(modelsFolder, 'schema.prisma'), join(copy, 'schema.prisma'));
	const text = await readFile(join(modelsFolder, 'guardian.prisma'), 'utf8');
	await writeFile(join(copy, 'guardian.prisma'), change(text));
	return copy;
}

/** Runs the command line in a process of its own. */
const run = (args: string[], env: Record<string, string> = {}) =>
	migrate(folder, args, { DATABASE_URL: url, ...env });

describe('deploy', () => {
	test('a missing database is created with its folder, and migrated', async () => {
		const applied = await deploy(url, { log });
		expect(applied).toEqual(await ownMigrations());
		expect(applied[0]).toMatch(/^\d{14}_init$/);
		await sql(...addAda);
		expect(await sql('SELECT "userId" FROM "Session"')).toEqual([{ userId: 'u1' }]);
		expect(await sql('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
	});

	test.skipIf(process.platform === 'win32')(
		'a database that it creates is readable by its owner only',
		async () => {
			await deploy(url, { log });
			expect((await stat(file)).mode & 0o777).toBe(0o600);
		}
	);

	test('the file alone holds everything as soon as deploy returns', async () => {
		await deploy(url, { log });
		await cp(file, join(folder, 'copy.db'));
		url = databaseUrl(`file:${join(folder, 'copy.db')}`);
		expect(await sql('SELECT * FROM "User"')).toEqual([]);
	});

	test('a second deploy applies nothing and keeps the rows', async () => {
		await deploy(url, { log });
		await sql(...addAda);
		const before = await state();
		const lines: string[] = [];
		expect(await deploy(url, { log: (line) => lines.push(line) })).toEqual([]);
		expect(lines).toEqual([`${file}: up to date`]);
		expect(await state()).toEqual(before);
		expect(await sql('SELECT "id" FROM "Session"')).toEqual([{ id: 's1' }]);
	});

	test('a pending migration is applied to a database that is in use, and says its name', async () => {
		await deploy(url, { log });
		await sql(...addAda);
		const migrations = await migrationsPlus(
			'29990101000000_more',
			'ALTER TABLE "User" ADD COLUMN "extra" TEXT;'
		);
		const lines: string[] = [];
		await deploy(url, { migrations, log: (line) => lines.push(line) });
		expect(lines).toEqual([`${file}: applied 29990101000000_more`]);
		expect(await sql('SELECT "id", "extra" FROM "User"')).toEqual([{ id: 'u1', extra: null }]);
	});

	test('a migration that rebuilds the User table signs nobody out', async () => {
		await deploy(url, { log });
		await sql(...addAda);
		const models = await modelsChanged((text) =>
			text.replace(/name +String\?/, 'name String @default("")')
		);
		const rebuild = await diff(url, { models });
		expect(rebuild).toContain('DROP TABLE "User"');
		const migrations = await migrationsPlus(
			'29990101000000_rebuild',
			`UPDATE "User" SET "name" = '' WHERE "name" IS NULL;\n${rebuild}`
		);
		await deploy(url, { migrations, log });
		expect(await sql('SELECT "id" FROM "Session"')).toEqual([{ id: 's1' }]);
		expect(await sql('PRAGMA foreign_key_check')).toEqual([]);
	});

	test('a migration that fails half-way leaves the database as it was', async () => {
		await deploy(url, { log });
		const before = await state();
		const migrations = await migrationsPlus(
			'29990101000000_bad',
			'CREATE TABLE "Half" ("id" TEXT);\nALTER TABLE "Nope" ADD COLUMN "x" TEXT;'
		);
		await expect(deploy(url, { migrations, log })).rejects.toThrow(
			/29990101000000_bad .*no such table: Nope/
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

	test('many processes at once all end with one migrated database', async () => {
		await deploy(url, { log });
		const alone = await state();
		for (let round = 0; round < 3; round++) {
			file = join(folder, `round-${round}`, 'test.db');
			url = databaseUrl(`file:${file}`);
			const runs = await Promise.all(Array.from({ length: 4 }, () => run(['deploy'])));
			expect(runs.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
				Array(4).fill({ code: 0, stderr: '' })
			);
			expect(runs.filter(({ stdout }) => stdout.includes('applied'))).toHaveLength(1);
			expect(await state()).toEqual(alone);
		}
	});

	test('deploy waits for a writer, also for one in its own process', async () => {
		await mkdir(join(folder, 'data'));
		const writer = await new PrismaLibSql({ url }).createClient({ url }).transaction('write');
		const waiting = deploy(url, { log });
		await sleep(200);
		await writer.rollback();
		expect(await waiting).toEqual(await ownMigrations());
	});
});

describe('deploy says in one sentence what is wrong, and how to go on', () => {
	async function refusal(env: Record<string, string> = {}) {
		const { code, stdout, stderr } = await run(['deploy'], env);
		expect(code).toBe(1);
		expect(stdout).toBe('');
		expect(stderr.trimEnd().split('\n')).toHaveLength(1);
		return stderr;
	}

	test('a database that something else made is refused, named and untouched', async () => {
		await mkdir(join(folder, 'data'));
		await sql('CREATE TABLE "Invoice" ("id" TEXT)', `INSERT INTO "Invoice" VALUES ('i1')`);
		expect(await refusal()).toContain(`${file} has tables that these migrations did not make`);
		expect(await sql('SELECT name FROM sqlite_master')).toEqual([{ name: 'Invoice' }]);
		expect(await sql('PRAGMA journal_mode')).toEqual([{ journal_mode: 'delete' }]);
	});

	test('a database with the migrations of another project is refused', async () => {
		await deploy(url, { log });
		await sql(`UPDATE _prisma_migrations SET migration_name = '20200101000000_theirs'`);
		expect(await refusal()).toContain(`${file} has tables that these migrations did not make`);
	});

	test('a migration that Prisma left half-applied is not built upon', async () => {
		await deploy(url, { log });
		await sql('UPDATE _prisma_migrations SET finished_at = NULL');
		expect(await refusal()).toContain(
			`${file} has a migration that \`prisma migrate\` left half-applied`
		);
	});

	test('a file that is no database is named', async () => {
		await mkdir(join(folder, 'data'));
		await writeFile(file, 'not a database, '.repeat(100));
		expect(await refusal()).toContain(`${file} is not a SQLite database`);
	});

	test('a place that cannot be written to is named', async () => {
		await writeFile(join(folder, 'data'), 'a file where the folder should be');
		expect(await refusal()).toContain(`${file} cannot be opened for writing`);
	});

	test.each(['postgres', 'postgresql'])(
		'a %s: URL is answered without its password',
		async (scheme) => {
			const message = await refusal({ DATABASE_URL: `${scheme}://ada:secret@127.0.0.1:1/app` });
			expect(message).toContain('PostgreSQL database app on 127.0.0.1:1 cannot be reached');
			expect(message).not.toContain('secret');
		}
	);

	test('a path that is not a URL is answered with an example', async () => {
		expect(await refusal({ DATABASE_URL: 'dev.db' })).toContain('such as file:./prisma/dev.db');
	});
});

describe('diff', () => {
	test('the migrations equal the models', async () => {
		expect(await diff(url)).toBe('');
	});

	test('`diff --check` compares them on SQLite and on PostgreSQL', async () => {
		expect(await run(['diff', '--check'])).toMatchObject({
			code: 0,
			stdout: expect.stringMatching(/^sqlite: .* equal .*\npostgresql: .* equal /),
			stderr: ''
		});
	});

	test('migrations that lag behind the models are told apart, and what it says closes the gap', async () => {
		const models = await modelsChanged((text) => `${text}\nmodel Extra {\n\tid String @id\n}\n`);
		const migrations = join(folder, 'migrations');
		await cp(migrationsFolder('sqlite'), migrations, { recursive: true });

		const gap = await diff(url, { migrations, models });
		expect(gap).toContain('CREATE TABLE "Extra"');
		expect(gap).not.toContain('"User"');
		await writeMigration(migrations, 'sqlite', 'Add extra!', gap);
		expect(await diff(url, { migrations, models })).toBe('');
	});
});
