import { setImmediate as yieldOnce } from 'node:timers/promises';
import { report } from './report.js';

/** Runs work in the background: see {@link createRounds}. */
export interface Rounds {
	/** Begins a round at once, or when the one in progress is over. Settles when it is done. */
	wake(): Promise<void>;
	/** Begins no further round, and tells the one in progress to end. */
	stop(): void;
}

/**
 * Whether SvelteKit builds: it runs the app in a process of its own to look at its routes, and to prerender. A slow build would
 * otherwise send mails and delete rows, of whatever database it has been given.
 */
const isBuild = () => process.env.SVELTEKIT_FORK === 'true';

/** Every process has one listener, however many `guardianAuth()` there are. */
const stops = new Set<() => void>();
let listens = false;

/**
 * Runs work again and again: when it is woken, and `every` so many seconds after the last time. Two rounds never overlap. One
 * that has left work is followed by another at once. One that fails is logged, and the next one tries again. It ends with adapter-node, and keeps no process alive.
 *
 * @param work gets a signal that is aborted when it is to end, and says whether it has left nothing
 * @param every in seconds; `null`, or in a build: only when it is woken
 * @param failed what the log says when a round fails
 *
 * @example
 * ```ts
 * const rounds = createRounds((signal) => outbox.deliver({ ...BOUNDS, signal }), { every: 60, failed: 'Mails could not be sent.' });
 * rounds.wake();
 * ```
 */
export function createRounds(
	work: (signal: AbortSignal) => Promise<{ isDone: boolean }>,
	{ every, failed }: { every: number | null; failed: string }
): Rounds {
	const over = new AbortController();
	const { signal } = over;
	let timer: NodeJS.Timeout | null = null;
	let current: Promise<void> | null = null;
	let isWoken = false;

	const wait = () => {
		if (every !== null && !signal.aborted && !isBuild()) {
			timer = setTimeout(() => void begin(), every * 1000).unref();
		}
	};
	async function round(): Promise<void> {
		let isDone: boolean;
		do {
			isWoken = false;
			isDone = true;
			try {
				({ isDone } = await work(signal));
				// Requests come first.
				await yieldOnce();
			} catch (error) {
				report(`${failed} The next round tries again.`, error);
			}
		} while ((isWoken || !isDone) && !signal.aborted);
		current = null;
		wait();
	}
	const begin = () => {
		if (timer) clearTimeout(timer);
		return (current = round());
	};
	const stop = () => {
		over.abort();
		stops.delete(stop);
		if (timer) clearTimeout(timer);
	};

	stops.add(stop);
	if (!listens) {
		listens = true;
		// adapter-node's own event, which Node's types do not know.
		process.on('sveltekit:shutdown' as 'exit', () => stops.forEach((end) => end()));
	}
	wait();
	return {
		async wake() {
			if (signal.aborted) return;
			isWoken = true;
			await (current ?? begin());
		},
		stop
	};
}
