import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { messages } from '../errors.js';
import { cookiesOf, urlOf } from '../arguments.js';
import type { Requests } from './request-auth.js';

/**
 * Creates the guard of a page. It returns the signed-in user, or throws.
 *
 * @example
 * ```ts
 * const requireUser = createRequireUser({ requests, signInPage: '/signin' });
 * ```
 */
export function createRequireUser<User extends { id: string }>({
	requests,
	signInPage
}: {
	requests: Requests<User>;
	/** With the base path. */
	signInPage: string;
}) {
	return (event: Pick<RequestEvent, 'cookies' | 'url'>): User => {
		const { identity } = requests.of(cookiesOf(event));
		switch (identity.status) {
			case 'signed-in':
				return identity.user;
			case 'unavailable':
				// Not a redirect to the sign-in page: the person may well be signed in, and could not sign in now.
				error(503, messages.STORE_UNAVAILABLE);
			// eslint-disable-next-line no-fallthrough -- error() throws
			case 'anonymous': {
				const url = urlOf('requireUser()', event);
				const here = encodeURIComponent(url.pathname + url.search);
				redirect(303, `${signInPage}?callbackUrl=${here}`);
			}
		}
	};
}
