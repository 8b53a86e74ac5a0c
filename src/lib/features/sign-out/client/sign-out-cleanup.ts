import { BROWSER } from 'esm-env';

const callbacks = new Set<() => unknown>();

/**
 * Registers something to do once this browser is signed out: drop an IndexedDB, empty a cache of your own. It is awaited
 * before the page changes, for at most 5 seconds, in every open tab that has `SessionSync`. What it throws is logged and
 * stops nothing. On the server it registers nothing.
 *
 * @returns a function that takes the registration back
 *
 * @example
 * ```ts
 * import { onSignOut } from 'svelte-guardian/client';
 *
 * const stop = onSignOut(() => indexedDB.deleteDatabase('drafts'));
 * ```
 */
export function onSignOut(callback: () => unknown): () => void {
	// On a server nothing would take it back, and it would keep data of its request.
	if (BROWSER) callbacks.add(callback);
	return () => callbacks.delete(callback);
}

/** Calls what is registered. */
export async function runCallbacks(): Promise<void> {
	const done = [...callbacks].map(async (callback) => callback());
	await Promise.all(done.map((each) => each.catch(console.error)));
}
