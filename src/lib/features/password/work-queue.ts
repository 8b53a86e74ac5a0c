/** How much a {@link WorkQueue} takes on. */
export interface WorkQueueLimits {
	/** How many run at once; at least 1. */
	atOnce: number;
	/** How many may wait for their turn. */
	waiting: number;
	/** How long one of them may wait, in milliseconds. */
	maxWaitMs: number;
}

/**
 * Why work was not run: too many wait already, it has waited too long, or nobody wants its result any more.
 */
export type QueueRefusal = 'full' | 'late' | 'aborted';

/** What became of one piece of work. */
export type WorkOutcome<T> = { done: true; value: T } | { done: false; reason: QueueRefusal };

/** See {@link createWorkQueue}. */
export interface WorkQueue {
	/**
	 * Runs the work when it is its turn. Work that is refused is never run.
	 *
	 * @param signal aborts when nobody wants the result any more. Work that has begun is finished all the same
	 * @throws what the work throws
	 */
	run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<WorkOutcome<T>>;
}

/**
 * Makes a queue for work that is expensive. Both its length and the time spent in it have a bound, so that under more
 * load than the machine can take a few are refused quickly and nobody waits for long.
 *
 * @example
 * ```ts
 * const queue = createWorkQueue({ atOnce: 2, waiting: 100, maxWaitMs: 3000 });
 * const outcome = await queue.run(() => hashPassword(password), request.signal);
 * ```
 */
export function createWorkQueue({ atOnce, waiting, maxWaitMs }: WorkQueueLimits): WorkQueue {
	let running = 0;
	/** What to call for the turn of each who waits, in the order they came. */
	const queue = new Set<() => void>();

	function turn(signal?: AbortSignal): Promise<QueueRefusal | null> | QueueRefusal | null {
		if (signal?.aborted) return 'aborted';
		if (running < atOnce) {
			running += 1;
			return null;
		}
		if (queue.size >= waiting) return 'full';
		return new Promise((resolve) => {
			const settle = (refusal: QueueRefusal | null) => {
				queue.delete(start);
				clearTimeout(timer);
				signal?.removeEventListener('abort', abort);
				resolve(refusal);
			};
			const start = () => settle(null);
			const abort = () => settle('aborted');
			const timer = setTimeout(() => settle('late'), maxWaitMs);
			signal?.addEventListener('abort', abort);
			queue.add(start);
		});
	}

	/** The next work in the queue starts at once, so new work cannot overtake it. */
	function leave() {
		const [next] = queue;
		if (next) next();
		else running -= 1;
	}

	return {
		async run(work, signal) {
			const refusal = await turn(signal);
			if (refusal !== null) return { done: false, reason: refusal };
			try {
				return { done: true, value: await work() };
			} finally {
				leave();
			}
		}
	};
}
