import {
	error,
	isActionFailure,
	isRedirect,
	type ActionFailure,
	type RequestEvent
} from '@sveltejs/kit';
import { actionResult } from 'sveltekit-superforms/server';
import type { Cookies } from '../types.js';
import { safeCallbackUrl } from './callback-url.js';
import { OWN_PATH } from '../own-path.js';
import { sizedJson } from './sized-response.js';

/**
 * The name in `?/name`, found as SvelteKit finds it: the first parameter that starts with a slash.
 *
 * @example
 * ```ts
 * actionName(new URL('https://app.example/account?/signout')); // 'signout'
 * ```
 */
export function actionName(url: URL): string | null {
	// A remote form of SvelteKit's, which may be on a page that was opened at `?/name`.
	if (url.searchParams.has('/remote')) return null;
	return [...url.searchParams.keys()].find((key) => key.startsWith('/'))?.slice(1) ?? null;
}

/**
 * The path of the page that a form is on: that of its action's address or, where this is one of the kit's own, of the
 * `Referer`, or the start page without one. An address of more than 2,048 characters goes without its query. For a path that
 * is longer, or begins with `//` and so would be another host as a location, it is `/`.
 *
 * @example
 * ```ts
 * pageOf({ url: new URL('https://app.example/account?tab=a&/signout'), request }); // '/account?tab=a'
 * ```
 */
export function pageOf({ url, request }: Pick<RequestEvent, 'url' | 'request'>): string {
	const isOwn = url.pathname.includes(`${OWN_PATH}/`);
	const page = isOwn ? parseUrl(request.headers.get('referer')) : url;
	if (page?.origin !== url.origin) {
		const [base = ''] = url.pathname.split(`${OWN_PATH}/`);
		return safeCallbackUrl(`${base}/`, url.origin) ?? '/';
	}
	// Not by `searchParams.delete()`, which writes the whole address anew: 2,500 names took five seconds.
	const params = page.search
		.slice(1)
		.split('&')
		.filter((param) => !/^(\/|%2f)/i.test(param))
		.join('&');
	const { origin } = url;
	const whole = safeCallbackUrl(page.pathname + (params && `?${params}`), origin);
	return whole ?? safeCallbackUrl(page.pathname, origin) ?? '/';
}

const parseUrl = (text: string | null) =>
	text !== null && URL.canParse(text) ? new URL(text) : null;

/** A form action that `handle` answers on every page. */
export interface EverywhereAction {
	/** Returns its data or a failure, or throws SvelteKit's redirect. */
	formAction: (event: RequestEvent) => Promise<ActionData>;
	/**
	 * The page that tells a failure to a form without JavaScript; `null` for a notice instead. Default: always a notice.
	 */
	failurePage?: (event: RequestEvent, code: string) => string | null;
}

type ActionData = Record<string, unknown> | ActionFailure<Record<string, unknown>>;
type Outcome = ActionData | { location: string };

/** Codes that get a plain response and no redirect, so that a form of another site cannot send a user to pages of the app. */
const FOREIGN = new Set(['CROSS_SITE_REQUEST', 'UNSUPPORTED_CONTENT_TYPE']);

/**
 * Answers a form action from `handle`, as SvelteKit would answer it from a page: an `ActionResult` for an enhanced form,
 * a redirect for a native one. A native failure cannot be shown on the page that the form is on, because that page does not
 * know the action. It leads to the action's failure page, or to a short notice.
 *
 * @param name the action's key in its own data
 *
 * @example
 * ```ts
 * return await answerAction(event, 'signOut', { formAction });
 * ```
 */
export async function answerAction(
	event: RequestEvent,
	name: string,
	{ formAction, failurePage }: EverywhereAction
): Promise<Response> {
	const outcome = await settle(() => formAction(event));
	return isEnhanced(event.request)
		? enhancedAnswer(outcome)
		: nativeAnswer(outcome, event, name, failurePage);
}

async function settle(action: () => Promise<ActionData>): Promise<Outcome> {
	try {
		return await action();
	} catch (thrown) {
		if (isRedirect(thrown)) return { location: thrown.location };
		throw thrown;
	}
}

function enhancedAnswer(outcome: Outcome): Response {
	if (isLocation(outcome))
		return sizedJson({ type: 'redirect', status: 303, location: outcome.location });
	if (isFailure(outcome)) return actionResult('failure', outcome.data, outcome.status);
	return actionResult('success', outcome);
}

function nativeAnswer(
	outcome: Outcome,
	event: RequestEvent,
	name: string,
	failurePage: EverywhereAction['failurePage']
): Response {
	if (isLocation(outcome)) return seeOther(outcome.location);
	if (!isFailure(outcome)) return seeOther(pageOf(event));

	const { code, error: message } = outcome.data[name] as { code: string; error: string };
	if (FOREIGN.has(code)) return new Response(message, { status: outcome.status });
	const page = failurePage?.(event, code) ?? null;
	// The app's own error page, with the message. The message is not put into a URL, because anyone could write such a URL.
	if (page === null) error(outcome.status, message);
	return seeOther(page);
}

const isLocation = (outcome: Outcome): outcome is { location: string } =>
	'location' in outcome && typeof outcome.location === 'string';

/** SvelteKit's own check, which does not keep the type of the data. */
const isFailure = (outcome: Outcome): outcome is ActionFailure<Record<string, unknown>> =>
	isActionFailure(outcome);

const seeOther = (location: string) => new Response(null, { status: 303, headers: { location } });

/** `use:enhance` sends a header; other clients that do not ask for a page are answered alike. */
function isEnhanced({ headers }: Request): boolean {
	return headers.has('x-sveltekit-action') || !headers.get('accept')?.includes('text/html');
}

/**
 * Keeps a copy of every cookie that is set from now on: the last one of each name, domain and path.
 *
 * @example
 * ```ts
 * const recorded = recordCookies(event.cookies);
 * for (const { header } of recorded()) response.headers.append('set-cookie', header);
 * ```
 */
export function recordCookies(cookies: Cookies): () => { name: string; header: string }[] {
	const recorded = new Map<string, Parameters<Cookies['set']>>();
	const { set } = cookies;
	// `delete` goes through `set` as well.
	cookies.set = (...cookie) => {
		const [name, , { domain, path }] = cookie;
		recorded.set(JSON.stringify([name, domain, path]), cookie);
		set(...cookie);
	};
	return () =>
		[...recorded.values()].map((cookie) => ({
			name: cookie[0],
			header: cookies.serialize(...cookie)
		}));
}
