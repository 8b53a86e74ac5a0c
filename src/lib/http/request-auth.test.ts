import type { RequestEvent } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import { createRequests } from './request-auth.js';

const eventOf = (isSubRequest = false) =>
	({ cookies: {}, locals: {}, request: {}, isSubRequest }) as unknown as RequestEvent;

test('a request knows the one whose code has made it, of its own guard', async () => {
	const [mine, others] = [createRequests(), createRequests()];
	const [outer, foreign] = [mine.open(eventOf()), others.open(eventOf())];
	await mine.run(outer, () =>
		others.run(foreign, async () => {
			await null;
			expect(mine.open(eventOf(true)).parent).toBe(outer);
			expect(others.open(eventOf(true)).parent).toBe(foreign);
			expect(mine.open(eventOf()).parent).toBeUndefined();
		})
	);
	expect(mine.open(eventOf(true)).parent).toBeUndefined();
});

/** The computing time of promises, in microseconds. */
async function costOfPromises(): Promise<number> {
	const before = process.cpuUsage();
	for (let n = 0; n < 20_000; n++) await null;
	const { user, system } = process.cpuUsage(before);
	return user + system;
}

// A development server makes a new one with every change of a file, and tests make hundreds.
test('promises cost the same, however many guards a process has made', async () => {
	const alone = await costOfPromises();
	for (let n = 0; n < 200; n++) {
		const requests = createRequests();
		requests.run(requests.open(eventOf()), () => {});
	}
	expect(await costOfPromises()).toBeLessThan(10 * alone + 20_000);
});
