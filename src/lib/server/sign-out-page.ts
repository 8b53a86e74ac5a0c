import type { RequestEvent } from '@sveltejs/kit';
import { messages, statuses, type FailureCode } from '../errors.js';
import type { FormMessage } from '../types.js';
import { cookiesOf, urlOf } from './arguments.js';
import type { Parts } from './parts.js';
import type { RequestState } from './request-state.js';

/**
 * The address of the app's sign-out page for a sign-out that failed, with what it was about.
 *
 * @example
 * ```ts
 * signOutPage(parts, state, 'STORE_UNAVAILABLE'); // '/signout?error=STORE_UNAVAILABLE&scope=others'
 * ```
 */
export function signOutPage(
	{ config }: Pick<Parts<never>, 'config'>,
	{ signOutQuery }: RequestState<unknown>,
	code: FailureCode
): string {
	return `${config.pages.signOut}?${new URLSearchParams([['error', code], ...signOutQuery])}`;
}

/**
 * What the sign-out page has to say. A pending sign-out that was finished in the meantime, perhaps by this very request,
 * is no failure any more.
 *
 * @example
 * ```ts
 * const signOutError = createSignOutError(parts);
 * ```
 */
export function createSignOutError<User>({ states, cookies }: Parts<User>) {
	return (event: Pick<RequestEvent, 'cookies' | 'url'>): FormMessage | null => {
		const state = states.of(cookiesOf(event));
		const code = urlOf('signOutError()', event).searchParams.get('error');
		if (code === null || !Object.hasOwn(statuses, code)) return null;
		if (code === 'REVOCATION_PENDING' && cookies.tickets(state).length === 0) return null;
		return { code: code as FailureCode, error: messages[code as FailureCode] };
	};
}
