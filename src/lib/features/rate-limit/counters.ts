import { report } from '../../report.js';
import type { Count, Counter, CounterStore } from './counter-store.js';
import { createLateWrites, type Write } from './late-writes.js';
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
	/** Sets a count. What the store does not take is stored as soon as it does; so it is with `remove`. */
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
	const late = createLateWrites(store);
	/** By the key, the latest write that is on its way: an earlier one that fails after it is not tried again. */
	const latest = new Map<string, object>();
	let pausedUntil = -Infinity;

	const isPaused = () => performance.now() < pausedUntil;

	function pause(error: unknown): void {
		// Of many that fail at once one is reported.
		if (!isPaused()) {
			report('Rate limits could not be stored. They are counted in memory meanwhile.', error);
		}
		pausedUntil = performance.now() + PAUSE_MS;
	}

	async function ask<T>(work: (store: CounterStore) => Promise<T>): Promise<T> {
		if (isPaused()) return await work(substitute);
		if (late.hasAny()) {
			await late.flushBriefly();
			if (late.hasAny()) {
				pause(new Error('What waits to be stored has not been taken within a second.'));
				return await work(substitute);
			}
		}
		try {
			return await work(store);
		} catch (error) {
			pause(error);
			return await work(substitute);
		}
	}

	/** Also in a pause: a lock that was ended, or a proof that was voided in memory only, would be back after it. */
	async function write(
		writes: readonly Write[],
		work: (store: CounterStore) => Promise<void>
	): Promise<void> {
		await work(substitute);
		if (isPaused() || late.hasAny()) {
			for (const [key] of writes) latest.delete(key);
			late.keep(writes);
			return await late.flushBriefly();
		}
		const own = {};
		for (const [key] of writes) latest.set(key, own);
		const isLatest = ([key]: Write) => latest.get(key) === own;
		try {
			await work(store);
		} catch (error) {
			pause(error);
			late.keep(writes.filter(isLatest));
		} finally {
			for (const [key] of writes.filter(isLatest)) latest.delete(key);
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
		set(counter, points) {
			const until = Date.now() + counter.seconds * 1000;
			return write([[counter.key, { points, until }]], (store) => store.set(counter, points));
		},
		async get(key) {
			const waiting = late.find(key);
			return waiting === undefined ? await ask((store) => store.get(key)) : waiting;
		},
		async remove(keys) {
			await refused.remove(keys);
			await write(
				keys.map((key) => [key, null]),
				(store) => store.remove(keys)
			);
		}
	};
}

const secondsUntil = (time: number) => Math.max(1, Math.ceil((time - Date.now()) / 1000));
