import { setTimeout as sleep } from 'node:timers/promises';
import { GuardianError } from '../errors.js';
import { readFolder, type StoredMail } from '../features/email/mail-folder.js';

/** A mail that a test has got. */
export interface ReceivedMail {
	id: string;
	to: string;
	from: string;
	subject: string;
	text: string;
	html: string;
	/** When it was sent. */
	sentAt: Date;
	/** The addresses in its text, in order. */
	links: string[];
}

/** The mails that the app under test has sent. */
export interface Mailbox {
	/**
	 * The latest mail to an address. Each is given out once: the next call waits for a later one.
	 *
	 * @param options `timeout`: how long to wait for it, in milliseconds. Default: 10000. `subject`: only one whose subject
	 * contains this
	 * @throws {GuardianError} `TESTING_MISUSED` when none has come in time, with the subjects of those that were there
	 */
	latest(
		to: string,
		options?: { timeout?: number | undefined; subject?: string | RegExp | undefined }
	): Promise<ReceivedMail>;
	/** All mails to an address that are there now, the earliest first. */
	all(to: string): Promise<ReceivedMail[]>;
}

const POLL_MS = 50;

/**
 * Opens the mailbox of all users of the app under test: the folder that its `send` writes to, in development and tests.
 *
 * @param folder the one that the app passes to `toFolder()`
 *
 * @example
 * ```ts
 * // tests/reset.spec.ts
 * import { expect, test } from '@playwright/test';
 * import { mailbox } from 'svelte-guardian/testing';
 *
 * const mails = mailbox('.mails');
 *
 * test('a forgotten password is reset by a link in a mail', async ({ page }) => {
 * 	await page.goto('/forgot-password');
 * 	await page.getByLabel('Email').fill('ann@example.com');
 * 	await page.getByRole('button').last().click();
 * 	const { links } = await mails.latest('ann@example.com');
 * 	await page.goto(links[0]!);
 * 	await expect(page.getByLabel('New password')).toBeVisible();
 * });
 * ```
 */
export function mailbox(folder: string): Mailbox {
	const given = new Set<string>();

	const all = async (to: string): Promise<ReceivedMail[]> => {
		const address = to.trim().toLowerCase();
		return (await readFolder(folder, (other) => other.toLowerCase() === address)).map(received);
	};

	return {
		all,
		async latest(to, { timeout = 10_000, subject = '' } = {}) {
			const end = Date.now() + timeout;
			const fits = (mail: ReceivedMail) =>
				typeof subject === 'string' ? mail.subject.includes(subject) : subject.test(mail.subject);
			for (;;) {
				const mails = await all(to);
				const found = mails.findLast((mail) => fits(mail) && !given.has(mail.id));
				if (found) {
					// An earlier one would be no answer to the next call.
					for (const { id } of mails.slice(0, mails.indexOf(found) + 1)) given.add(id);
					return found;
				}
				if (Date.now() >= end) throw missing(to, folder, mails);
				await sleep(POLL_MS);
			}
		}
	};
}

const received = ({ id, to, from, subject, text, html, sentAt }: StoredMail): ReceivedMail => {
	const links = [...text.matchAll(/https?:\/\/[^\s<>"]+/g)].map(([link]) => link);
	return { id, to, from, subject, text, html, sentAt, links };
};

function missing(to: string, folder: string, mails: ReceivedMail[]): GuardianError {
	const seen = mails.map(({ subject }) => `“${subject}”`).join(', ') || 'none';
	return new GuardianError(
		'TESTING_MISUSED',
		`No new mail to ${to} has come to ${folder}. There before: ${seen}. Does the app send with \`toFolder()\`, to the ` +
			'same folder?'
	);
}
