import { report } from '../report.js';

/** Runs work in the background: see {@link createRounds}. */
export interface Rounds {
	/** Begins a round at once, or when the one in progress is over. */
	wake(): void;
	/** Begins no further round. */
	stop(): void;
}

/** Every process has one listener, however many `guardianAuth()` there are. */
const running = new Set<() => void>();
let listens = false;

/**
 * Runs work again and again: when it is woken, and `every` so many seconds after the last time. Two rounds never overlap. One
 * that fails is logged, and the next one tries again. It ends with adapter-node, and keeps no process alive.
 *
 * @param every in seconds; `null`: only when it is woken
 * @param failed what the log says when a round fails
 *
 * @example
 * ```ts
 * const rounds = createRounds(async () => void (await outbox.deliver(BOUNDS)), { every: 60, failed: 'Mails could not be sent.' });
 * rounds.wake();
 * ```
 */
export function createRounds(
	work: () => Promise<void>,
	{ every, failed }: { every: number | null; failed: string }
): Rounds {
	let timer: NodeJS.Timeout | null = null;
	let isRunning = false;
	let isWoken = false;
	let isOver = false;

	const wait = () => {
		if (every !== null && !isOver) timer = setTimeout(() => void round(), every * 1000).unref();
	};
	async function round(): Promise<void> {
		if (timer) clearTimeout(timer);
		isRunning = true;
		do {
			isWoken = false;
			try {
				await work();
			} catch (error) {
				report(`${failed} The next round tries again.`, error);
			}
		} while (isWoken && !isOver);
		isRunning = false;
		wait();
	}
	const stop = () => {
		isOver = true;
		running.delete(stop);
		if (timer) clearTimeout(timer);
	};

	running.add(stop);
	if (!listens) {
		listens = true;
		// adapter-node's own event, which Node's types do not know.
		process.once('sveltekit:shutdown' as 'exit', () => running.forEach((end) => end()));
	}
	wait();
	return {
		wake() {
			if (isOver) return;
			if (isRunning) isWoken = true;
			else void round();
		},
		stop
	};
}
