import { availableParallelism } from 'node:os';
import { createWorkQueue } from './work-queue.js';

/** How many threads libuv has by default; `UV_THREADPOOL_SIZE` says otherwise. */
const DEFAULT_THREADS = 4;

/** How many may wait for a password check, and for how long, in milliseconds. */
const WAITING = 100;
const MAX_WAIT_MS = 3000;

/** After how many seconds somebody whom {@link passwordQueue} has refused should try again. */
export const RETRY_AFTER = MAX_WAIT_MS / 1000;

/**
 * How many passwords to hash at once. One thread of libuv's pool stays free, so that file reads do not wait for hashes; one
 * core stays free, so that pages do not wait.
 *
 * @param threads `UV_THREADPOOL_SIZE` as the environment has it
 * @param cores how many there are for this process
 *
 * @example
 * ```ts
 * hashesAtOnce(undefined, 8); // 3
 * ```
 */
export function hashesAtOnce(threads: string | undefined, cores: number): number {
	const given = Number(threads);
	const size = Number.isInteger(given) && given > 0 ? given : DEFAULT_THREADS;
	return Math.max(1, Math.min(size, cores) - 1);
}

/**
 * The one queue of this process for everything that hashes a password or checks one: the threads and cores that it uses
 * are the process's, however many `guardianAuth()` there are.
 *
 * @example
 * ```ts
 * const outcome = await passwordQueue.run(() => hashPassword(password), signal);
 * if (!outcome.done) return failure('TOO_BUSY');
 * ```
 */
export const passwordQueue = createWorkQueue({
	atOnce: hashesAtOnce(process.env.UV_THREADPOOL_SIZE, availableParallelism()),
	waiting: WAITING,
	maxWaitMs: MAX_WAIT_MS
});
