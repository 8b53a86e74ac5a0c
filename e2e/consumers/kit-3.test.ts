import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { freePort } from '../../prisma/tools/free-port.js';
import { kit3Variable } from '../support/kit-3.js';
import { BROWSER_VARIABLE } from '../tools/launch-options.js';
import { storesOf } from '../../src/lib/tests/kit-stores.test.support.js';
import { createConsumer } from './app.js';
import { commandsIn } from './commands.js';
import { putFixture } from './fixture.js';

const root = join(import.meta.dirname, '../..');

test('FR33, FR37, FR38: the fixture passes its tests as an app on SvelteKit 3, with `paths.origin`', async () => {
	const supplies = inject('supplies');
	const app = await createConsumer({ kit: 3 }, supplies);
	onTestFinished(app.close);
	await app.mustInstall('npm', 'install', supplies.tarball, 'bits-ui');
	await app.mustExec('svelte-guardian', 'init', '--database', 'sqlite', '--yes');
	await putFixture(app);

	// The unit tests hold the same to SvelteKit 2.
	const { keys, unlisted, elsewhere } = storesOf(join(app.root, 'node_modules/@sveltejs/kit'));
	expect(keys).toContain('sveltekit:navigation-snapshot');
	expect(unlisted).toEqual([]);
	expect(elsewhere).toEqual(['caches.open']);

	const port = await freePort();
	app.env.ORIGIN = `http://localhost:${port}`;
	const build = await app.exec('vite', 'build', '--logLevel', 'warn');
	expect(build.code, build.output).toBe(0);

	const node = await app.mustRun('node', '--print', 'process.execPath');
	const { run } = commandsIn(root, {
		...process.env,
		[BROWSER_VARIABLE]: supplies.browser,
		...kit3Variable({ build: join(app.root, 'build'), node: node.trim(), port })
	});
	const { code, output } = await run(process.execPath, 'e2e/tools/index.js');
	expect(code, output).toBe(0);
});
