import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CounterStore } from './counter-store.js';
import { createCounters } from './counters.js';
import { createMemoryStore } from './memory-store.js';

const PAUSE_MS = 10_000;
const lock = { key: 'locked', seconds: 365 * 86_400 };
const since = { key: 'since', seconds: 180 * 86_400 };

/** A store that other instances share, and that this one may not reach. */
function createShared() {
	const shared = createMemoryStore();
	let state: 'up' | 'down' | 'hangs' = 'up';
	const reach = async () => {
		if (state === 'down') throw new Error('The store is down.');
		if (state === 'hangs') await new Promise(() => {});
	};
	const writes = vi.fn();
	const own: CounterStore = {
		add: (counters) => reach().then(() => shared.add(counters)),
		giveBack: (key) => reach().then(() => shared.giveBack(key)),
		get: (key) => reach().then(() => shared.get(key)),
		async set(counter, points) {
			writes();
			await reach();
			await shared.set(counter, points);
		},
		async remove(keys) {
			writes();
			await reach();
			await shared.remove(keys);
		}
	};
	return { shared, own, writes, turn: (next: typeof state) => void (state = next) };
}

beforeEach(() => {
	vi.useFakeTimers();
	vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

/** The lock of an account is ended, and the proofs of its browsers are voided. */
async function change(counters: ReturnType<typeof createCounters>) {
	await counters.set(since, 1);
	await counters.remove([lock.key]);
}

test('RL12: what is set or removed while the store is not asked reaches it all the same', async () => {
	const { shared, own, turn } = createShared();
	const counters = createCounters(own);
	await shared.set(lock, 1000);
	turn('down');
	await counters.count({ key: 'other', seconds: 60 });
	turn('up');
	await change(counters);

	expect(await shared.get(since.key)).toMatchObject({ points: 1 });
	expect(await shared.get(lock.key)).toBeNull();
	expect(await counters.get(since.key)).toMatchObject({ points: 1 });
});

test('RL12: what the store does not take is stored when it can be, for the time that it was to last', async () => {
	const { shared, own, turn } = createShared();
	const counters = createCounters(own);
	await shared.set(lock, 1000);
	const until = Date.now() + since.seconds * 1000;
	turn('down');
	await change(counters);
	expect(await counters.get(since.key)).toEqual({ points: 1, until });
	expect(await counters.get(lock.key)).toBeNull();
	await vi.advanceTimersByTimeAsync(3 * PAUSE_MS);
	expect(await shared.get(since.key)).toBeNull();

	turn('up');
	await vi.advanceTimersByTimeAsync(PAUSE_MS);
	expect(await shared.get(since.key)).toEqual({ points: 1, until });
	expect(await shared.get(lock.key)).toBeNull();
});

test('RL12: of what waits for the store the last counts, and comes before the next count', async () => {
	const { shared, own, turn } = createShared();
	const counters = createCounters(own);
	turn('down');
	await counters.set(lock, 1000);
	await counters.remove([lock.key]);
	await counters.remove([since.key]);
	await counters.set(since, 7);
	turn('up');
	vi.setSystemTime(Date.now() + 60_000);
	vi.spyOn(performance, 'now').mockReturnValue(performance.now() + PAUSE_MS);
	expect(await counters.count(since)).toBe(8);
	expect(await shared.get(lock.key)).toBeNull();
});

test('RL12: a store that hangs delays a sign-in in a pause by a second at most, and waits by itself', async () => {
	const { own, turn, writes } = createShared();
	const counters = createCounters(own);
	turn('down');
	await counters.count(lock);
	turn('hangs');
	const changed = Promise.all(Array.from({ length: 20 }, (_, n) => counters.remove([`${n}`])));
	await vi.advanceTimersByTimeAsync(1000);
	await changed;
	expect(writes).toHaveBeenCalledTimes(1);
});

test('RL12: however many writes wait, so many are kept, and removed together', async () => {
	const { shared, own, turn, writes } = createShared();
	const counters = createCounters(own);
	await shared.add([{ key: '0', seconds: 60 }]);
	await shared.add([{ key: '10000', seconds: 60 }]);
	turn('down');
	await counters.remove(Array.from({ length: 10_001 }, (_, n) => `${n}`));
	turn('up');
	writes.mockClear();
	await vi.advanceTimersByTimeAsync(PAUSE_MS);
	expect(writes).toHaveBeenCalledTimes(20);
	expect(await shared.get('0')).toMatchObject({ points: 1 });
	expect(await shared.get('10000')).toBeNull();
});

test.each([
	['a success that is stored', async () => {}],
	['another that is not', async (turn: (how: 'down') => void) => turn('down')]
])('RL12: a lock whose statement fails late does not come back after %s', async (_, meanwhile) => {
	const { shared, own, turn } = createShared();
	const hung: ((error: Error) => void)[] = [];
	vi.spyOn(own, 'set').mockImplementationOnce(() => new Promise((_, reject) => hung.push(reject)));
	const counters = createCounters(own);
	const locked = counters.set(lock, 1000);
	await vi.advanceTimersByTimeAsync(0);
	await meanwhile(turn);
	await counters.remove([lock.key]);
	hung[0]!(new Error('It has not answered in time.'));
	await locked;
	turn('up');
	await vi.advanceTimersByTimeAsync(2 * PAUSE_MS);
	expect(await shared.get(lock.key)).toBeNull();
});

test('RL12: a store that answers, but slowly, delays a question by a second at most', async () => {
	const { own, turn } = createShared();
	const counters = createCounters(own);
	turn('down');
	for (let n = 0; n < 100; n++) await counters.set({ key: `${n}`, seconds: 600 }, 1);
	turn('up');
	const { set } = own;
	vi.spyOn(own, 'set').mockImplementation(async (...write) => {
		await new Promise((resolve) => setTimeout(resolve, 200));
		await set(...write);
	});
	vi.spyOn(performance, 'now').mockReturnValue(performance.now() + PAUSE_MS);
	let isAnswered = false;
	void counters.count(since).then(() => (isAnswered = true));
	await vi.advanceTimersByTimeAsync(1100);
	expect(isAnswered).toBe(true);
	await vi.advanceTimersByTimeAsync(20_000);
});
