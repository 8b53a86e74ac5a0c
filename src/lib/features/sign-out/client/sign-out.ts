import type { ActionResult } from '@sveltejs/kit';
import { applyAction, deserialize } from '$app/forms';
import { invalidateAll } from '$app/navigation';
import { aborted, offline, unexpectedResponse, type ClientFailureCode } from '../../../errors.js';
import type {
	ClientSignOutOptions,
	ClientSignOutResult,
	SignOutActionData
} from '../../../types.js';
import { channel, forget } from './sign-out-cleanup.js';

/** The form action on a page, with the page's own query kept: it is where staying on the page leads back to. */
export function actionOn({ searchParams }: URL): string {
	const own = [...searchParams].filter(([name]) => !name.startsWith('/'));
	return `?/signout&${new URLSearchParams(own)}`.replace(/&$/, '');
}

const underway = new Map<string, Promise<ClientSignOutResult>>();

/**
 * Signs out from the browser: posts the form action as `use:enhance` would and goes where it leads. An expected failure
 * (offline, database down) comes back as a value; nothing is thrown for it. A second call during a running one makes no
 * second request. Afterwards the page's data is reloaded, snapshots are removed and other tabs are notified.
 *
 * @param options see {@link ClientSignOutOptions}; by default this session ends and the page changes to the app's
 * `pages.afterSignOut`
 * @returns `ok: true` once the server has confirmed it; else a code and a sentence for the person
 *
 * @example
 * ```ts
 * import { signOut } from 'svelte-guardian/client';
 *
 * const result = await signOut({ callbackUrl: '/goodbye' });
 * if (result.error) console.error(result.error);
 * ```
 */
export function signOut(options: ClientSignOutOptions = {}): Promise<ClientSignOutResult> {
	const here = new URL(location.href);
	const {
		action = actionOn(here),
		callbackUrl = '',
		sessionId = '',
		allSessions,
		// Not whatever is truthy: 'false' must not sign out everywhere.
		scope = allSessions === true ? 'all' : 'current'
	} = options;
	const url = new URL(action, here);
	// The page to go to comes back as data, for it takes a while until this page may be left.
	const body = new URLSearchParams({ scope, sessionId, callbackUrl, redirect: 'false' });

	const request = `${url} ${body}`;
	let work = underway.get(request);
	if (!work) {
		work = run(url, body, options).finally(() => underway.delete(request));
		underway.set(request, work);
	}
	return work;
}

async function run(
	url: URL,
	body: URLSearchParams,
	{ redirect = true, signal }: ClientSignOutOptions
): Promise<ClientSignOutResult> {
	let result: ActionResult | undefined;
	try {
		const response = await fetch(url, {
			method: 'POST',
			headers: { accept: 'application/json', 'x-sveltekit-action': 'true' },
			body,
			cache: 'no-store',
			// The tab may be closed right after the click.
			keepalive: true,
			signal
		});
		const text = await response.text();
		try {
			result = deserialize(text);
		} catch {
			// Not an action's answer: a proxy's error page, or a refusal by SvelteKit itself.
		}
	} catch {
		return signal?.aborted ? failed('ABORTED', aborted) : failed('OFFLINE', offline);
	}

	const outcome = outcomeOf(result, body);
	if (outcome.signedOut) {
		await forget();
		channel().postMessage({ user: null });
	}
	await follow(result, outcome, url, redirect);
	return outcome;
}

const failed = (code: ClientFailureCode, error: string): ClientSignOutResult => ({
	ok: false,
	code,
	error,
	signedOut: false
});

function outcomeOf(result: ActionResult | undefined, body: URLSearchParams): ClientSignOutResult {
	// Only an answer with data has it.
	const { data } = (result ?? {}) as { data?: Partial<SignOutActionData> };
	if (data?.signOut) return data.signOut;
	// A page's own action may redirect, or return whatever it likes: to have succeeded is enough.
	if (result?.type === 'redirect' || result?.type === 'success') {
		const signedOut = body.get('scope') !== 'others' && !body.get('sessionId');
		return { ok: true, signedOut, url: result.type === 'redirect' ? result.location : '' };
	}
	return failed('UNEXPECTED_RESPONSE', unexpectedResponse);
}

/** What `use:enhance` does with a result, except that an error stays a value and does not replace the page. */
async function follow(
	result: ActionResult | undefined,
	{ ok, signedOut, url }: ClientSignOutResult,
	action: URL,
	redirect: boolean
): Promise<void> {
	if (redirect && url && new URL(url, location.href).href !== location.href) {
		return applyAction({ type: 'redirect', status: 303, location: url });
	}
	if (ok || signedOut) await invalidateAll();
	const onThisPage = action.origin + action.pathname === location.origin + location.pathname;
	if (onThisPage && (result?.type === 'success' || result?.type === 'failure')) {
		await applyAction(result);
	}
}
