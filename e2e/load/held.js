import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @import { ChildProcess } from 'node:child_process'
 * @import { Held } from './heap-probe.js'
 */

/** How long a process may take to close what it no longer needs, in milliseconds: a pool keeps idle connections for ten seconds. */
const REST_MS = 30_000;

/**
 * Lets a process collect its garbage, and asks what it holds then. It does nothing else meanwhile, for some 0.1 s.
 *
 * @param {ChildProcess} instance with the probe of `heap-probe.js`
 * @returns {Promise<Held | null>} `null` for one that has ended
 *
 * @example
 * const held = await readHeld(instance);
 */
export async function readHeld(instance) {
	if (!instance.connected) return null;
	const answered = once(instance, 'message', { signal: AbortSignal.timeout(REST_MS) });
	instance.send('collect');
	return (await answered)[0];
}

/**
 * Remembers what processes at rest have open. To be called before the load.
 *
 * @param {ChildProcess[]} instances
 * @returns {Promise<() => Promise<string[]>>} to be called when they are at rest again: what each has open beyond that
 *
 * @example
 * const readLeftOpen = await rememberOpen(instances);
 * await readLeftOpen(); // ['nothing', '2 TCPSocketWrap']
 */
export async function rememberOpen(instances) {
	const before = await Promise.all(instances.map(readHeld));
	return () => Promise.all(instances.map((instance, index) => leftOpen(instance, before[index])));
}

/**
 * @param {ChildProcess} instance
 * @param {Held | null | undefined} before
 */
async function leftOpen(instance, before) {
	const until = performance.now() + REST_MS;
	for (;;) {
		const more = count((await readHeld(instance))?.resources ?? []);
		for (const [name, times] of count(before?.resources ?? [])) {
			more.set(name, (more.get(name) ?? 0) - times);
		}
		const left = [...more].filter(([, times]) => times > 0);
		if (left.length === 0) return 'nothing';
		if (performance.now() > until)
			return left.map(([name, times]) => `${times} ${name}`).join(', ');
		await sleep(500);
	}
}

/** @param {string[]} names */
function count(names) {
	/** @type {Map<string, number>} */
	const counts = new Map();
	for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
	return counts;
}
