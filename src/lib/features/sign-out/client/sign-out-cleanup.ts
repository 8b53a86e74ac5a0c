import { resolve } from '$app/paths';
import { attempt } from './attempt.js';

const callbacks = new Set<() => unknown>();
let shared: BroadcastChannel | undefined;

/**
 * Registers something to do once this browser is signed out: drop an IndexedDB, empty a cache of your own. It is awaited
 * before the page changes, for at most 5 seconds, in every open tab that has `SessionSync`. What it throws is logged and
 * stops nothing.
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

/** Calls what is registered. */
export async function runCallbacks(): Promise<void> {
	const done = [...callbacks].map(async (callback) => callback());
	await Promise.all(done.map((each) => each.catch(console.error)));
}

/** The one channel of this page: a channel does not hear itself, so nobody is told what they said. */
export const channel = (): BroadcastChannel | undefined =>
	// Apps under other base paths of this origin have sessions of their own.
	attempt(() => (shared ??= new BroadcastChannel(`svelte-guardian:${resolve('/')}`)));

/** What tabs tell each other: who they show now. */
export interface Announcement {
	user: string | null;
}

/** Tells the other tabs whom this one shows. Where it cannot, they find out when the person returns to them. */
export const tell = (user: string | null): void =>
	attempt(() => channel()?.postMessage({ user } satisfies Announcement));
