import { page } from '$app/state';

/**
 * The address of this page. After `pushState()` the browser's own is another page's; where no app runs, as in a test of a
 * component, SvelteKit has none.
 *
 * @example
 * ```ts
 * here().pathname; // '/account'
 * ```
 */
export const here = (): URL => (page.url?.host ? page.url : new URL(`${location}`));
