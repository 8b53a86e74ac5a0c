import { resolve } from '$app/paths';
import { attempt } from './attempt.js';

let shared: BroadcastChannel | undefined;

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
