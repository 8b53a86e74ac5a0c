import { resolve } from '$app/paths';

/** Where SvelteKit keeps what pages captured in `export const snapshot`. */
const SNAPSHOTS = 'sveltekit:snapshot';

/** What tabs tell each other: who they show now. */
export interface Announcement {
	user: string | null;
}

const callbacks = new Set<() => unknown>();
let shared: BroadcastChannel | undefined;

/**
 * Registers something to do once this browser is signed out: drop an IndexedDB, empty a cache of your own. It is awaited
 * before the page changes, in every open tab that has `SessionSync`. What it throws is logged and stops nothing.
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
	callbacks.add(callback);
	return () => callbacks.delete(callback);
}

/** The one channel of this page: a channel does not receive its own messages, so a tab does not react to them. */
export function channel(): BroadcastChannel {
	// Apps under other base paths of this origin have sessions of their own.
	shared ??= new BroadcastChannel(`svelte-guardian:${resolve('/')}`);
	return shared;
}

/** Removes what this tab keeps of the person who was signed in. */
export async function forget(): Promise<void> {
	// SvelteKit holds snapshots in memory as well, and writes them down again whenever the page is left. To listen a second
	// time changes nothing.
	addEventListener('pagehide', purge);
	addEventListener('visibilitychange', purge);
	purge();
	const done = [...callbacks].map(async (callback) => callback());
	await Promise.all(done.map((each) => each.catch(console.error)));
}

function purge(): void {
	try {
		sessionStorage.removeItem(SNAPSHOTS);
	} catch {
		// Storage is off in this browser, and so nothing was kept in it.
	}
}
