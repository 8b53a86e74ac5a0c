import type { ClientSignOutOptions, ClientSignOutResult } from '../../../types.js';
import { actionOn } from './action-on.js';
import { here } from './here.js';

/** A sign-out that has been sent to the server. */
export interface SentSignOut {
	/** Where to. */
	url: URL;
	/** What the form says. */
	body: URLSearchParams;
	/** The text of the answer. It rejects where there is none. */
	answer: Promise<string>;
	/** What has come of it, once somebody waits for it. */
	outcome?: Promise<ClientSignOutResult>;
	/** Whether its outcome is known: then the next one is sent. */
	isDone?: boolean;
}

const underway = new Map<string, SentSignOut>();

/**
 * Sends a sign-out to the server, at once: the tab may be closed right after the click. What the answer means is found out
 * by `settle()`. While one is under way, a second call with the same options sends nothing. One that can be aborted is sent on its
 * own: another one must not end with it.
 *
 * @example
 * ```ts
 * const sent = send({ scope: 'all' });
 * const result = await settle(sent, { scope: 'all' });
 * ```
 */
export function send(options: ClientSignOutOptions): SentSignOut {
	const page = here();
	const {
		action = actionOn(page),
		callbackUrl = '',
		sessionId = '',
		allSessions,
		// Not whatever is truthy: 'false' must not sign out everywhere.
		scope = allSessions === true ? 'all' : 'current',
		signal
	} = options;
	const url = new URL(action, page);
	// The page to go to comes back as data, for it takes a while until this page may be left.
	const body = new URLSearchParams({ scope, sessionId, callbackUrl, redirect: 'false' });

	const key = `${url} ${body}`;
	let sent = underway.get(key);
	if (signal || !sent || sent.isDone) {
		const one: SentSignOut = (sent = { url, body, answer: post(url, body, signal) });
		// Whoever waits for it is told.
		one.answer.catch(() => (one.isDone = true));
		if (!signal) underway.set(key, one);
	}
	return sent;
}

/**
 * Posts the form, as `use:enhance` would.
 *
 * @returns the text of the answer
 * @throws where there is no answer, or `signal` has aborted
 *
 * @example
 * ```ts
 * const text = await post('?/signout', new URLSearchParams());
 * ```
 */
export async function post(
	url: URL | string,
	body: URLSearchParams,
	signal?: AbortSignal
): Promise<string> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { accept: 'application/json', 'x-sveltekit-action': 'true' },
		body,
		cache: 'no-store',
		keepalive: true,
		signal
	});
	return response.text();
}
