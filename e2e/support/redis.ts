import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createClient } from 'redis';
import { Redis } from 'ioredis';
import { freePort } from '../../prisma/tools/free-port.js';

/** A Redis server of a test's own, with nothing in it. */
export interface RedisServer {
	/** Opens a client of the package. */
	connect(by: 'redis' | 'ioredis'): Promise<{
		client: object;
		flushAll(): Promise<unknown>;
		close(): Promise<void>;
	}>;
	stop(): Promise<void>;
}

/**
 * Starts Debian's `redis-server` on a free port, without a file.
 *
 * @returns `null` where it is not installed
 *
 * @example
 * ```ts
 * const redis = await startRedis();
 * await redis?.stop();
 * ```
 */
export async function startRedis(): Promise<RedisServer | null> {
	const port = await freePort();
	const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
	const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
	const kill = () => void child.kill('SIGKILL');
	const isReady = await new Promise<boolean>((resolve) => {
		child.once('error', () => resolve(false));
		child.once('exit', () => resolve(false));
		child.stdout.on('data', (text) => /Ready to accept/.test(String(text)) && resolve(true));
	});
	if (!isReady) return null;
	process.once('exit', kill);

	return {
		async connect(by) {
			if (by === 'ioredis') {
				const client = new Redis(port, '127.0.0.1');
				await client.ping();
				return {
					client,
					flushAll: () => client.flushall(),
					close: async () => client.disconnect()
				};
			}
			const client = createClient({ url: `redis://127.0.0.1:${port}` });
			await client.connect();
			return { client, flushAll: () => client.flushAll(), close: async () => client.destroy() };
		},
		async stop() {
			process.off('exit', kill);
			const ended = once(child, 'exit');
			kill();
			await ended;
		}
	};
}
