import type { NoticeTexts } from './page.js';

const DEFAULTS: Required<Omit<NoticeTexts, 'signIn'>> = {
	title: 'You are signed out',
	unsaved:
		'This page may hold something that is not saved. To save it, sign in again in another tab with the same account: ' +
		'this page then comes back. Or copy your text, and continue.',
	show: 'Show my text',
	leave: 'Continue'
};

/** Set by script, property by property, which every content security policy allows. */
const STYLE = {
	all: 'initial',
	display: 'block',
	position: 'fixed',
	inset: '0',
	'box-sizing': 'border-box',
	width: '100%',
	height: '100%',
	padding: '2rem',
	overflow: 'auto',
	background: 'Canvas',
	color: 'CanvasText',
	font: '1rem/1.5 system-ui, sans-serif'
};

/** What a notice is about. */
interface NoticeOptions {
	/** The texts that would be lost, for the person to copy. */
	texts: string[];
	/** Whether something is unsaved at all. If not, the notice only bridges the time until the next page is there. */
	isUnsaved: boolean;
	/** Leaves the page. */
	go: () => void;
}

/**
 * Covers the page by an opaque notice. Nothing below it is rendered, so it can be neither seen nor reached nor searched.
 *
 * @returns shows the page again
 *
 * @example
 * ```ts
 * const lift = cover({}, { texts: [], isUnsaved: true, go: () => location.reload() });
 * ```
 */
export function cover(
	own: NoticeTexts | undefined,
	{ texts, isUnsaved, go }: NoticeOptions
): () => void {
	const words = { ...DEFAULTS, ...own };
	const dialog = element('dialog', { className: 'guardian-notice' });
	for (const [name, value] of Object.entries(STYLE)) {
		dialog.style.setProperty(name, value, 'important');
	}
	const title = element('h1', { textContent: words.title, id: 'guardian-notice-title' });
	const leave = element('button', { type: 'button', textContent: words.leave, onclick: go });
	dialog.setAttribute('aria-labelledby', title.id);
	dialog.append(title);
	if (isUnsaved) {
		const text = element('p', { textContent: words.unsaved, id: 'guardian-notice-text' });
		dialog.setAttribute('aria-describedby', text.id);
		dialog.append(text);
	}
	if (texts.length > 0) dialog.append(showButton(words.show, texts), ' ');
	dialog.append(leave);

	const { body, documentElement: root } = document;
	const { title: documentTitle } = document;
	body.style.setProperty('display', 'none', 'important');
	document.title = words.title;
	root.append(dialog);
	const open = () => {
		// Old web views have none. It covers the page as well, for nothing else is rendered.
		if (dialog.showModal) dialog.showModal();
		else dialog.open = true;
		leave.focus();
	};
	open();
	// Escape closes a dialog, the second time without asking.
	dialog.oncancel = (event) => event.preventDefault();
	dialog.onclose = open;

	return () => {
		dialog.remove();
		body.style.removeProperty('display');
		document.title = documentTitle;
	};
}

/** Whoever sits here now may be somebody else: the text is shown only on request. */
function showButton(label: string, texts: string[]): HTMLButtonElement {
	const button = element('button', { type: 'button', textContent: label });
	button.onclick = () => {
		const fields = texts.map((value) => {
			const field = element('textarea', { value, readOnly: true, rows: 6, ariaLabel: label });
			field.style.setProperty('width', '100%');
			return field;
		});
		button.replaceWith(...fields);
		fields[0]?.select();
	};
	return button;
}

function element<Name extends keyof HTMLElementTagNameMap>(
	name: Name,
	properties: Partial<HTMLElementTagNameMap[Name]>
): HTMLElementTagNameMap[Name] {
	return Object.assign(document.createElement(name), properties);
}
