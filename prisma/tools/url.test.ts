import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { databaseFile, databaseUrl, root } from './url.js';

const start = process.cwd();
afterEach(() => process.chdir(start));

test('the root is the folder of package.json', () => {
	expect(existsSync(join(root(), 'package.json'))).toBe(true);
	expect(existsSync(join(root(), 'prisma', 'schema.prisma'))).toBe(true);
});

test('a relative path counts from the root, wherever the process was started', () => {
	process.chdir(tmpdir());
	expect(databaseFile('file:./data/app.db')).toBe(join(root(), 'data', 'app.db'));
	expect(databaseFile('file:app.db')).toBe(join(root(), 'app.db'));
});

test('nothing set, or set to nothing, is the development database', () => {
	expect(databaseFile(databaseUrl(''))).toBe(join(root(), 'prisma', 'dev.db'));
});

test('a database URL names the same file however often it is resolved', () => {
	for (const name of ['app.db', 'a b.db', 'é.db', '100%.db', 'what%3F.db', 'c%23.db', '50%25.db']) {
		const once = databaseUrl(`file:./${name}`);
		expect(databaseUrl(once)).toBe(once);
		expect(databaseFile(once)).toBe(databaseFile(`file:./${name}`));
	}
	expect(databaseFile('file:./what%3F.db')).toBe(join(root(), 'what?.db'));
});

test.each([
	'file:/srv/app.db',
	'file:///srv/app.db',
	'file://localhost/srv/app.db',
	'FILE:/srv/app.db'
])('%s is an absolute path', (url) => {
	expect(databaseUrl(url)).toBe(databaseUrl('file:/srv/app.db'));
});

test.each([
	'postgresql://ada@db.example/app?schema=public',
	'libsql://app.example',
	'file::memory:'
])('%s is no file, and stays as it is', (url) => {
	expect(databaseFile(url)).toBeUndefined();
	expect(databaseUrl(url)).toBe(url);
});
