import { BROWSER, DEV } from 'esm-env';
import { deserialize } from '$app/forms';
import { aborted, offline, unexpectedResponse, type ClientFailureCode } from '../../../errors.js';
import type {
	ClientSignOutOptions,
	ClientSignOutResult,
	SignOutActionData
} from '../../../types.js';
import { formAddress } from './action-on.js';
import type { ActionResult } from './finish.js';
import { loadAfterSignOut } from './load-after-sign-out.js';
import { post, send, type SentSignOut } from './send.js';

const MISPLACED =
	'signOut() of svelte-guardian/client was called on the server or in a `load`, which SvelteKit also runs for a link that ' +
	'is only pointed at. Use <SignOutButton>, or call it in an event handler. On the server, in a form action or in a ' +
	'`+server.js`, call the signOut() of your guardianAuth().';

/**
 * Signs out from the browser: posts the form action as `use:enhance` would and goes where it leads. An expected failure
 * (offline, database down) comes back as a value; nothing is thrown for it. A second call during a running one makes no
 * second request. Afterwards the page's data is reloaded, snapshots are removed and other tabs are notified.
 *
 * Call it when the person asks for it, never in a `load`: SvelteKit runs that also for a link that is only pointed at.
 *
 * @param options see {@link ClientSignOutOptions}; by default this session ends and the page changes to the app's
 * `pages.afterSignOut`
 * @returns `ok: true` once the server has confirmed it; else a code and a sentence for the person
 * @throws on the server; in development also in a `load`
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
	// By the name of SvelteKit's function, which a build for production has changed.
	if (!BROWSER || (DEV && new Error().stack?.includes('load_node'))) throw new Error(MISPLACED);
	const { sent, done } = send(options);
	return (sent.outcome ??= settle(sent, options).finally(done));
}

async function settle(
	{ url, body, answer }: SentSignOut,
	{ redirect = true, signal, action }: ClientSignOutOptions
): Promise<ClientSignOutResult> {
	const loading = loadAfterSignOut();
	let result: ActionResult | undefined;
	try {
		const read = async (text: string) => deserialized(text) ?? (await loading)?.readAnswer(text);
		result = await read(await answer);
		// A page that is a file cannot answer. Nor could what a proxy answered for the app, and then this fails as well.
		if (!result && !action) result = await read(await post(formAddress(), body, signal));
	} catch {
		return signal?.aborted ? failed('ABORTED', aborted) : failed('OFFLINE', offline);
	}

	const outcome = outcomeOf(result, body);
	const after = await loading;
	if (after) await after.finish(result, outcome, url, redirect);
	else if (outcome.signedOut) location.assign(outcome.url || location.pathname);
	return outcome;
}

/** `undefined` for what is no action's answer: a file, a proxy's error page, or a refusal by SvelteKit itself. */
function deserialized(text: string): ActionResult | undefined {
	try {
		return deserialize(text);
	} catch {
		return undefined;
	}
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
