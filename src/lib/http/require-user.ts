import { error, type RequestEvent } from '@sveltejs/kit';
import { failures } from '../errors.js';
import { cookiesOf } from '../arguments.js';
import { pageOf } from './answer.js';
import type { AppPages } from './app-paths.js';
import { isCommand, pageUrl } from './remote-function.js';
import type { Requests } from './request-auth.js';
import { redirectToSignIn } from './sign-in-required.js';

/** A command cannot redirect: its caller gets this, with status 401. */
const SIGN_IN_FIRST = 'For this you have to sign in first.';

/**
 * Creates the guard of a page. It returns the signed-in user, or throws.
 *
 * @example
 * ```ts
 * const requireUser = createRequireUser({ requests, pages: config.paths.pages });
 * ```
 */
export function createRequireUser<User extends { id: string }>({
	requests,
	pages
}: {
	requests: Requests<User>;
	pages: AppPages;
}) {
	return (event: Pick<RequestEvent, 'cookies' | 'url'>): User => {
		const state = requests.of(cookiesOf(event), event);
		const { identity, event: own } = state;
		switch (identity.status) {
			case 'signed-in':
				return identity.user;
			case 'unavailable':
				// Not a redirect to the sign-in page: the person may well be signed in, and could not sign in now.
				error(503, failures.STORE_UNAVAILABLE.message);
			// eslint-disable-next-line no-fallthrough -- error() throws
			case 'anonymous': {
				if (isCommand(own)) error(401, SIGN_IN_FIRST);
				const url = pageUrl('requireUser()', event, own);
				// In an action the address names it, and opened later it would be run by nothing.
				redirectToSignIn(state, pages, url && pageOf({ url, request: own.request }));
			}
		}
	};
}
