import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';

/** Stands before a server, and writes down what it is asked. */
export interface Recorder {
	/** The address in the browser: the `origin` to start the server with. */
	origin: string;
	/** Method and path of every request, in the order in which they came. */
	requests: string[];
	/** Passes requests on to this port. */
	passTo(port: number): void;
	close(): Promise<void>;
}

/**
 * Starts a proxy that counts: what reaches a server is the truth about what a browser sends. A preflight, for one, is no
 * request of the page's, and Playwright does not tell of it.
 *
 * @example
 * ```ts
 * const recorder = await startRecorder();
 * const server = await start({ build: 'demo', origin: recorder.origin });
 * recorder.passTo(server.port);
 * ```
 */
export async function startRecorder(): Promise<Recorder> {
	const requests: string[] = [];
	let port = 0;

	const server = createServer((incoming, outgoing) => {
		const { method, url: path, headers } = incoming;
		requests.push(`${method} ${path}`);
		const passed = send({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
			outgoing.writeHead(answer.statusCode!, answer.headers);
			// Whichever side hangs up, the other is told.
			pipeline(answer, outgoing).catch(() => {});
		});
		pipeline(incoming, passed).catch(() => outgoing.destroy());
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');

	return {
		origin: `http://localhost:${(server.address() as AddressInfo).port}`,
		requests,
		passTo: (to) => void (port = to),
		async close() {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		}
	};
}
