import { isHttpError, isRedirect, type RequestEvent } from '@sveltejs/kit';
import { report } from '../report.js';
import { withTimeout } from '../with-timeout.js';
import { recordCookies } from './answer.js';
import { OWN_PATH } from '../own-path.js';

/** How long hooks behind `handle` and SvelteKit are waited for, in seconds. What the request asked for is done by then. */
const TIMEOUT_SECONDS = 1;

/** Describes a body or a route that is not the answer's, or is SvelteKit's own business. */
const NOT_OF_THE_ANSWER =
	/^(content-(type|length|encoding|disposition|range)|allow|etag|location|transfer-encoding|x-sveltekit-.*)$/;

/** Headers of the form that is answered, which the request afterwards has not. */
const OF_THE_FORM = ['content-type', 'content-length', 'x-sveltekit-action'];

/**
 * Answers a request without SvelteKit, with the cookies and headers that hooks have set by `cookies.set()` and
 * `setHeaders()`: a language, a security header. SvelteKit tells them to nobody, and adds them only to what comes out of
 * `resolve`. So a request that no page and no endpoint answers is resolved afterwards, and its headers are taken.
 *
 * Hooks behind `handle` see that request, with the method `GUARDIAN`. Whatever they do, the answer stands; but where one of
 * them throws or answers, as a guard may, or takes longer than a second, nothing can be taken.
 *
 * @param answer makes the response; its headers are added to
 *
 * @example
 * ```ts
 * return await withHookOutput(event, resolve, () => json({ user: null }));
 * ```
 */
export async function withHookOutput(
	event: RequestEvent,
	resolve: (event: RequestEvent) => Response | Promise<Response>,
	answer: () => Response | Promise<Response>
): Promise<Response> {
	const recorded = recordCookies(event.cookies);
	const response = await answer();
	const output = await hookOutput(event, resolve);
	const cookies = output?.getSetCookie() ?? recorded().map(({ header }) => header);
	for (const cookie of cookies) response.headers.append('set-cookie', cookie);
	for (const [name, value] of output ?? []) {
		if (name === 'set-cookie' || NOT_OF_THE_ANSWER.test(name)) continue;
		if (!response.headers.has(name)) response.headers.set(name, value);
	}
	return response;
}

/** `null` where SvelteKit was not reached, because a hook threw or answered by itself. */
async function hookOutput(
	event: RequestEvent,
	resolve: (event: RequestEvent) => Response | Promise<Response>
): Promise<Headers | null> {
	// A data request would run the loads of the page; what is not found in an inner request is asked of the network.
	if (event.isDataRequest || event.isSubRequest) return null;
	// An app's own route may stand behind an address of the kit, such as one that passes everything on to another server.
	if (event.route.id !== null && event.url.pathname.includes(`${OWN_PATH}/`)) return null;
	const request = requestOnDemand('GUARDIAN', event.request.url, () => {
		const headers = new Headers(event.request.headers);
		for (const name of OF_THE_FORM) headers.delete(name);
		headers.set('accept', 'text/html');
		// Where there is no page, SvelteKit then makes its plain error page, and does not render the app's.
		headers.set('x-sveltekit-error', 'true');
		return headers;
	});

	const { set } = event.cookies;
	try {
		const response = await withTimeout(() => resolve({ ...event, request }), {
			seconds: TIMEOUT_SECONDS,
			timeoutError: (seconds) => new Error(`It took longer than ${seconds} s.`),
			late: (response) => void response.body?.cancel()
		});
		await response.body?.cancel();
		// From then on SvelteKit refuses cookies.
		return event.cookies.set === set ? null : response.headers;
	} catch (thrown) {
		if (!isRedirect(thrown) && !isHttpError(thrown))
			report('What hooks have set could not be added to an answer of svelte-guardian.', thrown);
		return null;
	}
}

/**
 * A request whose method and address are all that SvelteKit reads of it for a page. It is made only for a hook that reads
 * more: to make one takes longer than all the rest.
 */
function requestOnDemand(method: string, url: string, headers: () => Headers): Request {
	let request: Request | undefined;
	return new Proxy(Object.create(Request.prototype) as Request, {
		get(_, name) {
			if (name === 'method') return method;
			if (name === 'url') return url;
			request ??= new Request(url, { method, headers: headers() });
			const value: unknown = Reflect.get(request, name, request);
			return typeof value === 'function' ? (value.bind(request) as unknown) : value;
		}
	});
}
