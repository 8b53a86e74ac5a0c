import type { MailContent } from './mail-delivery.js';

/** What a message says. */
export interface MessageLayout {
	/** In one line. */
	subject: string;
	/** In plain text: what HTML would take for markup is escaped. */
	paragraphs: readonly string[];
	/** A link of its own, after the first paragraph. Default: none. */
	link?: { label: string; url: string };
	/** In the last line. Default: none. */
	signature?: string;
}

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const TEXT = 'margin:0 0 16px;font-size:16px;line-height:1.5;color:#1a1a1a';
const BUTTON =
	'display:inline-block;padding:12px 20px;border-radius:6px;background:#1f4fd8;color:#ffffff;font-weight:600;text-decoration:none';

/**
 * Makes a mail of a few paragraphs and a link, as text and as HTML. The HTML needs no image, no style sheet and no font of its
 * own, and is a table, which every mail client lays out alike. Everything in it is escaped. The link is shown in full as well:
 * whoever cannot press it copies it.
 *
 * @example
 * ```ts
 * import { layOutMessage } from 'svelte-guardian/email';
 *
 * export const welcome = (url: string) =>
 * 	layOutMessage({ subject: 'Willkommen', paragraphs: ['Schön, dass Sie da sind.'], link: { label: 'Los', url } });
 * ```
 */
export function layOutMessage({
	subject,
	paragraphs,
	link,
	signature
}: MessageLayout): MailContent {
	const [first = '', ...others] = paragraphs;
	const text = [first, ...(link ? [link.url] : []), ...others, ...(signature ? [signature] : [])];
	const paragraph = (words: string) => `<p style="${TEXT}">${escaped(words)}</p>`;
	const linked = link
		? `<p style="${TEXT}"><a href="${escaped(link.url)}" style="${BUTTON}">${escaped(link.label)}</a></p>` +
			`<p style="${TEXT};font-size:13px;color:#5c5c5c;word-break:break-all">${escaped(link.url)}</p>`
		: '';
	const small = signature
		? `<p style="margin:24px 0 0;font-size:13px;line-height:1.5;color:#5c5c5c">${escaped(signature)}</p>`
		: '';
	const content = paragraph(first) + linked + others.map(paragraph).join('') + small;
	const html =
		'<!doctype html><html><head><meta charset="utf-8">' +
		'<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light">' +
		`<title>${escaped(subject)}</title></head>` +
		`<body style="margin:0;background:#f4f4f5;${FONT}">` +
		'<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f4f4f5"><tr>' +
		'<td align="center" style="padding:24px 12px"><table role="presentation" width="100%" cellpadding="0" ' +
		'cellspacing="0" style="max-width:520px;background:#ffffff;border-radius:8px"><tr>' +
		`<td style="padding:32px 28px;text-align:left;${FONT}">${content}</td></tr></table></td></tr></table></body></html>`;
	return { subject, text: `${text.join('\n\n')}\n`, html };
}

const ENTITIES: Record<string, string> = {
	...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
};

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
