import { resolve } from '$app/paths';
import { attempt } from './attempt.js';

let shared: BroadcastChannel | undefined;

/** The one channel of this page: a channel does not hear itself, so nobody is told what they said. */
const channel = (): BroadcastChannel | undefined =>
	// Apps under other base paths of this origin have sessions of their own.
	attempt(() => (shared ??= new BroadcastChannel(`svelte-guardian:${resolve('/')}`)));

/** What tabs tell each other: who they show now. */
interface Announcement {
	user: string | null;
}

/**
 * Hears whom other tabs show.
 *
 * @param listener gets what another tab says: any script of this origin can say anything. Each call needs one of its own: the
 * same one twice is one, and who stops first would end it for both
 * @returns what ends that
 *
 * @example
 * ```ts
 * const stop = listenToTabs(({ data }) => console.log(data?.user));
 * ```
 */
export function listenToTabs(
	listener: (event: MessageEvent<Announcement | null | undefined>) => void
): () => void {
	const tabs = channel();
	tabs?.addEventListener('message', listener);
	return () => tabs?.removeEventListener('message', listener);
}

/** Tells the other tabs whom this one shows. Where it cannot, they find out when the person returns to them. */
export const tell = (user: string | null): void =>
	attempt(() => channel()?.postMessage({ user } satisfies Announcement));
