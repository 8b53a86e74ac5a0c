import type { RequestEvent } from '@sveltejs/kit';

/**
 * The address of the client, as the adapter has it. No header is read here, because a client can send any header. It may
 * still be any text: a header that an adapter was told to read.
 *
 * @returns `null` where the adapter does not know it, for which some throw
 *
 * @example
 * ```ts
 * clientAddress(event); // '192.0.2.1'
 * ```
 */
export function clientAddress(event: Pick<RequestEvent, 'getClientAddress'>): string | null {
	try {
		const address: unknown = event.getClientAddress();
		return typeof address === 'string' ? address : null;
	} catch {
		return null;
	}
}
