import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { apply, type Outcome } from './apply.js';
import { Terminal } from './terminal.js';

test.each([
	['changed', 'before\n'],
	['made', null]
])('a file that somebody %s meanwhile stays theirs, and the rest is left', async (_, before) => {
	const root = mkdtempSync(join(tmpdir(), 'guardian-apply-'));
	onTestFinished(() => rmSync(root, { recursive: true }));
	writeFileSync(join(root, 'b'), 'theirs\n');
	const outcome: Outcome = { done: [], left: [] };
	const changes = [
		{ path: 'a', before: null, after: 'a\n' },
		{ path: 'b', before, after: 'b\n' },
		{ path: 'c', before: null, after: 'c\n' }
	];
	const streams = { input: new PassThrough(), output: new PassThrough() };
	const terminal = new Terminal({ ...streams, isInteractive: false, isColoured: false });

	await expect(apply(root, changes, { yes: true, terminal, outcome })).rejects.toMatchObject({
		message: expect.stringContaining('b was changed by something else'),
		exitCode: 1
	});
	expect(outcome).toEqual({ done: ['a'], left: ['b', 'c'] });
	expect(readFileSync(join(root, 'b'), 'utf8')).toBe('theirs\n');
});
