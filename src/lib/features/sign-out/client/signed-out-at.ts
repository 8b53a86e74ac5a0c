import { attempt } from './attempt.js';

/** When somebody last signed out in this tab, in milliseconds as SvelteKit numbers the entries of its history. */
const KEY = 'svelte-guardian:signed-out-at';

/** Nothing for never, and where storage is off: such a browser has no cookies either, so nobody was signed in. */
export const readSignedOutAt = (): string | null | undefined =>
	attempt(() => sessionStorage.getItem(KEY));

/** Remembers that every entry of this tab's history up to now belongs to the person who has just signed out. */
export const writeSignedOutAt = (): void =>
	attempt(() => sessionStorage.setItem(KEY, String(Date.now())));
