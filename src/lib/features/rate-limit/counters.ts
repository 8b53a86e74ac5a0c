import { report } from '../../report.js';
import type { Count, Counter, CounterStore } from './counter-store.js';
import { createMemoryStore } from './memory-store.js';

/** How long a refusal is remembered without asking the store, in milliseconds: as long as a success elsewhere is not seen. */
const REMEMBERED_MS = 10_000;

/** How long the store is not asked after it has not answered, in milliseconds: each question could take its whole timeout. */
const PAUSE_MS = 10_000;

/** A counter, and how far it may go. */
export interface Limited extends Counter {
	points: number;
	/** See `ActionLimit`. */
	isDoneBeyond?: boolean;
}

/** A limit that is reached. */
export interface Reached {
	counter: Limited;
	/** How long it lasts, in seconds. */
	seconds: number;
	/** Whether this try was counted: it is not where the limit was known to be reached. */
	isNew: boolean;
}

/** Counts within limits: see {@link createCounters}. */
export interface Counters {
	/**
	 * Adds one to each counter. Where a limit is known to be reached nothing is counted.
	 *
	 * @returns the limits that are reached
	 */
	take(counters: readonly Limited[]): Promise<Reached[]>;
	/** Adds one to a counter, without a limit. */
	count(counter: Counter): Promise<number>;
	giveBack(key: string): Promise<void>;
	set(counter: Counter, points: number): Promise<void>;
	get(key: string): Promise<Count | null>;
	/** Forgets counts, and that they have reached their limits. */
	remove(keys: readonly string[]): Promise<void>;
}

/**
 * Creates the counters of an app. What has reached its limit is refused from memory for up to ten seconds, so that an attack
 * does not cost a statement for each try. While the store does not answer, the memory of this process counts: a fault of the
 * store neither lets everybody through nor fails (OWASP ASVS 5.0, 16.5.2).
 *
 * @param store what all instances of the app share
 *
 * @example
 * ```ts
 * const counters = createCounters(createMemoryStore());
 * const reached = await counters.take([{ key, points: 5, seconds: 300 }]);
 * ```
 */
export function createCounters(store: CounterStore): Counters {
	const substitute = createMemoryStore();
	const refused = createMemoryStore();
	let pausedUntil = -Infinity;

	async function ask<T>(work: (store: CounterStore) => Promise<T>): Promise<T> {
		if (performance.now() < pausedUntil) return await work(substitute);
		try {
			return await work(store);
		} catch (error) {
			// Of many that fail at once one is reported.
			if (performance.now() >= pausedUntil) {
				report('Rate limits could not be stored. They are counted in memory meanwhile.', error);
			}
			pausedUntil = performance.now() + PAUSE_MS;
			return await work(substitute);
		}
	}

	async function reachedBefore(counters: readonly Limited[]): Promise<Reached[]> {
		const found: Reached[] = [];
		for (const counter of counters) {
			const count = await refused.get(counter.key);
			// `points` holds until when the limit lasts: the memory of it is shorter.
			if (count) found.push({ counter, seconds: secondsUntil(count.points), isNew: false });
		}
		return found;
	}

	async function remember({ key }: Limited, until: number): Promise<void> {
		const seconds = Math.min(REMEMBERED_MS, until - Date.now()) / 1000;
		if (seconds > 0) await refused.set({ key, seconds }, until);
	}

	return {
		async take(counters) {
			if (counters.length === 0) return [];
			const before = await reachedBefore(counters);
			if (before.length > 0) return before;
			const counts = await ask((store) => store.add(counters));
			const reached: Reached[] = [];
			for (const [index, counter] of counters.entries()) {
				const { points, until } = counts[index]!;
				if (points <= counter.points) continue;
				await remember(counter, until);
				reached.push({ counter, seconds: secondsUntil(until), isNew: true });
			}
			return reached;
		},
		async count(counter) {
			const [count] = await ask((store) => store.add([counter]));
			return count!.points;
		},
		giveBack: (key) => ask((store) => store.giveBack(key)),
		set: (counter, points) => ask((store) => store.set(counter, points)),
		get: (key) => ask((store) => store.get(key)),
		async remove(keys) {
			await refused.remove(keys);
			await ask((store) => store.remove(keys));
			// What was counted while the store was away.
			await substitute.remove(keys);
		}
	};
}

const secondsUntil = (time: number) => Math.max(1, Math.ceil((time - Date.now()) / 1000));
