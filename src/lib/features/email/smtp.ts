import type { ConnectionOptions } from 'node:tls';
import { GuardianError } from '../../errors.js';
import type { EmailMessage } from './send.js';

/** The options of {@link smtp}. */
export interface SmtpOptions {
	/** How long to wait for each step: the name, the connection, the greeting, an answer; in seconds. Default: 15. */
	timeout?: number | undefined;
	/** For a server with a certificate of your own, such as `{ ca }`. Default: Node's own authorities. */
	tls?: ConnectionOptions | undefined;
}

const DEFAULT_SECONDS = 15;
const MAX_SECONDS = 50;

/** A refusal of these commands is about the mail. A refusal of any other is about the connection or the account, and is tried again. */
const ABOUT_THE_MAIL = /^(RCPT|DATA|API)/;

/** Not `isLocalHost()`: only browsers keep the names below localhost on this machine. */
const LOCAL_HOST = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Sends mails by SMTP, with nodemailer: `npm install nodemailer`. A password in the URL is sent by TLS only, except to this
 * machine.
 *
 * @param url such as `smtps://user:password@mail.example.com` or `smtp://localhost:1025`
 * @throws {GuardianError} `CONFIG_INVALID` for a URL or a timeout that cannot be used
 *
 * @example
 * ```ts
 * import { smtp } from 'svelte-guardian/email';
 *
 * export const send = smtp(process.env.SMTP_URL ?? 'smtp://localhost:1025', { timeout: 10 });
 * ```
 */
export function smtp(
	url: string,
	{ timeout = DEFAULT_SECONDS, tls }: SmtpOptions = {}
): (message: EmailMessage) => Promise<void> {
	const { protocol, hostname, username } = readUrl(url);
	if (!(timeout > 0 && timeout <= MAX_SECONDS)) {
		throw invalid(`timeout: write a number of seconds up to ${MAX_SECONDS}.`);
	}
	const milliseconds = timeout * 1000;
	const options = {
		url,
		...{ connectionTimeout: milliseconds, greetingTimeout: milliseconds },
		...{ socketTimeout: milliseconds, dnsTimeout: milliseconds },
		...(protocol === 'smtp:' && username && !LOCAL_HOST.test(hostname) && { requireTLS: true }),
		...(tls && { tls }),
		// A mail is text only: nothing in it may name a file or an address to be attached.
		...{ disableFileAccess: true, disableUrlAccess: true }
	};
	let transport: ReturnType<typeof load> | undefined;
	const load = async () => (await nodemailer()).createTransport(options);

	return async ({ to, from, subject, text, html, id }: EmailMessage) => {
		transport ??= load();
		const { sendMail } = await transport
			.catch((error: unknown) => {
				transport = undefined;
				throw error;
			})
			.then((loaded) => ({ sendMail: loaded.sendMail.bind(loaded) }));
		try {
			await sendMail({
				...{ from, subject, text, html },
				// As an object it is one address, whatever is in it.
				to: { name: '', address: to },
				messageId: `<${id}@${domainOf(from)}>`
			});
		} catch (error) {
			throw explained(error);
		}
	};
}

async function nodemailer() {
	try {
		return await import('nodemailer');
	} catch (cause) {
		throw new Error('smtp() needs nodemailer. Install it: npm install nodemailer', { cause });
	}
}

/** The error of nodemailer, permanent only where it is about this mail. */
function explained(error: unknown): unknown {
	if (!(error instanceof Error)) return error;
	const { command = '', responseCode } = error as Error & {
		command?: string;
		responseCode?: number;
	};
	const isRefused = responseCode !== undefined && responseCode >= 500 && responseCode < 600;
	return Object.assign(error, { permanent: isRefused && ABOUT_THE_MAIL.test(command) });
}

function readUrl(url: string): URL {
	const parsed = URL.canParse(url) ? new URL(url) : null;
	if (!parsed || !/^smtps?:$/.test(parsed.protocol) || !parsed.hostname) {
		throw invalid('write a URL such as "smtps://user:password@mail.example.com".');
	}
	return parsed;
}

const domainOf = (from: string) => /@([^\s<>@]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';

const invalid = (advice: string) => new GuardianError('CONFIG_INVALID', `\n  smtp(): ${advice}`);
