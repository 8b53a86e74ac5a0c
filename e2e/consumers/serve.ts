import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../prisma/tools/free-port.js';
import type { Consumer } from './app.js';

const START_MS = 120_000;

/** A built app that is running. */
export interface Running {
	origin: string;
	/** What it has written so far. */
	log(): string;
	stop(): Promise<void>;
}

/**
 * Starts what adapter-node has built, or `vite preview` on it. It is reached as through a proxy: the adapter of SvelteKit 3 reads no `ORIGIN`.
 *
 * @param start the path of its first page
 * @throws with its log, when it does not answer
 */
export async function serve(
	{ root, env }: Consumer,
	databaseUrl: string,
	how: 'start' | 'preview' = 'start',
	start = '/'
): Promise<Running> {
	const port = await freePort();
	const preview = [
		'node_modules/vite/bin/vite.js',
		'preview',
		'--host',
		'127.0.0.1',
		'--port',
		String(port)
	];
	const child = spawn('node', how === 'start' ? ['build'] : preview, {
		cwd: root,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {
			...env,
			NODE_ENV: 'production',
			HOST: '127.0.0.1',
			PORT: String(port),
			PROTOCOL_HEADER: 'x-forwarded-proto',
			DATABASE_URL: databaseUrl
		}
	});
	let written = '';
	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding('utf8').on('data', (text: string) => (written += text));
	const kill = () => child.kill('SIGKILL');
	process.once('exit', kill);
	const ended = once(child, 'exit');
	const stop = async () => {
		process.off('exit', kill);
		kill();
		await ended;
	};

	const deadline = Date.now() + START_MS;
	while (!(await answers(port, start))) {
		if (child.exitCode !== null || Date.now() > deadline) {
			await stop();
			throw new Error(`The built app does not start:\n${written}`);
		}
		await sleep(100);
	}
	return { origin: `http://localhost:${port}`, log: () => written, stop };
}

async function answers(port: number, path: string): Promise<boolean> {
	const signal = AbortSignal.timeout(10_000);
	const headers = { 'x-forwarded-proto': 'http' };
	return fetch(`http://127.0.0.1:${port}${path}`, { signal, headers }).then(
		({ ok }) => ok,
		() => false
	);
}
