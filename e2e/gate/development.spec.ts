import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { freePort } from '../../prisma/tools/free-port.js';
import { createDatabase } from '../support/database.js';
import { signedIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

const fixture = join(import.meta.dirname, '../fixture');

/** The fixture as `vite dev` serves it. */
async function develop() {
	const [port, database] = await Promise.all([freePort(), createDatabase('sqlite')]);
	const vite = createRequire(import.meta.url).resolve('vite/package.json');
	const child = spawn(
		process.execPath,
		[join(dirname(vite), 'bin/vite.js'), 'dev', '--host', '127.0.0.1', '--port', String(port)],
		{
			cwd: fixture,
			stdio: ['ignore', 'pipe', 'pipe'],
			env: {
				...process.env,
				NODE_ENV: 'development',
				DATABASE_URL: database.url,
				GUARDIAN_OPTIONS: '{}'
			}
		}
	);
	let log = '';
	const ready = new Promise<void>((resolve, reject) => {
		const read = (text: Buffer) => {
			log += text;
			if (log.includes('ready in')) resolve();
		};
		child.stdout.on('data', read);
		child.stderr.on('data', read);
		child.once('exit', () => reject(new Error(log)));
	});
	const stop = async () => {
		const ended = once(child, 'exit');
		child.kill('SIGKILL');
		await ended;
		await database.close();
	};
	await ready;
	const origin = `http://localhost:${port}`;
	return { server: { origin, port, databaseUrl: database.url }, log: () => log, stop };
}

test.beforeEach(() => test.setTimeout(180_000));

test('FR14: a form works in development behind TLS, and the log says what differs where it is refused', async () => {
	const { server, log, stop } = await develop();
	try {
		const client = await signedIn(server);
		// As a tunnel that ends TLS passes it on.
		const origin = server.origin.replace('http:', 'https:');
		const tunnel = { origin, 'sec-fetch-site': 'same-origin' };

		const refused = await client.post('/?/signout', {}, { origin });
		expect(refused.status).toBe(403);
		expect(log()).toContain(
			`A request was refused: the app is at ${server.origin}, and it came from \`Origin: ${origin}\``
		);
		expect((await client.post('/?/signout', {}, tunnel)).status).toBe(303);
		expect(client.token).toBeUndefined();

		const again = new Client(server);
		await again.post('/signin?/signin', { ...client.account }, tunnel);
		expect(await again.whoami()).toBe(client.account.email);
	} finally {
		await stop();
	}
});
