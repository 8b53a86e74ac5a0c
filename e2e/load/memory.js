import { readFile } from 'node:fs/promises';

/** How often memory is read, in milliseconds. */
const EVERY_MS = 1_000;

/**
 * Watches the resident memory of processes. Where there is no `/proc`, nothing is seen.
 *
 * @param {number[]} pids
 * @returns {() => string[]} ends it; a line for each process: its mean in the first and in the last minute
 *
 * @example
 * const stop = watchMemory([process.pid]);
 * console.log(stop().join('\n'));
 */
export function watchMemory(pids) {
	/** @type {number[][]} In MB, by process. */
	const samples = pids.map(() => []);
	const look = async () => {
		for (const [index, pid] of pids.entries()) {
			const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
			const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]);
			if (kilobytes) samples[index]?.push(kilobytes / 1024);
		}
	};
	const timer = setInterval(look, EVERY_MS);
	return () => {
		clearInterval(timer);
		return samples.map((all, index) => {
			const [first, last] = [all.slice(0, 60), all.slice(-60)].map(meanOf);
			return `Memory            process ${index + 1}: ${first} MB in the first minute, ${last} MB in the last`;
		});
	};
}

/** @param {number[]} values */
const meanOf = (values) =>
	values.length ? (values.reduce((sum, one) => sum + one, 0) / values.length).toFixed(0) : '?';
