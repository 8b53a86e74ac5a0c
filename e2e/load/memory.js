import { readFile } from 'node:fs/promises';
import { readHeld } from './held.js';

/** @import { ChildProcess } from 'node:child_process' */

/** How often the resident memory is read, and how often what is live, in milliseconds: for that the process stops. */
const RESIDENT_EVERY_MS = 1_000;
const LIVE_EVERY_MS = 20_000;

/**
 * How much of a run does not count: caches and pools fill up, and V8 goes on compiling for some thousands of requests, which
 * on a busy machine takes minutes.
 */
const WARM_UP = 1 / 3;
const MINUTE_MS = 60_000;

/** By how much what is live may differ between the minute after the warm-up and the last: requests in progress hold some of it. */
const LEVEL = 0.05;

/** @typedef {{ at: number, megabytes: number }[]} Samples `at` in milliseconds since the beginning */

/**
 * Watches the memory of processes: what is live after a garbage collection, where a leak shows, and what is resident, which
 * also holds the garbage that V8 has not collected and what the allocator keeps. Without `/proc` the latter is not seen.
 *
 * @param {ChildProcess[]} instances with the probe of `heap-probe.js`
 * @returns {() => Promise<{ lines: string[], isLevel: boolean }>} ends it; a line for each process; `isLevel`: whether what
 * is live has not grown, also where the run was too short to tell
 *
 * @example
 * const stop = watchMemory(instances);
 * const { lines } = await stop();
 */
export function watchMemory(instances) {
	const started = performance.now();
	const seen = instances.map((instance) => {
		const samples = { live: /** @type {Samples} */ ([]), resident: /** @type {Samples} */ ([]) };
		const add = (/** @type {Samples} */ to, /** @type {number} */ bytes) =>
			to.push({ at: performance.now() - started, megabytes: bytes / 2 ** 20 });
		const readLive = async () => {
			const held = await readHeld(instance);
			if (held) add(samples.live, held.heap + held.external);
		};
		const readResident = async () => {
			const status = await readFile(`/proc/${instance.pid}/status`, 'utf8').catch(() => '');
			const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]);
			if (kilobytes) add(samples.resident, kilobytes * 1024);
		};
		const timers = [
			setInterval(() => void readResident(), RESIDENT_EVERY_MS),
			setInterval(() => void readLive().catch(console.error), LIVE_EVERY_MS)
		];
		return { ...samples, stop: () => timers.forEach(clearInterval) };
	});
	return async () => {
		const ended = performance.now() - started;
		const all = seen.map(({ live, resident, stop }) => {
			stop();
			return {
				live: compare(live, ended),
				resident: compare(resident, ended),
				peak: peakOf(resident)
			};
		});
		return {
			lines: all.map(
				({ live, resident, peak }, index) =>
					`Memory            process ${index + 1}: live ${inWords(live)}; resident ${inWords(resident)}, at most ${peak}`
			),
			isLevel: all.every(({ live }) => live === null || live.last <= live.first * (1 + LEVEL))
		};
	};
}

/**
 * The means of the minute after the warm-up and of the last minute; `null` where they would overlap.
 *
 * @param {Samples} samples
 * @param {number} ended
 */
function compare(samples, ended) {
	if (ended < 3 * MINUTE_MS) return null;
	const meanOf = (/** @type {number} */ from) => {
		const some = samples.filter(({ at }) => at >= from && at < from + MINUTE_MS);
		return some.reduce((sum, { megabytes }) => sum + megabytes, 0) / some.length;
	};
	return { first: meanOf(ended * WARM_UP), last: meanOf(ended - MINUTE_MS) };
}

/** @param {ReturnType<typeof compare>} compared */
function inWords(compared) {
	if (!compared) return 'not compared in less than three minutes';
	const { first, last } = compared;
	const percent = (100 * (last / first - 1)).toFixed(1);
	return `${first.toFixed(1)} MB in the minute after the warm-up, ${last.toFixed(1)} MB in the last (${percent} %)`;
}

/** @param {Samples} samples */
const peakOf = (samples) =>
	`${Math.max(0, ...samples.map(({ megabytes }) => megabytes)).toFixed(0)} MB`;
