import type { RequestEvent } from '@sveltejs/kit';
import { cookiesOf } from '../../arguments.js';
import type { AuthContext } from '../../context.js';
import { messages, statuses, type FailureCode } from '../../errors.js';
import { pageUrl } from '../../http/remote-function.js';
import type { AppPaths } from '../../http/app-paths.js';
import type { RequestAuth } from '../../http/request-auth.js';
import type { FormMessage } from '../../types.js';
import type { PendingCookies } from './pending-cookies.js';

/** The fields of sign-out forms, by request, as a query. With it the sign-out page can retry a failed sign-out. */
const forms = new WeakMap<RequestAuth<unknown>, URLSearchParams>();

/**
 * Keeps what a sign-out form contained, for the address of the sign-out page.
 *
 * @example
 * ```ts
 * rememberForm(state, { scope: 'others', sessionId: '', callbackUrl: '' });
 * ```
 */
export function rememberForm(
	state: RequestAuth<unknown>,
	{ scope, sessionId, callbackUrl }: { scope: string; sessionId: string; callbackUrl: string }
): void {
	const fields = { scope: scope === 'current' ? '' : scope, sessionId, callbackUrl };
	forms.set(state, new URLSearchParams(Object.entries(fields).filter(([, value]) => value)));
}

/**
 * The address of the app's sign-out page for a sign-out that failed, with what the form contained.
 *
 * @example
 * ```ts
 * signOutPage(context, state, 'STORE_UNAVAILABLE'); // '/signout?error=STORE_UNAVAILABLE&scope=others'
 * ```
 */
export function signOutPage(
	{ config }: { config: { paths: Pick<AppPaths, 'pages'> } },
	state: RequestAuth<unknown>,
	code: string
): string {
	const query = new URLSearchParams([['error', code], ...(forms.get(state) ?? [])]);
	return `${config.paths.pages.signOut(state.event)}?${query}`;
}

/**
 * Creates the function that says what the sign-out page has to show. A pending sign-out that was finished in the meantime,
 * perhaps by this very request, is no failure any more.
 *
 * @example
 * ```ts
 * const signOutError = createSignOutError(context, pendingCookies);
 * ```
 */
export function createSignOutError<User>(
	{ requests }: Pick<AuthContext<User>, 'requests'>,
	pendingCookies: PendingCookies
) {
	return (event: Pick<RequestEvent, 'cookies' | 'url'>): FormMessage | null => {
		const state = requests.of(cookiesOf(event), event);
		const code = pageUrl('signOutError()', event, state.event)?.searchParams.get('error') ?? null;
		if (code === null || !Object.hasOwn(statuses, code)) return null;
		if (code === 'REVOCATION_PENDING' && !pendingCookies.isAny(state)) return null;
		return { code: code as FailureCode, error: messages[code as FailureCode] };
	};
}
