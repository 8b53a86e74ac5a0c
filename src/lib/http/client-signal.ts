import type { RequestEvent } from '@sveltejs/kit';

/** What adapter-node hands over in `event.platform`: Node's own request. */
interface NodePlatform {
	req?: {
		socket?: {
			destroyed: boolean;
			once(name: 'close', listener: () => void): unknown;
			off(name: 'close', listener: () => void): unknown;
		};
	};
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
	socket?.once('close', abort);
	try {
		return await work(gone.signal);
	} finally {
		// A connection lives on for other requests.
		request.signal.removeEventListener('abort', abort);
		socket?.off('close', abort);
	}
}
