import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { createRounds } from './rounds.js';

afterEach(() => void vi.unstubAllEnvs());

/** The timers of rounds keep no process alive, and here the test itself does. */
const EVERY = 0.005;

test('a server runs its rounds again and again, until they are stopped', async () => {
	const work = vi.fn(async () => ({ isDone: true }));
	const rounds = createRounds(work, { every: EVERY, failed: 'No round.' });
	await expect.poll(() => work.mock.calls.length, { interval: 5 }).toBeGreaterThan(3);
	rounds.stop();
	const before = work.mock.calls.length;
	await sleep(50);
	expect(work.mock.calls.length).toBeLessThanOrEqual(before + 1);
});

test('a build of SvelteKit, however slow, runs none by itself', async () => {
	vi.stubEnv('SVELTEKIT_FORK', 'true');
	const work = vi.fn(async () => ({ isDone: true }));
	const rounds = createRounds(work, { every: EVERY, failed: 'No round.' });
	await sleep(100);
	expect(work).not.toHaveBeenCalled();
	await rounds.wake();
	expect(work).toHaveBeenCalledOnce();
	rounds.stop();
});

test('they end with adapter-node, and those that are made after it with the next time', async () => {
	for (let time = 1; time <= 2; time++) {
		let count = 0;
		const work = async () => ({ isDone: Boolean(++count) });
		const rounds = createRounds(work, { every: null, failed: 'Nothing was done.' });
		process.emit('sveltekit:shutdown' as 'beforeExit', 0);
		await rounds.wake();
		expect(count, `the end number ${time}`).toBe(0);
	}
});
