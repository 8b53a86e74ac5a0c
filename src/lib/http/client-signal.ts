import type { RequestEvent } from '@sveltejs/kit';

/** What adapter-node hands over in `event.platform`: Node's own request. */
interface NodePlatform {
	req?: { socket?: Socket };
}

interface Socket {
	destroyed: boolean;
	once(name: 'close', listener: () => void): unknown;
}

/** What to do when a connection closes. One listener each: many requests may wait for their turn on one connection. */
const waiting = new WeakMap<Socket, Set<() => void>>();

function onClose(socket: Socket, abort: () => void): () => void {
	let aborts = waiting.get(socket);
	if (!aborts) {
		const all = new Set<() => void>();
		aborts = all;
		waiting.set(socket, all);
		socket.once('close', () => all.forEach((each) => each()));
	}
	aborts.add(abort);
	return () => aborts.delete(abort);
}

/**
 * Does work with a signal that aborts when the client has closed its connection. `request.signal` alone is not enough: with
 * adapter-node it aborts only while the body is still on its way, and a form has been read by then.
 *
 * @example
 * ```ts
 * await withClientSignal(event, (signal) => passwordQueue.run(check, signal));
 * ```
 */
export async function withClientSignal<T>(
	{ request, platform }: Pick<RequestEvent, 'request' | 'platform'>,
	work: (signal: AbortSignal) => Promise<T>
): Promise<T> {
	const gone = new AbortController();
	const abort = () => gone.abort();
	const socket = (platform as NodePlatform | undefined)?.req?.socket;
	if (request.signal.aborted || socket?.destroyed) abort();
	request.signal.addEventListener('abort', abort);
	const forget = socket && onClose(socket, abort);
	try {
		return await work(gone.signal);
	} finally {
		// A connection lives on for other requests.
		request.signal.removeEventListener('abort', abort);
		forget?.();
	}
}
