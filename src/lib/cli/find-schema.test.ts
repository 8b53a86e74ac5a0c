import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findSchema } from './find-schema.js';

function folder(files: Record<string, string>) {
	const root = mkdtempSync(join(tmpdir(), 'guardian-schema-'));
	onTestFinished(() => rmSync(root, { recursive: true }));
	for (const [path, content] of Object.entries(files)) {
		mkdirSync(dirname(join(root, path)), { recursive: true });
		writeFileSync(join(root, path), content);
	}
	return root;
}

const DATASOURCE = 'datasource db {\n  provider = "sqlite"\n}\n';
const NEW = `generator client {\n  provider = "prisma-client"\n  output = "../src/generated/prisma"\n}\n${DATASOURCE}`;
const OLD = `generator client {\n  provider = "prisma-client-js"\n}\n${DATASOURCE}`;
const OLD_OUTPUT = OLD.replace('-js"', '-js"\n  output = "../db"');

test.each([
	[
		'prisma/schema.prisma',
		{ 'prisma/schema.prisma': NEW },
		false,
		'../../generated/prisma/client.js'
	],
	['prisma/schema.prisma', { 'prisma/schema.prisma': OLD }, false, '@prisma/client'],
	['prisma/schema.prisma', { 'prisma/schema.prisma': OLD_OUTPUT }, false, '../../../db/index.js'],
	[
		'schema.prisma',
		{ 'schema.prisma': NEW.replace('../', './') },
		false,
		'../../generated/prisma/client.js'
	],
	[
		'prisma/schema.prisma',
		{ 'prisma/schema.prisma': NEW.replace('../src/', '../src/lib/server/') },
		false,
		'./generated/prisma/client.js'
	],
	[
		'prisma/schema',
		{ 'prisma/schema/a.prisma': OLD, 'prisma/schema/b.prisma': '' },
		true,
		'@prisma/client'
	],
	[
		'db',
		{
			'prisma.config.ts': "export default defineConfig({ schema: './db/', x: 1 });",
			'db/models/a.prisma': 'model A {\n}',
			'db/main.prisma': NEW
		},
		true,
		'../../generated/prisma/client.js'
	],
	[
		'db/main.prisma',
		{ 'prisma.config.js': "schema: path.join('db/main.prisma')", 'db/main.prisma': NEW },
		false,
		'../../generated/prisma/client.js'
	]
])('finds %s in %j', (path, files, isFolder, client) => {
	const found = findSchema(folder(files as Record<string, string>), {})!;

	expect(found.path.replace(/\/$/, '')).toBe(path);
	expect(found).toMatchObject({ isFolder, client, database: 'sqlite' });
});

test.each([
	['../src/lib/server/db', './db/client.js'],
	['../src/lib/server', './client.js'],
	['../src/lib/db', '../db/client.js']
])('FR30: a client that is generated into %s is imported by a path', (output, client) => {
	const schema = NEW.replace('../src/generated/prisma', output);
	expect(findSchema(folder({ 'prisma/schema.prisma': schema }), {})?.client).toBe(client);
});

test('package.json may say where it is', () => {
	const root = folder({ 'db/main.prisma': NEW });

	expect(findSchema(root, { prisma: { schema: 'db/main.prisma' } })?.path).toBe('db/main.prisma');
	expect(findSchema(root, {})).toBeNull();
});

test.each([
	['../src/lib/server/prisma', './prisma/client.js'],
	['../src/lib/server', './client.js'],
	['../src/lib/prisma', '../prisma/client.js'],
	['../src/lib/server/../db', '../db/client.js'],
	['./client', '../../../prisma/client/client.js']
])('FR30: of a client in %s the import is a path, never a package', (output, client) => {
	const content = NEW.replace('../src/generated/prisma', output);
	expect(findSchema(folder({ 'prisma/schema.prisma': content }), {})?.client).toBe(client);
});
