import { execFileSync } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	statSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CliError } from './errors.js';
import { readText, writeText } from './files.js';
import { temporaryFolder } from './folder.test.support.js';

/** An app's folder, and another one beside it that is nobody's business. */
function folders() {
	const base = temporaryFolder('guardian-files-');
	const [root, other] = [join(base, 'app'), join(base, 'other')];
	mkdirSync(join(root, 'src'), { recursive: true });
	mkdirSync(other);
	writeFileSync(join(other, 'file'), 'theirs');
	return { root, other };
}

describe('SE26: nothing is written through a link or outside of the app’s folder', () => {
	test.each<[string, string, (root: string, other: string) => void]>([
		[
			'a file that is a link',
			'file',
			(root, other) => symlinkSync(`${other}/file`, `${root}/file`)
		],
		['a link to nothing', 'file', (root, other) => symlinkSync(`${other}/new`, `${root}/file`)],
		['a link within the app', 'file', (root) => symlinkSync(`${root}/src`, `${root}/file`)],
		['a folder that is a link', 'lib/file', (root, other) => symlinkSync(other, `${root}/lib`)],
		['a folder above it', 'src/a/file', (root, other) => symlinkSync(other, `${root}/src/a`)],
		['the folder above', '../other/file', () => {}],
		['a detour', 'src/../../other/file', () => {}],
		['the folder itself', '.', () => {}]
	])('%s', async (_, path, prepare) => {
		const { root, other } = folders();
		prepare(root, other);
		const before = readdirSync(root);

		await expect(writeText(root, path, 'ours')).rejects.toBeInstanceOf(CliError);
		expect(readdirSync(other)).toEqual(['file']);
		expect(readFileSync(join(other, 'file'), 'utf8')).toBe('theirs');
		expect(readdirSync(root)).toEqual(before);
	});
});

describe('SE26: a file is written as a whole', () => {
	test('it is replaced and not written into, and keeps its permissions', async () => {
		const { root } = folders();
		const file = join(root, 'file');
		writeFileSync(file, 'before');
		chmodSync(file, 0o640);
		const { ino } = statSync(file);
		await writeText(root, 'file', 'after');

		expect(readFileSync(file, 'utf8')).toBe('after');
		expect(statSync(file).ino).not.toBe(ino);
		expect(statSync(file).mode & 0o777).toBe(0o640);
		expect(readdirSync(root)).toEqual(['file', 'src']);
	});

	test('what a run that was killed has left beside it is taken away', async () => {
		const { root } = folders();
		writeFileSync(join(root, 'src/.new.a1b2c3.guardian-init'), 'half');
		writeFileSync(join(root, 'src/.other.a1b2c3.guardian-init'), 'of another file');
		await writeText(root, 'src/new', 'whole');
		expect(readdirSync(join(root, 'src'))).toEqual(['.other.a1b2c3.guardian-init', 'new']);
	});

	test('where it cannot be replaced nothing is left behind', async () => {
		const { root } = folders();
		mkdirSync(join(root, 'file/full'), { recursive: true });
		await expect(writeText(root, 'file', 'ours')).rejects.toThrow();
		expect(lstatSync(join(root, 'file')).isDirectory()).toBe(true);
		expect(readdirSync(root)).toEqual(['file', 'src']);
	});

	test('a byte order mark is not read, and stays', async () => {
		const { root } = folders();
		writeFileSync(join(root, 'file'), '\uFEFF{}');
		expect(readText(root, 'file')).toBe('{}');
		await writeText(root, 'file', '{ }');
		expect(readFileSync(join(root, 'file'), 'utf8')).toBe('\uFEFF{ }');
	});
});

describe('SE26: what is no file is not read', () => {
	test.each<[string, (file: string) => void]>([
		['a pipe', (file) => execFileSync('mkfifo', [file])],
		['a folder', (file) => mkdirSync(file)],
		['a link to a device', (file) => symlinkSync('/dev/zero', file)],
		['a huge file', (file) => writeFileSync(file, Buffer.alloc(4 * 1024 * 1024 + 1))]
	])('%s', (_, make) => {
		const { root } = folders();
		make(join(root, 'it'));
		expect(() => readText(root, 'it')).toThrow(CliError);
	});

	test('a file that is not there is none', () => {
		const { root } = folders();
		expect(readText(root, 'it')).toBeNull();
		expect(existsSync(join(root, 'it'))).toBe(false);
	});
});
