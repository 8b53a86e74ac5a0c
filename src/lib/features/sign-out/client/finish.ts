import { applyAction } from '$app/forms';
import { invalidate, replaceState } from '$app/navigation';
import { page } from '$app/state';
import { SESSIONS_KEY } from '../../../sessions-key.js';
import type { ClientSignOutResult, SignOutActionData } from '../../../types.js';
import { hasApp } from './has-app.js';
import type { KitState } from './kit-stores.js';
import { leave, stay } from './leave.js';
import { navigationEnd } from './navigation-end.js';
import { runCallbacks } from './sign-out-cleanup.js';
import { tell } from './tabs.js';

/** SvelteKit 2 and 3 export the type itself from different modules. */
export type ActionResult = Parameters<typeof applyAction>[0];

/**
 * Does what follows an answer to a sign-out: what `use:enhance` does, except that an error stays a value and does not replace
 * the page, and that nobody who has signed out keeps theirs. Where no app runs, it calls what `onSignOut` has registered.
 *
 * @param action the address that was posted to
 * @param redirect whether to go where the answer leads
 *
 * @example
 * ```ts
 * await finish(result, outcome, new URL(location.href), true);
 * ```
 */
export async function finish(
	result: ActionResult | undefined,
	{ ok, signedOut, url }: ClientSignOutResult,
	action: URL,
	redirect: boolean
): Promise<void> {
	if (!hasApp()) return signedOut ? runCallbacks() : undefined;
	if (signedOut) {
		tell(null);
		if (redirect && url) return leave(url, true);
		if (!(await stay())) return;
	} else if (redirect && url && !isShown(url)) {
		return applyAction({ type: 'redirect', status: 303, location: url });
	} else if (ok) await refreshSessions();
	// Where the kit has answered in place of the page, the page has other forms to show than this one.
	const { data } = (result ?? {}) as { data?: Partial<SignOutActionData> };
	if (data?.signOut) return;
	const onThisPage = action.origin + action.pathname === page.url.origin + page.url.pathname;
	if (onThisPage && (result?.type === 'success' || result?.type === 'failure')) {
		await applyAction(result);
	}
}

/** Whether this page is the one at `url`. The address may show another one, after `pushState()`. */
function isShown(url: string): boolean {
	const { origin, pathname, search, hash } = new URL(url, page.url);
	return (
		origin + pathname + search === page.url.origin + page.url.pathname + page.url.search &&
		(!hash || hash === page.url.hash)
	);
}

/** Who stays signed in keeps everything else: what they have typed, and what they have opened by `pushState()`. */
async function refreshSessions(mayRepeat = true): Promise<void> {
	await navigationEnd();
	const { state } = page;
	const entry = history.state;
	const isEmpty = (shown: object) => Object.keys(shown).length === 0;
	await (invalidate as (key: string, keepState: boolean) => Promise<void>)(SESSIONS_KEY, true);
	const hasMoved = history.state !== entry;
	// SvelteKit 2 knows no second argument. What belongs to this entry may have been opened or closed meanwhile.
	const kept = (history.state as KitState)?.['sveltekit:states'] ?? {};
	if ((hasMoved || !isEmpty(state)) && !isEmpty(kept) && isEmpty(page.state)) {
		// eslint-disable-next-line svelte/no-navigation-without-resolve -- the address stays as it is
		replaceState(location.href, kept);
	} else if (hasMoved && mayRepeat) {
		// Where the person has gone back, SvelteKit has dropped the data that came.
		await refreshSessions(false);
	}
}
