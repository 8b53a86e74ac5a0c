import { BROWSER, DEV } from 'esm-env';
import { offline } from '../../../offline.js';
import type { ClientSignOutOptions, ClientSignOutResult } from '../../../types.js';
import { loadAfterSignOut } from './load-after-sign-out.js';
import { send, type SentSignOut } from './send.js';

const MISPLACED =
	'signOut() of svelte-guardian/client was called on the server or in a `load`, which SvelteKit also runs for a link that ' +
	'is only pointed at. Use <SignOutButton>, or call it in an event handler. On the server, in a form action or in a ' +
	'`+server.js`, call the signOut() of your guardianAuth().';

/**
 * Signs out from the browser: posts the form action as `use:enhance` would and goes where it leads. An expected failure
 * (offline, database down) comes back as a value; nothing is thrown for it. A second call during a running one makes no
 * second request, unless one of them has a `signal`. Afterwards the page's data is reloaded, snapshots are removed and other tabs are notified.
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
	const sent = send(options);
	// It comes while the server answers.
	return loadAfterSignOut().then((after) =>
		after ? after.settle(sent, options) : reloadPage(sent)
	);
}

/**
 * The code is gone: offline, or with an older deployment. Where the server has answered, this page is loaded anew to show what has
 * come of it, and nothing else is said: code that waits for it does not go on, as after any form that a browser submits.
 */
const reloadPage = (sent: SentSignOut) =>
	sent.answer.then<ClientSignOutResult, ClientSignOutResult>(
		() => {
			// The person may choose to stay, and sign out once more.
			sent.isDone = true;
			// This page, without what follows `#`: with that it would only scroll.
			location.assign('');
			return new Promise(() => {});
		},
		() => ({ ok: false, code: 'OFFLINE', error: offline, signedOut: false })
	);
