import { attempt } from './attempt.js';
import { readSignedOutAt, SIGNED_OUT_AT } from './signed-out-at.js';

/*
 * Everything in a browser in which SvelteKit keeps what a page has shown, by version. `kit-stores.test.ts` fails for one that is not here.
 *
 * | what                          | where                                            | SvelteKit | dropped by                             |
 * | ----------------------------- | ------------------------------------------------ | --------- | -------------------------------------- |
 * | `export const snapshot`       | `sessionStorage['sveltekit:snapshot']`           | 2, 3      | `dropStored()`                         |
 * | `snapshot()`                  | `sessionStorage['sveltekit:navigation-snapshot']`| 3         | `dropStored()`                         |
 * | scroll positions              | `sessionStorage['sveltekit:scroll']`             | 2         | `dropStored()`                         |
 * | scroll positions, options     | `sessionStorage['sveltekit:history-info']`       | 3         | `dropStored()`                         |
 * | both kinds of snapshots       | memory                                           | 2, 3      | a document load; `isEarlier()` until then |
 * | `page.state`, a page's address| `history.state['sveltekit:states' / 'sveltekit:pageurl']` | 2 | `isEarlier()`                          |
 * | `page.state`, kept on a reload with `persistState` | `history.state['sveltekit:metadata']` | 3    | `isEarlier()`                          |
 * | data, forms, preloads, queries| memory                                           | 2, 3      | a document load                        |
 */

/** Removes what SvelteKit has stored for this tab. */
export function dropStored(): void {
	attempt(() => {
		for (const key of Object.keys(sessionStorage)) {
			if (key.startsWith('sveltekit:')) sessionStorage.removeItem(key);
		}
	});
}

/**
 * Remembers that every entry of this tab's history up to now belongs to the person who has just signed out.
 *
 * @param at until when instead, as `readSignedOutAt()` returned it
 */
export const writeSignedOutAt = (at: string | null = String(Date.now())): void =>
	attempt(() =>
		at === null
			? sessionStorage.removeItem(SIGNED_OUT_AT)
			: sessionStorage.setItem(SIGNED_OUT_AT, at)
	);

/**
 * Whether an entry of the history is from before the last sign-out in this tab. SvelteKit numbers the entries of a document
 * from the time of its load, so an entry that a document got after the sign-out without a load counts as earlier, too.
 *
 * @param state the `history.state` of the entry
 */
export function isEarlier(state: KitState): boolean {
	const number = state?.['sveltekit:history'] ?? state?.['sveltekit:metadata']?.historyIndex;
	return number !== undefined && number < Number(readSignedOutAt());
}

/** Whether an entry of the history holds a `page.state` of the app. */
export function hasPageState(state: KitState): boolean {
	const { persistState } = state?.['sveltekit:metadata'] ?? {};
	return persistState === true || Object.keys(state?.['sveltekit:states'] ?? {}).length > 0;
}

/** What SvelteKit writes into `history.state`, as far as it matters here. */
export type KitState = {
	'sveltekit:history'?: number;
	'sveltekit:states'?: object;
	'sveltekit:metadata'?: { historyIndex: number; persistState: boolean };
} | null;
