import { once } from 'node:events';
import { createServer, request as send, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';

/** A response that the server has given and the browser has not received. */
export interface HeldResponse {
	/** Resolves when the server has answered, with the `Set-Cookie` headers of the response. */
	answered: Promise<string[]>;
	/** Lets the browser receive it. */
	release(): void;
}

/** A proxy in front of a server: it records the requests and can delay a response. */
export interface Recorder {
	/** The address in the browser: the `origin` to start the server with. */
	origin: string;
	/** Method and path of every request, in the order in which they came. */
	requests: string[];
	/** The `Cookie` header of the latest request for a method and path, byte by byte (latin1). */
	cookieOf(request: string): string | undefined;
	/** Delays the response to the next request for a method and path, such as `GET /other`. */
	hold(request: string): HeldResponse;
	/** Passes requests on to this port. */
	passTo(port: number): void;
	close(): Promise<void>;
}

/**
 * Starts the proxy. Only what reaches a server shows what a browser sends: Playwright does not report a preflight. And only
 * a response that is late on the wire is late for the browser's cookies: `page.route` stores them as soon as it fetches.
 *
 * @param host the host in the browser; Chromium finds every name that ends in `.localhost` on this machine
 *
 * @example
 * ```ts
 * const recorder = await startRecorder();
 * const server = await start({ build: 'demo', origin: recorder.origin });
 * recorder.passTo(server.port);
 * ```
 */
export async function startRecorder(host = 'localhost'): Promise<Recorder> {
	const requests: string[] = [];
	const cookies = new Map<string, string | undefined>();
	const held = new Map<string, (answer: IncomingMessage) => Promise<void>>();
	let port = 0;

	const server = createServer((incoming, outgoing) => {
		const { method, url: path, headers } = incoming;
		const request = `${method} ${path}`;
		requests.push(request);
		cookies.set(request, headers.cookie);
		const delay = held.get(request);
		held.delete(request);
		const passed = send({ host: '127.0.0.1', port, method, path, headers }, async (answer) => {
			await delay?.(answer);
			outgoing.writeHead(answer.statusCode!, answer.headers);
			// Whichever side hangs up, the other is told.
			pipeline(answer, outgoing).catch(() => {});
		});
		pipeline(incoming, passed).catch(() => outgoing.destroy());
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');

	return {
		origin: `http://${host}:${(server.address() as AddressInfo).port}`,
		requests,
		cookieOf: (request) => cookies.get(request),
		hold(request) {
			let release = () => {};
			const released = new Promise<void>((resolve) => (release = resolve));
			const answered = new Promise<string[]>((resolve) => {
				held.set(request, (answer) => {
					resolve(answer.headers['set-cookie'] ?? []);
					return released;
				});
			});
			return { answered, release };
		},
		passTo: (to) => void (port = to),
		async close() {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		}
	};
}
