import type { ClientSignOutResult } from '../../../types.js';

/** What a screen reader says of a sign-out that succeeded, where the app has no words of its own. */
export const successOf = ({ signedOut, revoked }: Extract<ClientSignOutResult, { ok: true }>) =>
	signedOut ? 'You are signed out.' : revoked === 0 ? 'It was signed out already.' : 'Signed out.';

/**
 * Says something in a live region at the end of the page, where it stays when the button goes.
 *
 * @example
 * ```ts
 * announce('You are signed out.');
 * ```
 */
export function announce(text: string): void {
	const region = append('status', 'guardian-sign-out-status');
	// To be read, and not seen.
	region.style.cssText = 'position:fixed;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)';
	// A live region that appears together with its text is not always read.
	setTimeout(() => (region.textContent = text), 100);
	setTimeout(() => region.remove(), 10_000);
}

/** Removes the error that is shown at the end of the page. */
export let clear = () => {};

/**
 * Shows an error at the end of the page, above everything: until one clicks elsewhere or presses Escape.
 *
 * @returns the element
 *
 * @example
 * ```ts
 * show('The server cannot be reached.');
 * ```
 */
export function show(text: string): HTMLElement {
	const note = append('alert', 'guardian-sign-out-error');
	clear = () => note.remove();
	note.popover = 'auto';
	// Older browsers have it at the end of the page.
	note.showPopover?.();
	note.ontoggle = () => note.matches(':popover-open') || note.remove();
	note.textContent = text;
	return note;
}

function append(role: string, className: string): HTMLElement {
	const element = Object.assign(document.createElement('div'), { className });
	element.setAttribute('role', role);
	document.body.append(element);
	return element;
}
