import type { RequestEvent } from '@sveltejs/kit';
import { cookiesOf } from '../../arguments.js';
import type { AuthContext } from '../../context.js';
import { failures, type FailureCode } from '../../errors.js';
import { withCallbackUrl } from '../../http/callback-url.js';
import { pageUrl } from '../../http/remote-function.js';
import type { AppPaths } from '../../http/app-paths.js';
import type { RequestAuth } from '../../http/request-auth.js';
import type { FormMessage } from '../../types.js';
import type { PendingCookies } from './pending-cookies.js';

/** What a sign-out form contained. */
interface Form {
	scope: string;
	sessionId: string;
	callbackUrl: string;
}

/** The sign-out forms, by request. With its fields the sign-out page can retry a failed sign-out. */
const forms = new WeakMap<RequestAuth<unknown>, Form>();

/** Longer than any public id. What is cut off such a text never makes it the id of another session. */
const ID_MAX = 100;

/**
 * Keeps what a sign-out form contained, for the address of the sign-out page.
 *
 * @example
 * ```ts
 * rememberForm(state, { scope: 'others', sessionId: '', callbackUrl: '' });
 * ```
 */
export function rememberForm(state: RequestAuth<unknown>, form: Form): void {
	forms.set(state, form);
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
	const { scope = '', sessionId = '', callbackUrl = '' } = forms.get(state) ?? {};
	const params = [
		['error', code],
		['scope', scope === 'current' ? '' : scope],
		['sessionId', sessionId.slice(0, ID_MAX)]
	] as const;
	const filled = params.filter(([, value]) => value);
	return withCallbackUrl(config.paths.pages.signOut(state.event), callbackUrl, filled);
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
		if (code === null || !Object.hasOwn(failures, code)) return null;
		if (code === 'REVOCATION_PENDING' && !pendingCookies.isAny(state)) return null;
		return { code: code as FailureCode, error: failures[code as FailureCode].message };
	};
}
