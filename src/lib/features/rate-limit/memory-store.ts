import type { Count, CounterStore } from './counter-store.js';

/** How many counts are kept. Whoever makes up emails must not fill the memory; one takes some 200 bytes. */
const MAX_COUNTS = 50_000;

/**
 * Creates a store in the memory of this process. Beyond 50,000 counts the oldest are dropped.
 *
 * @param max how many counts are kept
 *
 * @example
 * ```ts
 * const [count] = await createMemoryStore().add([{ key: 'a', seconds: 60 }]);
 * ```
 */
export function createMemoryStore(max = MAX_COUNTS): CounterStore {
	/** In the order in which the windows began. */
	const counts = new Map<string, Count>();

	function live(key: string): Count | null {
		const count = counts.get(key);
		if (!count) return null;
		if (count.until > Date.now()) return count;
		counts.delete(key);
		return null;
	}

	function begin(key: string, seconds: number, points: number): Count {
		counts.delete(key);
		if (counts.size >= max) makeRoom();
		const count = { points, until: Date.now() + seconds * 1000 };
		counts.set(key, count);
		return count;
	}

	/** A tenth at once, so that a flood does not search the whole map for each count. */
	function makeRoom() {
		const now = Date.now();
		for (const [key, { until }] of counts) if (until <= now) counts.delete(key);
		let surplus = counts.size - Math.floor(max * 0.9);
		for (const key of counts.keys()) {
			if (surplus-- <= 0) break;
			counts.delete(key);
		}
	}

	return {
		async add(counters) {
			return counters.map(({ key, seconds }) => {
				const count = live(key) ?? begin(key, seconds, 0);
				count.points += 1;
				return { ...count };
			});
		},
		async giveBack(key) {
			const count = live(key);
			if (count && count.points > 0) count.points -= 1;
		},
		async set({ key, seconds }, points) {
			begin(key, seconds, points);
		},
		get: async (key) => live(key),
		async remove(keys) {
			for (const key of keys) counts.delete(key);
		}
	};
}
