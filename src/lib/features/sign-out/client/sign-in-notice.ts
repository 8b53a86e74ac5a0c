import { page as current } from '$app/state';
import type { SignInRequired } from '../../../http/sign-in-required.js';
import { show } from './outcome.js';
import { page } from './page.js';

/**
 * Says at the end of the page that a form needs a user, with a link to the sign-in page in another tab. Where the page shows
 * that link itself, nothing is added.
 *
 * @example
 * ```ts
 * showSignIn();
 * ```
 */
export function showSignIn(): void {
	const { signIn = 'Sign in' } = page.notice?.() ?? {};
	const { error, signInUrl } = current.form as SignInRequired;
	const link = document.createElement('a');
	Object.assign(link, { href: signInUrl, target: '_blank', textContent: signIn });
	// The page has rendered its own by then.
	setTimeout(() => {
		if ([...document.links].some(({ href }) => href === link.href)) return;
		show(error).append(' ', link);
	});
}
