import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '../support/test.js';

const script = join(import.meta.dirname, '../load/index.js');

test('a crowd signs up, in and out, and leaves exactly the sessions it should', async () => {
	test.setTimeout(120_000);
	const run = await promisify(execFile)(process.execPath, [script, '--people', '60']);

	expect(run.stdout).toContain('60 of 60');
	expect(run.stdout).toMatch(/Errors +0\n/);
	expect(run.stdout).toMatch(/Sessions left +48, and should be 48/);
});
