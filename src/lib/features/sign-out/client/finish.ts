import type { ActionResult } from '@sveltejs/kit';
import { applyAction } from '$app/forms';
import { invalidateAll } from '$app/navigation';
import type { ClientSignOutResult } from '../../../types.js';
import { leave, stay } from './leave.js';
import { tell } from './sign-out-cleanup.js';

/**
 * Does what follows an answer to a sign-out: what `use:enhance` does, except that an error stays a value and does not replace
 * the page, and that nobody who has signed out keeps theirs.
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
	if (signedOut) {
		tell(null);
		if (redirect && url) return leave(url, true);
		if (!(await stay())) return;
	} else if (redirect && url && new URL(url, location.href).href !== location.href) {
		return applyAction({ type: 'redirect', status: 303, location: url });
	} else if (ok) await invalidateAll();
	const onThisPage = action.origin + action.pathname === location.origin + location.pathname;
	if (onThisPage && (result?.type === 'success' || result?.type === 'failure')) {
		await applyAction(result);
	}
}
