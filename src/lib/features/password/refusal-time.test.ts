import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createRefusalTime } from './refusal-time.js';

describe('SE19: a refusal is answered at a multiple of 250 ms after its check began', () => {
	// See each-test-file.ts.
	beforeEach(() => void vi.restoreAllMocks().useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	/** After how many milliseconds the refusal of a check that takes this long is answered. */
	async function answeredAfter(checkMs: number, time = createRefusalTime()) {
		const startedAt = performance.now();
		const answered = new Promise<void>((resolve) => setTimeout(resolve, checkMs))
			.then(() => time.wait(startedAt))
			.then(() => performance.now() - startedAt);
		await vi.advanceTimersByTimeAsync(2_000);
		return await answered;
	}
	const stepped = () => {
		const time = createRefusalTime();
		time.costsDiffer();
		return time;
	};

	test.each([
		['argon2id as cheap as it gets', 1, 250],
		['an unknown account', 16, 250],
		['Lucia’s scrypt', 110, 250],
		['one that takes just as long', 250, 250],
		['a crowded machine', 251, 500],
		['a very costly hash', 900, 1000]
	])('%s: %i ms become %i', async (_, checkMs, answered) => {
		expect(await answeredAfter(checkMs, stepped())).toBe(answered);
	});

	test('as long as all hashes cost the same nothing waits', async () => {
		expect(await answeredAfter(16)).toBe(16);
	});
});
