import { page } from './page.js';

/** The types of inputs that hold text. A password is shown to nobody. */
const TEXT_TYPES = /^(text|search|url|tel|email|number)$/;

/**
 * Opens no dialog while something runs, as browsers open none while a page is left: it would show the page, and wait. A
 * guard that asks gets a no.
 *
 * @returns undoes it
 *
 * @example
 * ```ts
 * const unmute = muteDialogs();
 * ```
 */
export function muteDialogs(): () => void {
	const { alert, confirm, prompt } = window;
	Object.assign(window, { alert() {}, confirm: () => false, prompt: () => null });
	return () => void Object.assign(window, { alert, confirm, prompt });
}

/**
 * Decides whether what is typed into the page keeps it from being left after a sign-out: always where the app's own guards ask
 * about it; otherwise only where the person did not sign out here, and so did not expect to lose it.
 *
 * @param texts what is typed: see {@link typedTexts}
 * @param asked whether the person signed out in this tab
 *
 * @example
 * ```ts
 * if (keepsText(typedTexts(), true)) cover();
 * ```
 */
export const keepsText = (texts: readonly string[], asked: boolean): boolean =>
	asksBeforeUnload() || (!asked && texts.length > 0);

/** Asks the app's own guards whether the page has something unsaved, as the browser does when a page is left. */
function asksBeforeUnload(): boolean {
	const unmute = muteDialogs();
	// Not `new Event`: what `onbeforeunload` returns counts only with an event of this kind.
	const event = document.createEvent('BeforeUnloadEvent') as BeforeUnloadEvent;
	event.initEvent('beforeunload', false, true);
	dispatchEvent(event);
	unmute();
	return event.defaultPrevented || event.returnValue !== '';
}

/**
 * Stops every guard from keeping this page. Its document is of no use any more, and listeners run in the order in which
 * they were added, so that none could stop an earlier one.
 *
 * @example
 * ```ts
 * silenceGuards();
 * location.assign('/');
 * ```
 */
export function silenceGuards(): void {
	muteDialogs();
	window.onbeforeunload = null;
	Object.defineProperties(BeforeUnloadEvent.prototype, {
		preventDefault: { value() {} },
		returnValue: { get: () => '', set() {} }
	});
}

/**
 * What the person has typed into the page and what is still in it.
 *
 * @example
 * ```ts
 * typedTexts(); // ['Dear Bob, …']
 * ```
 */
export function typedTexts(): string[] {
	const fields = document.querySelectorAll<HTMLElement>('input, textarea, [contenteditable]');
	const typed = [...fields].filter((field) => page.typed.has(field));
	// Out of the back-forward cache the page is hidden, and what is hidden has no text. Nothing is painted meanwhile.
	const { style } = document.documentElement;
	const { visibility } = style;
	style.visibility = '';
	const texts = typed.map(textOf).filter((text) => text.trim());
	style.visibility = visibility;
	return texts;
}

function textOf(field: HTMLElement): string {
	if (field instanceof HTMLTextAreaElement) return field.value;
	if (field instanceof HTMLInputElement) return TEXT_TYPES.test(field.type) ? field.value : '';
	return field.innerText || (field.textContent ?? '');
}
