import { mount, unmount, type ComponentProps } from 'svelte';
import ConfirmDialog from './ConfirmDialog.svelte';

type Words = Omit<ComponentProps<typeof ConfirmDialog>, 'onanswer' | 'ongone'>;

let asking = false;

/**
 * Asks in a dialog, which stands beside the form in the page and so looks and speaks like what is around it. Of several
 * clicks that came before the dialog did, one asks.
 *
 * It is imported where it is needed, so that other pages do not load it.
 *
 * @returns `true` for a yes; `false` for everything else, also when the form has gone from the page meanwhile
 *
 * @example
 * ```ts
 * const { ask } = await import('./confirm.js');
 * const yes = await ask(form, { confirmTitle: 'Sign out everywhere?' });
 * ```
 */
export async function ask(form: HTMLFormElement, words: Words): Promise<boolean> {
	if (asking || !form.isConnected) return false;
	return new Promise((resolve) => {
		const onanswer = (yes: boolean) => {
			asking = false;
			watch.disconnect();
			resolve(yes);
		};
		const ongone = () => void unmount(dialog);
		const dialog = mount(ConfirmDialog, {
			target: form.parentNode as Element | ShadowRoot,
			anchor: form.nextSibling ?? undefined,
			props: { ...words, onanswer, ongone }
		});
		asking = true;

		// Another tab may sign out meanwhile: the dialog goes with the button that it asks for.
		const watch = new MutationObserver(() => {
			if (form.isConnected) return;
			onanswer(false);
			ongone();
		});
		watch.observe(form.getRootNode(), { childList: true, subtree: true });
	});
}
