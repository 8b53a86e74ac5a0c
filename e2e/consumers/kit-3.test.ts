import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { freePort } from '../../prisma/tools/free-port.js';
import { deprecatedIn, usesOf } from '../../src/lib/tests/deprecated.test.support.js';
import { storesOf } from '../../src/lib/tests/kit-stores.test.support.js';
import { newAccount } from '../support/account.js';
import { Client } from '../support/client.js';
import { createDatabase } from '../support/database.js';
import { kit3Variable } from '../support/kit-3.js';
import { BROWSER_VARIABLE } from '../tools/launch-options.js';
import { createConsumer, type Consumer } from './app.js';
import { commandsIn } from './commands.js';
import { putFixture } from './fixture.js';
import { serve } from './serve.js';

const root = join(import.meta.dirname, '../..');

test('FR33, FR37, FR38, FR39, SE28: the fixture passes its tests as an app on SvelteKit 3', async () => {
	const supplies = inject('supplies');
	const app = await createConsumer({ kit: 3 }, supplies);
	onTestFinished(app.close);
	await app.mustInstall('npm', 'install', supplies.tarball, 'bits-ui');
	await app.mustExec('svelte-guardian', 'init', '--database', 'sqlite', '--yes');
	await putFixture(app);

	// The unit tests hold the same to SvelteKit 2.
	const kit = join(app.root, 'node_modules/@sveltejs/kit');
	const { keys, unlisted, elsewhere } = storesOf(kit);
	expect(keys).toContain('sveltekit:navigation-snapshot');
	expect(unlisted).toEqual([]);
	expect(elsewhere).toEqual(['caches.open']);
	expect(usesOf(deprecatedIn(kit))).toEqual([]);

	// A preview on this machine, of a build that names no address (FR37).
	await build(app, '');
	expect(await signUps(app, (preview) => [preview])).toEqual([303]);

	const port = await freePort();
	const origin = `http://localhost:${port}`;
	await build(app, origin);
	// One origin for SvelteKit's check and the kit's: the one in `paths.origin`, wherever the request came to.
	expect(await signUps(app, (preview) => [origin, preview])).toEqual([303, 403]);

	const node = await app.mustRun('node', '--print', 'process.execPath');
	const { run } = commandsIn(root, {
		...process.env,
		[BROWSER_VARIABLE]: supplies.browser,
		...kit3Variable({ build: join(app.root, 'build'), node: node.trim(), port })
	});
	const { code, output } = await run(process.execPath, 'e2e/tools/index.js');
	expect(code, output).toBe(0);
});

async function build(app: Consumer, origin: string) {
	app.env.ORIGIN = origin;
	const { code, output } = await app.exec('vite', 'build', '--logLevel', 'warn');
	expect(code, output).toBe(0);
}

/** The status of a sign-up in `vite preview` that says it comes from each of some origins. */
async function signUps(app: Consumer, from: (preview: string) => string[]): Promise<number[]> {
	const database = await createDatabase();
	const preview = await serve(app, database.url, 'preview');
	try {
		const { port } = new URL(preview.origin);
		const server = { origin: preview.origin, port: Number(port), databaseUrl: database.url };
		const statuses: number[] = [];
		for (const origin of from(preview.origin)) {
			const fields = { ...newAccount() };
			const answer = await new Client(server).post('/signup?/signup', fields, { origin });
			statuses.push(answer.status);
		}
		return statuses;
	} finally {
		await preview.stop();
		await database.close();
	}
}
