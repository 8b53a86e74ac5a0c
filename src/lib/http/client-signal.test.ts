import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { getRequest } from '@sveltejs/kit/node';
import { withClientSignal } from './client-signal.js';

const server = createServer();
let base: string;

beforeEach(async () => {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
	server.closeAllConnections();
	server.close();
	await once(server, 'close');
});

/** A form that has been posted and read, as adapter-node hands it over; the client waits for the answer. */
async function posted() {
	const { port } = server.address() as AddressInfo;
	const client = connect(port, '127.0.0.1');
	client.write(
		'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 3\r\n\r\na=b'
	);
	const [req, res] = (await once(server, 'request')) as [IncomingMessage, ServerResponse];
	const request = await getRequest({ request: req, base });
	expect(await request.text()).toBe('a=b');
	return { client, req, res, request, platform: { req } };
}

test('SE2 a client that goes while it waits for the answer is noticed', async () => {
	const { client, request, platform } = await posted();
	const aborted = await withClientSignal({ request, platform } as never, async (signal) => {
		client.destroy();
		await once(signal, 'abort');
		return signal.aborted;
	});
	expect(aborted).toBe(true);
	// The signal of the request says nothing by then: that is why it is not enough.
	expect(request.signal.aborted).toBe(false);
});

test('SE2 so is one that has gone before', async () => {
	const { client, req, request, platform } = await posted();
	client.destroy();
	await once(req.socket, 'close');
	await withClientSignal({ request, platform } as never, async (signal) => {
		expect(signal.aborted).toBe(true);
	});
});

test('SE2 where the adapter hands over no socket, its own signal is followed', async () => {
	const gone = new AbortController();
	const request = new Request('http://x', { signal: gone.signal });
	await withClientSignal({ request, platform: undefined }, async (signal) => {
		expect(signal.aborted).toBe(false);
		gone.abort();
		expect(signal.aborted).toBe(true);
	});
	await withClientSignal({ request, platform: {} as never }, async (signal) => {
		expect(signal.aborted).toBe(true);
	});
});

test('SE2 many requests on one connection are one listener, and a later one is noticed too', async () => {
	const { client, req, request, platform } = await posted();
	const before = req.socket.listenerCount('close');
	const event = { request, platform } as never;
	const waiting = Array.from({ length: 20 }, () =>
		withClientSignal(event, async (signal) => {
			await Promise.resolve();
			return signal.aborted;
		})
	);
	expect(req.socket.listenerCount('close')).toBe(before + 1);
	expect(await Promise.all(waiting)).not.toContain(true);

	const aborted = await withClientSignal(event, async (signal) => {
		client.destroy();
		await once(signal, 'abort');
		return signal.aborted;
	});
	expect(aborted).toBe(true);
});
