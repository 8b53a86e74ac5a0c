import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';

// Loaded into a server by `--import`. It measures how long its event loop was blocked at most, and answers that in
// milliseconds on a port of its own; each answer begins the measuring anew.

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();

const server = createServer((_, response) => {
	response.end(String(delay.max / 1e6));
	delay.reset();
});
server.listen(Number(process.env.LOOP_PROBE_PORT), '127.0.0.1');
server.unref();
