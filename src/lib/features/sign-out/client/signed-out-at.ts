import { attempt } from './attempt.js';

/** When somebody last signed out in this tab, in milliseconds as SvelteKit numbers the entries of its history. */
export const SIGNED_OUT_AT = 'svelte-guardian:signed-out-at';

/** Nothing for never, and where storage is off: such a browser has no cookies either, so nobody was signed in. */
export const readSignedOutAt = (): string | null | undefined =>
	attempt(() => sessionStorage.getItem(SIGNED_OUT_AT));
