import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, onTestFinished, test } from 'vitest';
import { ownSv } from '../support/own-sv.js';

const run = promisify(execFile);
const { folder } = inject('packed');

test.each([
	// It takes no add-on from a package that has dependencies: this folder has none.
	['sv 0.17', 'sv-kit-2', join(folder, 'dist/sv')],
	['sv 1', 'sv', folder]
] as const)(
	'NC29: %s create --add sets an app up, before anything is installed',
	async (_, name, from) => {
		const root = await mkdtemp(join(tmpdir(), 'guardian-sv-'));
		onTestFinished(() => rm(root, { recursive: true }));
		const sv = await ownSv(name, root);
		const app = join(root, 'my-app');
		const { stdout } = await run(
			process.execPath,
			[
				...[sv, 'create', app, '--template', 'minimal', '--types', 'ts', '--no-install'],
				...['--no-dir-check', '--no-download-check'],
				...['--add', `file:${from}=database:sqlite+add:remote`]
			],
			{ cwd: root, env: { ...process.env, CI: '1', NO_COLOR: '1' } }
		);

		expect(stdout).toContain('prisma migrate dev --name guardian');
		const files = await readdir(join(app, 'src'), { recursive: true });
		for (const file of [
			'lib/server/auth.ts',
			'hooks.server.ts',
			'lib/auth.remote.ts',
			'routes/signin/+page.svelte'
		])
			expect(files).toContain(file);
		expect(await readFile(join(app, 'src/routes/+layout.svelte'), 'utf8')).toContain(
			'<SignOutButton'
		);
		expect(await readFile(join(app, 'package.json'), 'utf8')).toContain('"svelte-guardian": "^');
		expect(await readFile(join(app, 'vite.config.ts'), 'utf8')).toContain('remoteFunctions: true');
	}
);

test('NC29: sv 0.17 takes no add-on from a package with dependencies, as the documentation says', async () => {
	const root = await mkdtemp(join(tmpdir(), 'guardian-sv-'));
	onTestFinished(() => rm(root, { recursive: true }));
	const sv = await ownSv('sv-kit-2', root);
	const words = ['--template', 'minimal', '--types', 'ts', '--no-install', '--no-dir-check'];
	const refused = run(
		process.execPath,
		[...[sv, 'create', join(root, 'my-app'), ...words], '--add', `file:${folder}=add:none`],
		{ cwd: root, env: { ...process.env, CI: '1', NO_COLOR: '1' } }
	).then(
		({ stdout, stderr }) => stdout + stderr,
		({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr
	);
	expect(await refused).toContain("should not have any 'dependencies'");
});
