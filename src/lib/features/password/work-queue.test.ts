import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { createWorkQueue, type WorkQueueLimits } from './work-queue.js';

/** A queue, and work that ends when the test says so. */
function setUp(limits: Partial<WorkQueueLimits> = {}) {
	const queue = createWorkQueue({ atOnce: 1, waiting: 2, maxWaitMs: 60_000, ...limits });
	const started: string[] = [];
	const ends = new Map<string, () => void>();
	const run = (name: string, signal?: AbortSignal) =>
		queue.run(async () => {
			started.push(name);
			await new Promise<void>((resolve) => ends.set(name, resolve));
			return name;
		}, signal);
	return { queue, run, started, end: (name: string) => ends.get(name)!() };
}

/** Everything that is due by now has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('RL16, SE2: no more than so many run at once, and the others in the order they came', async () => {
	const { run, started, end } = setUp({ atOnce: 2 });
	const all = ['a', 'b', 'c', 'd'].map((name) => run(name));
	await settled();
	expect(started).toEqual(['a', 'b']);
	end('b');
	await settled();
	expect(started).toEqual(['a', 'b', 'c']);
	end('a');
	await settled();
	end('c');
	end('d');
	expect(await Promise.all(all)).toEqual(
		['a', 'b', 'c', 'd'].map((value) => ({ done: true, value }))
	);
});

test('RL16, SE2: no more than so many wait: the next is refused at once', async () => {
	const { run, end } = setUp({ waiting: 1 });
	const all = ['a', 'b'].map((name) => run(name));
	expect(await run('c')).toEqual({ done: false, reason: 'full' });
	end('a');
	await settled();
	// There is a place again.
	const next = run('d');
	end('b');
	await settled();
	end('d');
	expect(await Promise.all([...all, next])).toMatchObject([{}, {}, { done: true, value: 'd' }]);
});

test('RL16, SE2: without places to wait, what cannot start at once is refused', async () => {
	const { run, end } = setUp({ waiting: 0 });
	const first = run('a');
	await settled();
	expect(await run('b')).toEqual({ done: false, reason: 'full' });
	end('a');
	expect(await first).toEqual({ done: true, value: 'a' });
});

test('RL16, SE2: nobody waits longer than that, and what is refused is never run', async () => {
	const { run, started, end } = setUp({ maxWaitMs: 5 });
	const first = run('a');
	expect(await run('b')).toEqual({ done: false, reason: 'late' });
	end('a');
	await first;
	await settled();
	expect(started).toEqual(['a']);
});

test('RL16, SE2: work for somebody who has gone is not run, and its place is free', async () => {
	const { run, started, end } = setUp({ waiting: 1 });
	const first = run('a');
	const gone = new AbortController();
	const second = run('b', gone.signal);
	gone.abort();
	expect(await second).toEqual({ done: false, reason: 'aborted' });
	expect(await run('c', AbortSignal.abort())).toEqual({ done: false, reason: 'aborted' });
	const last = run('d');
	end('a');
	await first;
	await settled();
	end('d');
	expect(await last).toEqual({ done: true, value: 'd' });
	expect(started).toEqual(['a', 'd']);
});

test('RL16, SE2: work that has begun is finished, whoever has gone', async () => {
	const { run, end } = setUp();
	const gone = new AbortController();
	const work = run('a', gone.signal);
	await settled();
	gone.abort();
	end('a');
	expect(await work).toEqual({ done: true, value: 'a' });
});

test('RL16, SE2: a signal keeps no listener of one who waits no more', async () => {
	const { run, end } = setUp();
	const { signal } = new AbortController();
	const all = [run('a', signal), run('b', signal)];
	await settled();
	end('a');
	await settled();
	expect(getEventListeners(signal, 'abort')).toEqual([]);
	end('b');
	await Promise.all(all);
});

test.each([
	[
		'rejects',
		async () => {
			throw new Error('broken');
		}
	],
	[
		'throws',
		() => {
			throw new Error('broken');
		}
	]
])('RL16, SE2: work that %s takes no place with it', async (_, broken: () => Promise<never>) => {
	const { queue, run, end } = setUp();
	await expect(queue.run(broken)).rejects.toThrow('broken');
	const next = run('a');
	await settled();
	end('a');
	expect(await next).toEqual({ done: true, value: 'a' });
});
