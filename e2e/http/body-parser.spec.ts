import { join } from 'node:path';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

const root = join(import.meta.dirname, '../..');
const parser = join(root, 'e2e/support/behind-parser.js');

test('SE38: behind a body parser a form is refused at once, and the log says why', async ({
	start
}) => {
	const through = [process.execPath, parser, join(root, 'build/handler.js'), '--'];
	const server = await start({ build: 'demo', through });
	const started = Date.now();
	const answers = await Promise.all(
		['/?/signout', '/signin?/signin', '/signup?/signup'].map((path) =>
			new Client(server).enhanced(path, { email: 'ann@example.com', password: 'long enough' })
		)
	);

	// Waiting for a body that nobody sends would take ten seconds.
	expect(Date.now() - started).toBeLessThan(5000);
	for (const { json, body } of answers) {
		expect(json()).toMatchObject({ type: 'failure', status: 400 });
		expect(body).toContain('UNREADABLE_BODY');
	}
	expect(server.log()).toContain('a body parser (such as express.json() or express.urlencoded())');
});
