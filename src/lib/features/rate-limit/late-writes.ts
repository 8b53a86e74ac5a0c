import { RETRY_TIMEOUT_SECONDS } from '../../database/query.js';
import { withTimeout } from '../../with-timeout.js';
import type { Count, CounterStore } from './counter-store.js';

/** How many writes wait at most: some 2 MB. Beyond that the oldest are dropped. */
const MAX_WRITES = 10_000;

/** How many counts one statement removes. */
const AT_ONCE = 500;

/** After how long what waits is tried again, in milliseconds. */
const AGAIN_MS = 10_000;

/** What is to become of a count: `null` where it is to be removed. */
export type Write = [key: string, count: Count | null];

/** Writes that the store has not taken yet: see {@link createLateWrites}. */
export interface LateWrites {
	/** Whether any wait. */
	hasAny(): boolean;
	/** What is to become of a count; `undefined` where nothing waits. */
	find(key: string): Count | null | undefined;
	/** Keeps writes, to be tried again every ten seconds. */
	keep(writes: readonly Write[]): void;
	/** Tries them now, and waits for at most a second. What the store does not take waits on. */
	flushBriefly(): Promise<void>;
}

/**
 * Creates the queue of writes for a store that does not answer: what ends a lock, or voids the proofs of browsers, is not counted
 * again like a try, and must not be lost. Of several writes to one count the last one is kept. A count that is set ends when it
 * was to end.
 *
 * @param store where they are to be written
 * @param max how many are kept
 *
 * @example
 * ```ts
 * const late = createLateWrites(store);
 * late.keep([[key, null]]);
 * await late.flushBriefly();
 * ```
 */
export function createLateWrites(store: CounterStore, max = MAX_WRITES): LateWrites {
	/** The earliest first. Each is an object of its own, by which it is known whether it was replaced meanwhile. */
	const waiting = new Map<string, { count: Count | null }>();
	let flushing: Promise<void> | null = null;
	let timer: NodeJS.Timeout | null = null;

	async function writeAll(): Promise<void> {
		while (waiting.size > 0) {
			const some = [...waiting].slice(0, AT_ONCE);
			const removed = some.filter(([, { count }]) => count === null).map(([key]) => key);
			if (removed.length > 0) await store.remove(removed);
			for (const [key, { count }] of some) {
				const seconds = count ? Math.ceil((count.until - Date.now()) / 1000) : 0;
				if (count && seconds > 0) await store.set({ key, seconds }, count.points);
			}
			for (const [key, write] of some) if (waiting.get(key) === write) waiting.delete(key);
		}
	}

	async function flush(): Promise<void> {
		if (waiting.size > 0) {
			flushing ??= writeAll().finally(() => (flushing = null));
			await flushing;
		}
	}

	/** What has failed is tried again by the next timer, which the writes that wait have set. */
	const waitsOn = () => {};

	function setTimer(): void {
		timer ??= setTimeout(() => {
			flush()
				.catch(waitsOn)
				.finally(() => {
					timer = null;
					if (waiting.size > 0) setTimer();
				});
		}, AGAIN_MS).unref();
	}

	return {
		hasAny: () => waiting.size > 0,
		find: (key) => waiting.get(key)?.count,
		keep(writes) {
			for (const [key, count] of writes) {
				waiting.delete(key);
				waiting.set(key, { count });
			}
			for (const key of waiting.keys()) {
				if (waiting.size <= max) break;
				waiting.delete(key);
			}
			setTimer();
		},
		flushBriefly: () =>
			withTimeout(flush, {
				seconds: RETRY_TIMEOUT_SECONDS,
				timeoutError: () => new Error('The writes wait on.')
			}).catch(waitsOn)
	};
}
