import { mount, unmount, type ComponentProps } from 'svelte';
import ConfirmDialog from './ConfirmDialog.svelte';
import { keepFocus } from './keep-focus.js';
import { onSignOut } from './sign-out-cleanup.js';

/** What the dialog asks about, and its words. */
export type Words = Omit<ComponentProps<typeof ConfirmDialog>, 'onanswer' | 'ongone'>;

let asking = false;

/**
 * Asks in a dialog at the end of the page: where the button is may be gone by now, as a menu that closes on click. Of
 * several clicks one asks.
 *
 * It is imported where it is needed, so that other pages do not load it.
 *
 * @param path where the click went through; the focus goes back there
 * @returns `true` for a yes; `false` for everything else, also when another tab signs out or the page changes meanwhile;
 * `undefined` where the browser cannot show a modal dialog
 *
 * @example
 * ```ts
 * const { ask } = await import('./confirm.js');
 * const yes = await ask({ options: { scope: 'all' } }, event.composedPath());
 * ```
 */
export async function ask(words: Words, path: EventTarget[]): Promise<boolean | undefined> {
	// Old web views and jsdom.
	if (!HTMLDialogElement.prototype.showModal) return;
	if (asking) return false;
	asking = true;
	return new Promise((resolve) => {
		const answer = (yes: boolean) => {
			asking = false;
			stop();
			resolve(yes);
		};
		const remove = () => void unmount(dialog);
		const dialog = mount(ConfirmDialog, {
			target: document.body,
			props: {
				...words,
				onanswer(yes) {
					keepFocus(path);
					answer(yes);
				},
				ongone: remove
			}
		});
		// There is nothing left to ask.
		const stop = onSignOut(() => {
			answer(false);
			remove();
		});
	});
}
