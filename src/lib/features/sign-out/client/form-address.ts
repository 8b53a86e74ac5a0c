import { resolve } from '$app/paths';

/**
 * Where the form can be posted to on every page, also on one that is a file.
 *
 * @example
 * ```ts
 * formAddress(); // '/_guardian/sign-out/signout'
 * ```
 */
export const formAddress = () => resolve('/_guardian/sign-out/signout' as '/');
