import type { RequestEvent } from '@sveltejs/kit';
import { urlOf } from '../arguments.js';
import { GuardianError } from '../errors.js';
import type { Cookies } from '../types.js';
import { safeCallbackUrl } from './callback-url.js';
import { appOrigin } from './request-origin.js';
import type { RequestAuth } from './request-auth.js';

/**
 * Whether a request is the call of a remote `command`, which SvelteKit does not let redirect. A remote `form` comes with
 * another content type, a `query` by GET.
 *
 * @example
 * ```ts
 * if (!isCommand(event)) redirect(303, url);
 * ```
 */
export function isCommand({ isRemoteRequest, request }: RequestEvent): boolean {
	const type = request.headers.get('content-type') ?? '';
	return isRemoteRequest && request.method === 'POST' && type.startsWith('application/json');
}

/**
 * Refuses to sign in or out in a remote `query` or `prerender`: it is asked by GET, also by links and preloads, and it may set no
 * cookies. SvelteKit would say so only after the work.
 *
 * @param call how the message calls the function, such as `signOut()`
 * @throws {GuardianError} `ARGUMENT_INVALID`
 *
 * @example
 * ```ts
 * assertWritable('signOut()', cookies, state);
 * ```
 */
export function assertWritable(
	call: string,
	cookies: Cookies,
	state: Pick<RequestAuth<unknown>, 'event'>
): void {
	if (cookies === state.event.cookies) return;
	try {
		// In no remote function may a path be relative, and a query is refused before that.
		cookies.set('guardian', '', { path: 'relative' });
	} catch (error) {
		if (!(error instanceof Error) || !/\bquery\b/.test(error.message)) return;
		const detail = `${call} was called in a \`query\`, which may set no cookies. Call it in a \`form\` or a \`command\`.`;
		throw new GuardianError('ARGUMENT_INVALID', detail, { cause: error });
	}
}

/**
 * The address of the page that a request belongs to. In a remote function it is not read from the event that the caller has:
 * that throws in a `query` on SvelteKit 3, whose request does not say either. There it is the `Referer`.
 *
 * @param call how the message calls the function, such as `requireUser()`
 * @param given what the caller has of the request event
 * @param own the event that `handle` has seen
 * @returns `null` where it is not known
 * @throws {GuardianError} `ARGUMENT_INVALID` where the caller has passed no address
 *
 * @example
 * ```ts
 * pageUrl('requireUser()', event, state.event)?.pathname; // '/account'
 * ```
 */
export function pageUrl(
	call: string,
	given: Pick<RequestEvent, 'cookies' | 'url'>,
	own: RequestEvent
): URL | null {
	if (given.cookies === own.cookies) return urlOf(call, given);
	const { isRemoteRequest, request, url } = own;
	if (!isRemoteRequest || request.headers.has('x-sveltekit-pathname')) return url;
	const referrer = request.headers.get('referer') ?? '';
	return safeCallbackUrl(referrer, appOrigin(url)) === null ? null : new URL(referrer);
}
