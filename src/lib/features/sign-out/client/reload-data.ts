// Not by name: Storybook's double of SvelteKit has no `refreshAll`, and a name that is missing keeps a page from loading.
import * as navigation from '$app/navigation';
import { hasApp } from './has-app.js';
import { navigationEnd } from './navigation-end.js';

/**
 * Loads the data of this page anew, and that of its layouts, once no navigation is under way.
 *
 * @example
 * ```ts
 * await reloadData();
 * ```
 */
export async function reloadData(): Promise<void> {
	if (!hasApp()) return;
	await navigationEnd();
	await navigation.refreshAll();
}
