import { openSync, readSync } from 'node:fs';
import { createServer } from 'node:http';
import { performance } from 'node:perf_hooks';

// Loaded into a server by `--import`. It measures how long its event loop was blocked at most, and answers that in
// milliseconds on a port of its own; each answer begins the measuring anew.

/**
 * What this thread has computed, in milliseconds, where the system tells (Linux); elsewhere the time. On a busy machine
 * other processes take the processor away, which no request is to blame for.
 */
function clock() {
	try {
		const file = openSync('/proc/self/schedstat', 'r');
		const buffer = Buffer.alloc(64);
		const computed = () => parseInt(buffer.toString('latin1', 0, readSync(file, buffer, 0, 64, 0)));
		if (computed() > 0) return () => computed() / 1e6;
	} catch {
		// Not Linux.
	}
	return () => performance.now();
}

const now = clock();
let last = now();
let longest = 0;

// It is called once in each round of the loop that takes longer than that.
setInterval(() => {
	const time = now();
	longest = Math.max(longest, time - last);
	last = time;
}, 1).unref();

const server = createServer((_, response) => {
	response.end(String(longest));
	longest = 0;
});
server.listen(Number(process.env.LOOP_PROBE_PORT), '127.0.0.1');
server.unref();
