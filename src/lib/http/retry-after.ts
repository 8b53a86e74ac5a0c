import type { RequestAuth } from './request-auth.js';

/**
 * Says in the response when to try again (RFC 9110, 10.2.3), where an action has said so. `event.setHeaders` would throw where
 * the app has set the header itself, as by `auth.limit()` in the same request.
 *
 * @param retryAfter in seconds
 *
 * @example
 * ```ts
 * setRetryAfter(state, { retryAfter: 60 });
 * ```
 */
export function setRetryAfter(
	{ headersLater }: Pick<RequestAuth<unknown>, 'headersLater'>,
	{ retryAfter }: { retryAfter?: number }
): void {
	if (retryAfter !== undefined) headersLater.set('retry-after', String(retryAfter));
}
