import {
	error,
	isActionFailure,
	isRedirect,
	json,
	text,
	type ActionFailure,
	type RequestEvent
} from '@sveltejs/kit';
import { actionResult } from 'sveltekit-superforms/server';
import { safeCallbackUrl } from '../core/callback-url.js';
import type { FailureCode } from '../errors.js';
import type { Cookies, SignOutActionData, SignOutRefusal } from '../types.js';

/** What the sign-out action comes to; it may also throw SvelteKit's redirect. */
type Outcome = SignOutActionData | ActionFailure<SignOutRefusal>;

/**
 * The name in `?/name`, found as SvelteKit finds it: the first parameter that starts with a slash.
 *
 * @example
 * ```ts
 * actionName(new URL('https://app.example/account?/signout')); // 'signout'
 * ```
 */
export function actionName(url: URL): string | null {
	return [...url.searchParams.keys()].find((key) => key.startsWith('/'))?.slice(1) ?? null;
}

/**
 * The path of the page that a form action's address belongs to. It may begin with `//`, which as a location would be
 * another host: such a page is not led back to.
 *
 * @example
 * ```ts
 * pageOf(new URL('https://app.example/account?tab=a&/signout')); // '/account?tab=a'
 * ```
 */
export function pageOf(url: URL): string {
	// Not by `searchParams.delete()`, which writes the whole address anew: 2,500 names took five seconds.
	const params = [...url.searchParams].filter(([name]) => !name.startsWith('/'));
	const query = params.length > 0 ? `?${new URLSearchParams(params)}` : '';
	return safeCallbackUrl(url.pathname + query, url.origin) ?? '/';
}

/**
 * Answers a form action from `handle`, as SvelteKit would answer it from a page: an `ActionResult` for an enhanced form,
 * a redirect for a native one. A native failure cannot be shown on the page it came from, which knows nothing of the
 * action, so it leads to the sign-out page, which tells it.
 *
 * @param failurePage the address of the sign-out page for a failure
 *
 * @example
 * ```ts
 * return await answerAction(event, () => action(event), (code) => `/signout?error=${code}`);
 * ```
 */
export async function answerAction(
	event: RequestEvent,
	action: () => Promise<Outcome>,
	failurePage: (code: FailureCode) => string
): Promise<Response> {
	const setCookies = recordCookies(event.cookies);
	const outcome = await settle(action);
	const response = isEnhanced(event.request)
		? enhancedAnswer(outcome)
		: nativeAnswer(outcome, event.url, failurePage);
	// SvelteKit adds cookies only to responses that come out of `resolve`.
	for (const { header } of setCookies()) response.headers.append('set-cookie', header);
	return response;
}

async function settle(action: () => Promise<Outcome>): Promise<Outcome | { location: string }> {
	try {
		return await action();
	} catch (thrown) {
		if (isRedirect(thrown)) return { location: thrown.location };
		throw thrown;
	}
}

function enhancedAnswer(outcome: Outcome | { location: string }): Response {
	if (isLocation(outcome))
		return json({ type: 'redirect', status: 303, location: outcome.location });
	if (isFailure(outcome)) return actionResult('failure', outcome.data, outcome.status);
	return actionResult('success', outcome);
}

function nativeAnswer(
	outcome: Outcome | { location: string },
	url: URL,
	failurePage: (code: FailureCode) => string
) {
	if (isLocation(outcome)) return seeOther(outcome.location);
	if (!isFailure(outcome)) return seeOther(pageOf(url));

	const { code, error: message } = outcome.data.signOut;
	switch (code) {
		case 'CROSS_SITE_REQUEST':
		case 'UNSUPPORTED_CONTENT_TYPE':
			// Another site's form must not lead anyone through our pages.
			return text(message, { status: outcome.status });
		case 'SIGN_OUT_STOPPED':
			// Only the app's own words say why, and they go into no address.
			return error(outcome.status, message);
		default:
			return seeOther(failurePage(code));
	}
}

const isLocation = (outcome: Outcome | { location: string }): outcome is { location: string } =>
	'location' in outcome && typeof outcome.location === 'string';

/** SvelteKit's own check, which forgets what the failure carries. */
const isFailure = (outcome: Outcome): outcome is ActionFailure<SignOutRefusal> =>
	isActionFailure(outcome);

const seeOther = (location: string) => new Response(null, { status: 303, headers: { location } });

/** `use:enhance` says what it is; other clients that want no page are answered alike. */
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
	const recorded = new Map<string, { name: string; header: string }>();
	const { set } = cookies;
	// `delete` goes through `set` as well.
	cookies.set = (name, value, options) => {
		const header = cookies.serialize(name, value, options);
		recorded.set(JSON.stringify([name, options.domain, options.path]), { name, header });
		set(name, value, options);
	};
	return () => [...recorded.values()];
}
