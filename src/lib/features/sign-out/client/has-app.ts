import { page } from '$app/state';

/**
 * Whether a SvelteKit app runs here. In a test of a component and in Storybook there is none: no page can be left, and
 * SvelteKit's functions throw or do nothing.
 *
 * @example
 * ```ts
 * if (hasApp()) await invalidateAll();
 * ```
 */
export const hasApp = (): boolean => !!page.route && page.status !== -1;
