import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../../prisma/tools/free-port.js';
import { createDatabase } from '../support/database.js';
import { openHydrated } from '../support/hydrated.js';
import { expect, test as base } from '../support/test.js';

/** The fixture in Vite's development server, where mistakes are told to the developer. */
const test = base.extend<object, { development: { origin: string; log: () => string } }>({
	development: [
		// eslint-disable-next-line no-empty-pattern -- Playwright wants to see which fixtures one asks for
		async ({}, use) => {
			const [port, database] = await Promise.all([freePort(), createDatabase()]);
			const root = join(import.meta.dirname, '../..');
			const child = spawn(
				process.execPath,
				[
					join(root, 'node_modules/vite/bin/vite.js'),
					'dev',
					'--port',
					String(port),
					'--strictPort'
				],
				{
					cwd: join(root, 'e2e/fixture'),
					env: { ...process.env, NODE_ENV: 'development', DATABASE_URL: database.url }
				}
			);
			let log = '';
			child.stdout.on('data', (text) => (log += text));
			child.stderr.on('data', (text) => (log += text));
			await expect.poll(() => log, { timeout: 60_000 }).toContain('ready');
			await use({ origin: `http://localhost:${port}`, log: () => log });
			child.kill('SIGKILL');
			await once(child, 'exit');
			await database.close();
		},
		{ scope: 'worker', timeout: 90_000 }
	]
});

test.describe('in development', { tag: '@javascript' }, () => {
	test.describe.configure({ mode: 'serial', timeout: 180_000 });

	test('FR8: a button inside another form is an error that says what to write', async ({
		page,
		development,
		mayLog
	}) => {
		mayLog(/form|hydrat|vite/i);
		const thrown = page.waitForEvent('pageerror', {
			predicate: ({ message }) => message.includes('<SignOutButton>'),
			timeout: 120_000
		});
		await page.goto(`${development.origin}/outer?nested`);
		const { message } = await thrown;
		expect(message).toContain('stands inside another form');
		expect(message).toContain('formId="sign-out"');
	});

	test('FR24: signOut() in a load is refused, also for a link that is pointed at', async ({
		page,
		development,
		mayLog
	}) => {
		mayLog(/signOut\(\)|Preloading data|status of 500|vite|next HMR update/i);
		const posts: string[] = [];
		page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));

		await page.goto(`${development.origin}/misplaced`);
		await expect(page.getByText('500').first()).toBeVisible();
		expect(development.log()).toContain('signOut() of svelte-guardian/client was called');

		await openHydrated(page, `${development.origin}/outer`);
		await page.getByRole('link', { name: 'Misplaced' }).hover();
		await page.getByRole('link', { name: 'Misplaced' }).click();
		await expect(
			page.getByText('was called on the server or in a').or(page.getByText('500')).first()
		).toBeVisible();
		expect(posts).toEqual([]);
	});
});
