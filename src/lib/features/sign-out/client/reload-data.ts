// Not by name: Storybook's double of SvelteKit has no `refreshAll`, and a name that is missing keeps a page from loading.
import * as navigation from '$app/navigation';
import { hasApp } from './has-app.js';

/**
 * Loads the data of this page anew, and that of its layouts.
 *
 * @example
 * ```ts
 * await reloadData();
 * ```
 */
export async function reloadData(): Promise<void> {
	if (hasApp()) await navigation.refreshAll();
}
