/** A mail as `send` gets it. */
export interface EmailMessage {
	/** One address. */
	to: string;
	/** The option `from`. */
	from: string;
	/** In one line. */
	subject: string;
	text: string;
	html: string;
	/**
	 * The same each time that this mail is tried again. Pass it on as an idempotency key or in the `Message-ID`: a process that
	 * dies after it has sent a mail and before it has noted that sends it again.
	 */
	id: string;
}

/**
 * Sends a mail: `smtp(url)`, or a function of your own for the api of a service. It throws where the mail was not accepted;
 * an error with `permanent: true`, or with a `responseCode` from 500 to 599 as of SMTP, says that it never will be.
 *
 * @example
 * ```ts
 * import type { Send } from 'svelte-guardian/email';
 *
 * export const send: Send = async ({ id, ...message }) => {
 * 	const response = await fetch('https://mail.example/api', {
 * 		method: 'POST',
 * 		headers: { 'idempotency-key': id, 'content-type': 'application/json' },
 * 		body: JSON.stringify(message),
 * 		signal: AbortSignal.timeout(20_000)
 * 	});
 * 	if (response.ok) return;
 * 	throw Object.assign(new Error(`The mail service answered ${response.status}.`), {
 * 		permanent: response.status === 422
 * 	});
 * };
 * ```
 */
export type Send = (message: EmailMessage) => unknown;

/**
 * Whether what `send` has thrown means that the mail will never be accepted.
 *
 * @example
 * ```ts
 * isPermanentRefusal(Object.assign(new Error('no such mailbox'), { responseCode: 550 })); // true
 * ```
 */
export function isPermanentRefusal(error: unknown): boolean {
	if (typeof error !== 'object' || error === null) return false;
	const { permanent, responseCode } = error as { permanent?: unknown; responseCode?: unknown };
	if (typeof permanent === 'boolean') return permanent;
	return typeof responseCode === 'number' && responseCode >= 500 && responseCode < 600;
}
