import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectFile } from './project-file.js';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'guardian project '));
	await mkdir(join(folder, 'app/src'), { recursive: true });
	await mkdir(join(folder, 'app/build'), { recursive: true });
	await mkdir(join(folder, 'app/node_modules/vite/bin'), { recursive: true });
	for (const file of ['app/package.json', 'app/node_modules/vite/package.json'])
		await writeFile(join(folder, file), '{}');
	for (const file of ['app/build/index.js', 'app/node_modules/vite/bin/vite.js'])
		await writeFile(join(folder, file), '');
});
afterEach(() => rm(folder, { recursive: true }));

const at = (path: string) => pathToFileURL(join(folder, path)).href;
const from = (url: string, cwd: string, script: string | undefined = undefined) =>
	projectFile(url, { folder: join(folder, cwd), script: script && join(folder, script) });

describe('FR29 a relative file URL counts from the project', () => {
	test.each([
		['app', undefined],
		['app', 'app/build/index.js'],
		['app/src', undefined],
		['app/src', 'app/node_modules/vite/bin/vite.js']
	])('started in %s by %s', async (cwd, script) => {
		const missing = from('file:./dev.db', cwd, script);
		expect(missing).toEqual({ url: at('app/dev.db'), missingPath: join(folder, 'app/dev.db') });
		await writeFile(join(folder, 'app/dev.db'), '');
		expect(from('file:dev.db?a=1', cwd, script)).toEqual({ url: `${at('app/dev.db')}?a=1` });
	});

	test.each(['app/build/index.js', 'app/node_modules/vite/bin/vite.js'])(
		'started in a folder of no project by %s',
		async (script) => {
			expect(from('file:./dev.db', '.', script)).toMatchObject({ url: at('app/dev.db') });
			// A file that is there is the one that is meant.
			await writeFile(join(folder, 'dev.db'), '');
			expect(from('file:./dev.db', '.', script)).toEqual({ url: at('dev.db') });
		}
	);

	test('without a project it counts from the working folder', () => {
		expect(from('file:./dev.db', '.')).toMatchObject({ url: at('dev.db') });
	});

	test.each([
		'file:/srv/dev.db',
		'file:///srv/dev.db',
		'file::memory:',
		'libsql://host',
		':memory:',
		'file:%'
	])('%s stays as it is', (url) => expect(from(url, 'app')).toEqual({ url }));
});
