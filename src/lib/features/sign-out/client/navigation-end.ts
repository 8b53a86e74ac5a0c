// Not by name: doubles of SvelteKit may have no `navigating`, and a name that is missing keeps a page from loading.
import * as state from '$app/state';
import { attempt } from './attempt.js';
import { sleep } from './sleep.js';

/** How long to wait at most, in milliseconds: a navigation may never end, as one that becomes a download. */
const MAX_MS = 10_000;

const navigating = (): Partial<typeof state.navigating> => attempt(() => state.navigating) ?? {};

/**
 * Where a navigation leads that is under way. None is one that has become a download, or that was called off: SvelteKit goes
 * on showing it.
 *
 * @example
 * ```ts
 * const url = (await navigationGoal()) ?? new URL(location.href);
 * ```
 */
export async function navigationGoal(): Promise<URL | undefined> {
	const isOver = await Promise.race([navigationEnd().then(() => true), sleep(0)]);
	return isOver ? undefined : navigating().to?.url;
}

/**
 * Waits until no navigation is under way. SvelteKit drops one when data is loaded anew, and the click of a person with it.
 * It does not wait for a document to be loaded: SvelteKit never says when that has become a download, and the page stays.
 *
 * @example
 * ```ts
 * await navigationEnd();
 * ```
 */
export async function navigationEnd(): Promise<void> {
	const end = async () => {
		let seen: Promise<void> | null = null;
		for (;;) {
			const { complete, willUnload } = navigating();
			if (!complete || willUnload || complete === seen) return;
			seen = complete;
			await complete.catch(() => {});
		}
	};
	await Promise.race([end(), sleep(MAX_MS)]);
}
