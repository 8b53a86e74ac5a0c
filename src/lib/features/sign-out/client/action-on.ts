import { resolve } from '$app/paths';

/**
 * The form action on a page, with the page's own query kept: it is where staying on the page leads back to.
 *
 * @example
 * ```ts
 * actionOn(new URL('https://app.example/account?tab=a')); // '?/signout&tab=a'
 * ```
 */
export function actionOn({ searchParams }: URL): string {
	const own = [...searchParams].filter(([name]) => name[0] !== '/');
	return `?/signout&${new URLSearchParams(own)}`.replace(/&$/, '');
}

/**
 * Where the form can be posted to on every page, also on one that is a file.
 *
 * @example
 * ```ts
 * formAddress(); // '/_guardian/sign-out/signout'
 * ```
 */
export const formAddress = () => resolve('/_guardian/sign-out/signout' as '/');
