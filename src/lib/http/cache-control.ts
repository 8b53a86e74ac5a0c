import type { RequestAuth } from './request-auth.js';

/**
 * Whether the answer is for this browser alone, so that no cache may keep it: somebody presents a session, or a cookie of the kit
 * was set, deleted or read.
 *
 * @example
 * ```ts
 * if (isPrivate(state)) forbidStoring(response);
 * ```
 */
export const isPrivate = (state: RequestAuth<unknown>): boolean =>
	(state.credentials?.length ?? 0) > 0 ||
	state.cookieChanged ||
	state.cookieRead ||
	state.setCookiesLater.size > 0;

/**
 * Headers that shared caches heed before `Cache-Control`: those of RFC 9213, which end alike by convention, and what stood in
 * their place before it.
 */
const FOR_SHARED_CACHES =
	/(^|-)cdn-cache-control$|^(surrogate-control|edge-control|x-accel-expires)$/;

/**
 * Keeps a response out of every cache.
 *
 * @returns `false` for one whose headers cannot be changed, such as one from `fetch` or `Response.redirect`
 *
 * @example
 * ```ts
 * forbidStoring(new Response('')); // true
 * ```
 */
export function forbidStoring({ headers }: Response): boolean {
	try {
		headers.set('cache-control', 'private, no-store');
		for (const name of [...headers.keys()]) if (FOR_SHARED_CACHES.test(name)) headers.delete(name);
		return true;
	} catch {
		return false;
	}
}
