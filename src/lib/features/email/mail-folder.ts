import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEV } from 'esm-env';
import type { EmailMessage } from './send.js';

/** How many mails a folder keeps. */
const KEPT = 500;

/** A mail in a folder. */
export interface StoredMail extends EmailMessage {
	/** When it was sent. */
	sentAt: Date;
}

const NO_SERVER =
	'There is no mail server: only in development are mails written to a folder. Pass smtp(url) to email(), such as by setting SMTP_URL.';

/** Beside each mail is what a person would see of it, for a browser. */
const pageOf = (name: string) => name.replace(/json$/, 'html');

/** No id leads out of the folder. */
const SAFE_ID = /^[\w-]{1,100}$/;

/**
 * A `send` that writes each mail to a file in a folder, for development and tests: `mailbox()` of `svelte-guardian/testing`
 * reads them there. Beside each is a page that shows it in a browser; a development server logs its path. The folder keeps the latest 500. Its files hold the links that people would get, so that only the user who
 * runs the app can read them: add it to `.gitignore`, and use it for no real mails.
 *
 * @param folder a path; it is made with the first mail
 * @param options `onlyInDevelopment`: whether a built app is refused, so that its mails wait for a mail server and the log says so.
 * Default: `false`, for tests of a built app
 *
 * @example
 * ```ts
 * import { smtp, toFolder } from 'svelte-guardian/email';
 *
 * export const send = process.env.SMTP_URL
 * 	? smtp(process.env.SMTP_URL)
 * 	: toFolder('.mails', { onlyInDevelopment: true });
 * ```
 */
export function toFolder(
	folder: string,
	{ onlyInDevelopment = false }: { onlyInDevelopment?: boolean | undefined } = {}
): (message: EmailMessage) => Promise<void> {
	return createFolderSend(folder, onlyInDevelopment && !DEV, DEV);
}

/**
 * Creates the `send` of {@link toFolder}.
 *
 * @param isRefused whether each mail fails instead
 * @param tells whether each mail is logged, with the file to open. Default: `false`
 *
 * @example
 * ```ts
 * const send = createFolderSend('.mails', false);
 * ```
 */
export function createFolderSend(folder: string, isRefused: boolean, tells = false) {
	return async (message: EmailMessage): Promise<void> => {
		// Not when it is made: a build needs no mail server.
		if (isRefused) throw new Error(NO_SERVER);
		if (!SAFE_ID.test(message.id)) throw new Error('A mail needs an id of letters and digits.');
		await mkdir(folder, { recursive: true, mode: 0o700 });
		const name = `${message.id}.json`;
		const page = join(folder, pageOf(name));
		// By its first character a browser knows the encoding.
		await writeFile(page, `\uFEFF${message.html}`, { mode: 0o600 });
		// Whoever reads the folder finds a mail whole or not at all.
		const part = join(folder, `.${name}`);
		await writeFile(part, JSON.stringify({ ...message, sentAt: new Date() }), { mode: 0o600 });
		await rename(part, join(folder, name));
		const names = await mailsIn(folder);
		for (const old of names.slice(0, -KEPT)) {
			for (const file of [old, pageOf(old)]) await rm(join(folder, file), { force: true });
		}
		// The link is in the file, and in no log.
		if (tells) console.info(`[svelte-guardian] “${message.subject}” for ${message.to}: ${page}`);
	};
}

/**
 * The mails in a folder that {@link toFolder} has written, the earliest first.
 *
 * @param isWanted which of them, by their address. Default: all
 *
 * @example
 * ```ts
 * const mails = await readFolder('.mails', (to) => to === 'ann@example.com');
 * ```
 */
export async function readFolder(
	folder: string,
	isWanted: (to: string) => boolean = () => true
): Promise<StoredMail[]> {
	const mails = (await mailsIn(folder)).slice(-KEPT).map(async (name) => {
		// The app may have deleted it meanwhile.
		const text = await readFile(join(folder, name), 'utf8').catch(() => null);
		const mail = text === null ? null : (JSON.parse(text) as EmailMessage & { sentAt: string });
		return mail && isWanted(mail.to) ? [{ ...mail, sentAt: new Date(mail.sentAt) }] : [];
	});
	return (await Promise.all(mails)).flat();
}

/** Their names sort in the order in which they were left to be sent. */
async function mailsIn(folder: string): Promise<string[]> {
	try {
		const names = await readdir(folder);
		return names.filter((name) => /^[\w-]+\.json$/.test(name)).sort();
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
		throw error;
	}
}
