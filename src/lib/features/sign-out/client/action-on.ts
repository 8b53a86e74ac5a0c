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
