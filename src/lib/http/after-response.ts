import type { RequestEvent } from '@sveltejs/kit';
import { report } from '../report.js';
import type { GuardianHandle } from './handle.js';

/** How long after `handle` the response is with the client's socket, in milliseconds. */
const SENT_MS = 10;

/** The requests in progress, with what is to be done when they are over. */
const waiting = new WeakMap<Request, (() => void)[]>();

/** What some platforms have to keep a function alive after its response. */
interface Platform {
	context?: { waitUntil?: (work: Promise<unknown>) => void };
	ctx?: { waitUntil?: (work: Promise<unknown>) => void };
}

/**
 * Does something once the response to a request is made, so that the client does not wait for it, and cannot tell by the
 * time whether it was done. Where the platform has a `waitUntil`, the function stays alive for it.
 *
 * @param event the request; without one, or after its response, it is done soon
 *
 * @example
 * ```ts
 * afterResponse(event, () => rounds.wake());
 * ```
 */
export function afterResponse(
	event: Pick<RequestEvent, 'request' | 'platform'> | undefined,
	work: () => void | Promise<void>
): void {
	const { context, ctx } = (event?.platform ?? {}) as Platform;
	const owner = context?.waitUntil ? context : ctx;
	const done = new Promise<void>((resolve) => {
		const run = async () => {
			try {
				await work();
			} catch (error) {
				report('Work after a response failed.', error);
			}
			resolve();
		};
		const begin = () => void setTimeout(() => void run(), SENT_MS);
		const list = event && waiting.get(event.request);
		if (list) list.push(begin);
		else begin();
	});
	owner?.waitUntil?.(done);
}

/**
 * A `handle` that begins what was left for the time after the response.
 *
 * @example
 * ```ts
 * const handle = withWorkAfterwards(createHandle(options));
 * ```
 */
export const withWorkAfterwards =
	(handle: GuardianHandle): GuardianHandle =>
	async (input) => {
		const { request } = input.event;
		const list: (() => void)[] = [];
		waiting.set(request, list);
		try {
			return await handle(input);
		} finally {
			waiting.delete(request);
			for (const begin of list) begin();
		}
	};
