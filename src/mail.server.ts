import { smtp, type EmailMessage, type Send } from 'svelte-guardian/email';

const url = process.env.SMTP_URL;

/** The last mails of this process, where no mail server is set: `/outbox` shows them in development. */
export const outbox: EmailMessage[] = [];
const SHOWN = 50;

/** Sends the mails of the demo: to `SMTP_URL`, or nowhere but into {@link outbox}. */
export const send: Send = url
	? smtp(url)
	: (message) => {
			outbox.unshift(message);
			outbox.length = Math.min(outbox.length, SHOWN);
		};
