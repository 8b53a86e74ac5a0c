const WIDTH = 30;

/**
 * Shows how far something has got: a bar where somebody looks on, a line now and then where it is written down.
 *
 * @param {string} what
 * @param {number} total
 * @returns {() => void} to be called after each step
 *
 * @example
 * const step = progress('SQLite', 20);
 * step();
 */
export function progress(what, total) {
	let done = 0;
	return () => {
		done += 1;
		const full = Math.round((done / total) * WIDTH);
		const bar = `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${what}, ${done} of ${total}`;
		if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${bar}${done === total ? '\n' : ''}`);
		else if (done === total || done % Math.ceil(total / 10) === 0) console.error(bar);
	};
}
