import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { expect, inject, test } from 'vitest';

const { tarball } = inject('packed');

test('publint has nothing to say, suggestions included', async () => {
	const archive = new Uint8Array(await readFile(tarball)).buffer;
	const { messages, pkg } = await publint({ pack: { tarball: archive }, level: 'suggestion' });
	expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
});

test('attw: every way of resolving an import finds the types that belong to it', async () => {
	const manifest = createRequire(import.meta.url).resolve('@arethetypeswrong/cli/package.json');
	const options = [
		'--format=ascii',
		// The package is an ES module, as SvelteKit is: nothing can `require()` it.
		'--profile=esm-only',
		// Files to copy, no code.
		...['--exclude-entrypoints', 'prisma', 'prisma/email', 'prisma/events', 'styles.css']
	];
	const attw = promisify(execFile)(process.execPath, [
		join(dirname(manifest), 'dist/index.js'),
		tarball,
		...options
	]);
	const failed = await attw.then(
		() => '',
		(error: { stdout: string; stderr: string }) => error.stdout + error.stderr
	);
	expect(failed).toBe('');
});
