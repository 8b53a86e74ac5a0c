import type { RequestEvent } from '@sveltejs/kit';
import { getRequest } from '@sveltejs/kit/node';
import { once } from 'node:events';
import {
	createServer,
	request as send,
	type IncomingMessage,
	type Server,
	type ServerResponse
} from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FORM_BOUNDS, receiveBody, type BodyBounds } from './body.js';

let log: string;
let server: Server | undefined;

beforeEach(() => {
	log = '';
	// Its lines come at most once a minute.
	vi.useFakeTimers({ toFake: ['Date'], now: (clock += 120_000) });
	vi.spyOn(console, 'error').mockImplementation((...line) => {
		log += line.map(String).join(' ') + '\n';
	});
});
let clock = Date.now();

afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
	server?.closeAllConnections();
	server?.close();
});

interface Setup {
	/** What runs on Node's request before it comes to SvelteKit, as Express runs it. */
	before?: (request: IncomingMessage & { body?: unknown }, next: () => void) => void;
	/** What a hook does with SvelteKit's. */
	hook?: (request: Request) => Promise<unknown>;
	bounds?: Partial<BodyBounds>;
}

/** Starts a server as adapter-node is one; it answers what it has received. */
async function start({ before, hook, bounds }: Setup = {}): Promise<number> {
	const answer = async (req: IncomingMessage, res: ServerResponse) => {
		const request = await getRequest({
			request: req,
			base: 'http://localhost',
			bodySizeLimit: 512 * 1024
		});
		await hook?.(request);
		const event = { request, platform: { req } } as unknown as RequestEvent;
		const body = await receiveBody(event, { ...FORM_BOUNDS, ...bounds });
		res.end(body.ok ? Buffer.from(body.bytes) : body.code);
	};
	server = createServer((req, res) => {
		const next = () => void answer(req, res);
		if (before) before(req, next);
		else next();
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
}

/** Starts a server for a client that gets no answer; `code` is what its body was refused with. */
async function startForCode() {
	let code: string | undefined;
	const port = await start({
		hook: async (request) => {
			const event = { request, platform: undefined } as unknown as RequestEvent;
			const body = await receiveBody(event);
			code = body.ok ? 'ok' : body.code;
		}
	});
	return { port, code: () => code };
}

type Pieces = (write: (piece: string) => void) => Promise<void> | void;

/** Posts a form piece by piece, and answers what came back. Without a length it goes in chunks. */
function post(port: number, pieces: Pieces, length?: number): Promise<string> {
	return new Promise((resolve, reject) => {
		const request = send({
			port,
			host: '127.0.0.1',
			method: 'POST',
			agent: false,
			headers: {
				'content-type': 'application/x-www-form-urlencoded',
				...(length !== undefined && { 'content-length': length })
			}
		});
		request.on('response', async (response) => {
			let text = '';
			for await (const chunk of response) text += chunk;
			resolve(text);
		});
		request.on('error', reject);
		request.flushHeaders();
		void (async () => {
			await pieces((piece) => request.destroyed || request.write(piece));
			request.end();
		})();
	});
}
const whole = (port: number, body: string) => post(port, (write) => write(body), body.length);
const chunked = (port: number, body: string) =>
	post(port, (write) => (body ? write(body) : undefined));

/** As a body parser does: it goes on as soon as it has seen the end. */
function parse(request: IncomingMessage & { body?: unknown }, next: () => void) {
	let text = '';
	request.on('data', (chunk) => (text += chunk));
	request.on('end', () => {
		request.body = Object.fromEntries(new URLSearchParams(text));
		next();
	});
}
/** As something does that keeps nothing of what it reads. */
function readRaw(request: IncomingMessage, next: () => void) {
	request.resume();
	request.on('end', next);
}

test('a body is received whole and in pieces', async () => {
	const port = await start();

	expect(await whole(port, 'a=b&c=d')).toBe('a=b&c=d');
	expect(await chunked(port, 'a=b&c=d')).toBe('a=b&c=d');
	expect(await whole(port, '')).toBe('');
	expect(await chunked(port, '')).toBe('');
	expect(
		await post(port, async (write) => {
			for (const piece of ['a=', 'b', '&c=d']) {
				write(piece);
				await sleep(20);
			}
		})
	).toBe('a=b&c=d');
	expect(log).toBe('');
});

describe('SE38 a body that somebody else has read is refused at once', () => {
	test.each([
		['a body parser', parse, whole],
		['a body parser, of a body in chunks', parse, chunked],
		['something that keeps nothing', readRaw, whole]
	])(
		'%s',
		async (_, before, send) => {
			const port = await start({ before });

			expect(await send(port, 'scope=all')).toBe('UNREADABLE_BODY');
			expect(log).toContain('express.json()');
		},
		5_000
	);

	test('a hook that reads the request; its clone may be read', async () => {
		expect(await whole(await start({ hook: (r) => r.text() }), 'a=b')).toBe('UNREADABLE_BODY');
		expect(log).toContain('event.request.clone()');
		server?.close();
		expect(await whole(await start({ hook: (r) => r.clone().text() }), 'a=b')).toBe('a=b');
	});

	test('something that reads the beginning: what is left would be another form', async () => {
		const port = await start({
			before: (request, next) =>
				void request.once('data', () => {
					request.pause();
					next();
				})
		});
		const pieces: Pieces = async (write) => {
			write('scope=all&');
			await sleep(50);
			write('callbackUrl=/a');
		};

		expect(await post(port, pieces, 'scope=all&callbackUrl=/a'.length)).toBe('UNREADABLE_BODY');
		expect(log).toContain('express.json()');
	});

	test('the log says so once a minute', async () => {
		const port = await start({ before: parse });
		for (let count = 0; count < 3; count++) await whole(port, 'a=b');

		expect(log.trim().split('\n')).toHaveLength(1);
	});
});

describe('SE1 a body is bounded in size and in time', () => {
	test('one that is announced as too large, and one that turns out to be', async () => {
		const port = await start();
		const large = 'a'.repeat(FORM_BOUNDS.bytes + 1);

		expect(await whole(port, large)).toBe('BODY_TOO_LARGE');
		expect(await chunked(port, large)).toBe('BODY_TOO_LARGE');
		expect(await whole(port, large.slice(1))).toBe(large.slice(1));
	});

	test('one beyond the adapter’s own limit', async () => {
		const port = await start({ bounds: { bytes: 2 ** 30 } });

		expect(await whole(port, 'a'.repeat(513 * 1024))).toBe('BODY_TOO_LARGE');
	});

	test('one that stops', async () => {
		const port = await start({ bounds: { idle: 100 } });
		const answer = await post(port, async (write) => {
			write('a=');
			await sleep(1_000);
		});

		expect(answer).toBe('BODY_INCOMPLETE');
		expect(log).toContain('did not arrive in time');
	});

	test('one of which nothing comes', async () => {
		const port = await start({ bounds: { idle: 100 } });

		expect(await post(port, () => sleep(1_000), 10)).toBe('BODY_INCOMPLETE');
	});

	test('one that comes drop by drop', async () => {
		const port = await start({ bounds: { idle: 500, total: 300 } });
		const answer = await post(port, async (write) => {
			for (let drop = 0; drop < 20; drop++) {
				write('a');
				await sleep(50);
			}
		});

		expect(answer).toBe('BODY_INCOMPLETE');
	});

	test('one in a hundred thousand pieces: the connection is closed', async () => {
		const { port, code } = await startForCode();
		const socket = connect(port, '127.0.0.1');
		socket.on('error', () => {});
		const closed = new Promise((resolve) => socket.once('close', resolve));
		socket.write(
			'POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n' +
				'content-type: application/x-www-form-urlencoded\r\n\r\n'
		);
		socket.write('1\r\na\r\n'.repeat(100_000));

		await expect.poll(code).toBe('UNREADABLE_BODY');
		await closed;
	});

	test('one that breaks off', async () => {
		const { port, code } = await startForCode();
		const request = send({
			port,
			host: '127.0.0.1',
			method: 'POST',
			agent: false,
			headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': 10 }
		});
		request.on('error', () => {});
		request.write('a=');
		await sleep(50);
		request.destroy();

		await expect.poll(code).toBe('UNREADABLE_BODY');
	});
});
