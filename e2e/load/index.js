import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { createClient } from '@libsql/client';
import { deploy } from '../../prisma/migrate.js';
import { databaseUrl, root } from '../../prisma/url.js';
import { Browser } from './browser.js';
import { Measurements } from './measurements.js';
import { live } from './person.js';

const { values: options } = parseArgs({
	options: {
		people: { type: 'string', default: '10000' },
		/** How many people act at the same time. */
		concurrency: { type: 'string', default: '16' },
		/** After so many seconds nobody starts anything new. */
		seconds: { type: 'string', default: '1200' }
	}
});
const people = Number(options.people);
const concurrency = Number(options.concurrency);
const until = performance.now() + Number(options.seconds) * 1000;

if (!existsSync(join(root(), 'build/index.js'))) {
	console.error('load: the demo is not built. Run `npm run build` first.');
	process.exit(1);
}

const folder = await mkdtemp(join(tmpdir(), 'guardian-load-'));
const url = databaseUrl(`file:${join(folder, 'load.db')}`);
await deploy(url, { log: () => {} });
const port = await freePort();
const origin = `http://localhost:${port}`;
const server = spawn(process.execPath, [join(root(), 'build')], {
	stdio: ['ignore', 'ignore', 'inherit'],
	env: {
		...process.env,
		NODE_ENV: 'production',
		HOST: '127.0.0.1',
		PORT: String(port),
		ORIGIN: origin,
		DATABASE_URL: url
	}
});
const ended = once(server, 'exit');
process.once('exit', () => server.kill('SIGKILL'));

try {
	await answers();
	const measurements = new Measurements(people);
	let next = 0;
	let expected = 0;
	const act = async () => {
		while (next < people && performance.now() < until) {
			const number = next++;
			// Not `+= await`: that reads the sum before everybody else has added to it.
			const left = await live(number, () => new Browser(port, origin, measurements));
			expected += left;
			measurements.finished();
		}
	};
	await Promise.all(Array.from({ length: concurrency }, act));

	const found = await sessionsLeft();
	console.log(measurements.summary());
	console.log(`People            ${next} of ${people}, ${concurrency} at a time`);
	console.log(`Sessions left     ${found}, and should be ${expected}`);
	if (found !== expected || measurements.errors > 0) process.exitCode = 1;
} finally {
	server.kill('SIGTERM');
	await ended;
	await rm(folder, { recursive: true, force: true });
}

async function sessionsLeft() {
	const client = createClient({ url });
	const { rows } = await client.execute('SELECT count(*) AS n FROM "Session"');
	client.close();
	return Number(rows[0]?.n);
}

async function answers() {
	for (;;) {
		try {
			await fetch(`http://127.0.0.1:${port}/`, { headers: { host: `localhost:${port}` } });
			return;
		} catch {
			if (server.exitCode !== null) throw new Error('The demo did not start.');
		}
	}
}

async function freePort() {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const address = probe.address();
	probe.close();
	if (typeof address !== 'object' || !address) throw new Error('There is no free port.');
	return address.port;
}
