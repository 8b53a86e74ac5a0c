import type { Attachment } from 'svelte/attachments';

/** How long a button says that it worked, in milliseconds. */
const SAID = 2000;

/**
 * Shows the copy buttons, which can do nothing before a script is there, and makes them work.
 *
 * @param say is told what a screen reader should read
 *
 * @example
 * ```svelte
 * <div {@attach copyButtons((text) => (status = text))}>{@html page}</div>
 * ```
 */
export function copyButtons(say: (text: string) => void): Attachment<HTMLElement> {
	return (element) => {
		const buttons = element.querySelectorAll<HTMLButtonElement>('.code-copy');
		for (const button of buttons) {
			button.hidden = false;
			button.onclick = () => copy(button, say);
		}
	};
}

async function copy(button: HTMLButtonElement, say: (text: string) => void) {
	const code = button.parentElement?.querySelector('pre')?.textContent ?? '';
	let outcome = 'Copied';
	try {
		await navigator.clipboard.writeText(code);
	} catch {
		// Not allowed, or not a secure context: the code can still be selected.
		outcome = 'Not copied';
	}
	button.textContent = outcome;
	say('');
	// A live region reads what changes: the same word twice would be read once.
	requestAnimationFrame(() => say(outcome));
	setTimeout(() => (button.textContent = 'Copy'), SAID);
}
