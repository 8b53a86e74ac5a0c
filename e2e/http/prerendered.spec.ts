import { signedIn } from '../support/account.js';
import { buildFixture } from '../support/build.js';
import { Client } from '../support/client.js';
import { createDatabase } from '../support/database.js';
import { startPostgresProxy } from '../support/postgres-proxy.js';
import { expect, test } from '../support/test.js';

// It is built into one folder, and knows no engine before it starts.
test.skip(({ provider }) => provider !== 'postgresql', 'one build for both engines');
test.describe.configure({ mode: 'serial', timeout: 180_000 });

test('a button on a prerendered page fails the build, unless it has an action that can answer', async () => {
	const failed = await buildFixture({ VITE_PRERENDER: 'without an action' }).catch(String);
	expect(failed).toContain('<SignOutButton> stands on a prerendered page');
	expect(failed).toContain('Give it an action');

	await buildFixture({ VITE_PRERENDER: 'with an action' });
});

test('a prerendered page and its data cost no statement, and are the same for everybody', async ({
	start
}) => {
	const database = await createDatabase('postgresql');
	const proxy = await startPostgresProxy(database.url);
	try {
		const behind = { ...database, url: proxy.url };
		const server = await start({ build: 'fixture-prerendered', database: behind });
		const client = await signedIn(server);
		proxy.statements.length = 0;

		for (const path of ['/file', '/file/__data.json']) {
			const { status, body, setCookies } = await client.get(path);
			expect(status, path).toBe(200);
			expect(setCookies, path).toEqual([]);
			expect(body, path).toBe((await new Client(server).get(path)).body);
		}
		expect(proxy.statements).toEqual([]);

		// Any other page is somebody's.
		expect((await client.get('/')).body).toContain(client.account.email);
		expect(proxy.statements).toHaveLength(1);
	} finally {
		await proxy.close();
		await database.close();
	}
});
