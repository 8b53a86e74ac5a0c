import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';

const { app } = inject('packed');

test('svelte-guardian/testing loads in plain Node, where there is no Vite', async () => {
	const code =
		"import { guardianFixtures, signOutSuite } from 'svelte-guardian/testing';" +
		'console.log(Object.keys(guardianFixtures({})).join(), typeof signOutSuite);';
	const args = ['--input-type=module', '--eval', code];
	const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: app });
	expect(stdout.trim()).toBe('newUser,signedIn function');
});
