import {
	isHttpError,
	isRedirect,
	VERSION,
	type HttpError,
	type Redirect,
	type RequestEvent
} from '@sveltejs/kit';
import { prefersJson } from './negotiate.js';
import { recordCookies } from './answer.js';
import { isPrivate } from './cache-control.js';
import { errorPage } from './error-page.js';
import type { RequestAuth } from './request-auth.js';
import { sizedJson, sizedResponse } from './sized-response.js';
import { keepForm } from './sign-in-required.js';

/**
 * Runs `answer`. A `redirect()` or `error()` that it throws, as a hook after `handle` may do, would skip the rest of
 * `handle`, and SvelteKit would answer without the headers that `handle` adds. So it is answered here, as SvelteKit would.
 *
 * Errors that cannot be answered exactly like SvelteKit are rethrown: unexpected errors, because `handleError` must see them;
 * `error()` on SvelteKit 3, where `handleError` sees it too; and two kinds of redirects (see {@link answerRedirect} and
 * {@link hasOtherCookies}), with which SvelteKit sends the cookies.
 *
 * @throws what `answer` has thrown, where it is left to SvelteKit
 *
 * @example
 * ```ts
 * const response = await withThrown(state, () => resolve(event));
 * ```
 */
export async function withThrown<User>(
	state: RequestAuth<User>,
	answer: () => Response | Promise<Response>
): Promise<Response> {
	const { event, setCookiesLater } = state;
	const recorded = recordCookies(event.cookies);
	try {
		return await answer();
	} catch (thrown) {
		const kept = await keepForm(state, thrown);
		if (!isPrivate(state) && !kept) throw thrown;
		const cookies = recorded();
		const response = isRedirect(thrown)
			? hasOtherCookies(event, cookies)
				? null
				: (kept ?? answerRedirect(thrown, event))
			: isHttpError(thrown) && IS_KIT_2
				? answerError(thrown, event)
				: null;
		if (response) {
			for (const { header } of cookies) response.headers.append('set-cookie', header);
			return response;
		}
		if (isRedirect(thrown)) {
			// SvelteKit answers, and sends the cookies that have been set by then.
			for (const [name, { value, options }] of setCookiesLater) {
				event.cookies.set(name, value, options);
			}
		}
		throw thrown;
	}
}

/** `null`: a client that prefers JSON gets it only where the route has a page, and only SvelteKit knows that. */
function answerRedirect({ status, location }: Redirect, event: RequestEvent): Response | null {
	const { request, isDataRequest, isRemoteRequest } = event;
	if (isDataRequest || isRemoteRequest) {
		return sizedJson({ type: 'redirect', ...(IS_KIT_2 ? {} : { status }), location });
	}
	if (request.method === 'POST' && prefersJson(request.headers.get('accept') ?? '*/*')) {
		// `use:enhance` sends this header, and only to a page.
		if (request.headers.get('x-sveltekit-action') !== 'true') return null;
		return sizedJson({ type: 'redirect', status, location });
	}
	return new Response(null, { status, headers: { location } });
}

function answerError(thrown: HttpError, { request, isDataRequest }: RequestEvent): Response {
	const { status } = thrown;
	const body: App.Error = Object.assign({ message: 'Unknown Error' }, thrown.body);
	if (isDataRequest || prefersJson(request.headers.get('accept') || 'text/html')) {
		return sizedJson(body, status);
	}
	const headers = { 'content-type': 'text/html; charset=utf-8' };
	return sizedResponse(errorPage(status, body.message), { status, headers });
}

/** Since version 3 `handleError` may change what `error()` has thrown. */
const IS_KIT_2 = VERSION.startsWith('2.');

/**
 * Whether a hook before `handle` has set a cookie. SvelteKit sends it with a redirect; its attributes cannot be read
 * here.
 */
function hasOtherCookies({ cookies, request }: RequestEvent, known: Iterable<{ name: string }>) {
	const names = new Set([...known].map(({ name }) => name));
	const sent = new Map<string, string>();
	for (const pair of request.headers.get('cookie')?.split(';') ?? []) {
		const [name = '', value = ''] = pair.split(/=(.*)/s, 2).map((part) => part.trim());
		if (!sent.has(name)) sent.set(name, value);
	}
	const raw = { decode: (value: string) => value };
	return cookies
		.getAll(raw)
		.some(({ name, value }) => !names.has(name) && unquoted(sent.get(name)) !== value);
}

const unquoted = (value: string | undefined) =>
	value?.startsWith('"') ? value.slice(1, -1) : value;
