import { expect } from '@playwright/test';
import { startMailServer } from '../../src/lib/features/email/smtp-server.test.support.js';

/**
 * A real mail server, with what has arrived.
 *
 * @example
 * ```ts
 * const mailbox = await openMailbox();
 * const server = await start({ build: 'demo', env: { SMTP_URL: mailbox.url } });
 * await mailbox.link(email, 'Confirm your email');
 * await mailbox.close();
 * ```
 */
export async function openMailbox() {
	const server = await startMailServer();
	const to = (address: string) =>
		server.accepted.filter(({ recipients }) => recipients.includes(address));
	return {
		url: server.url,
		to,
		/** The link of the latest mail to an address with this subject, once it has arrived. */
		async link(address: string, subject: string): Promise<string> {
			const find = () => to(address).findLast(({ mail }) => mail.subject?.includes(subject));
			await expect(async () => expect(find()).toBeDefined()).toPass({ intervals: [20, 50, 100] });
			const link = /http:\/\/\S+token=[\w-]+/.exec(find()!.mail.text ?? '')?.[0];
			expect(link).toBeDefined();
			return link!;
		},
		close: () => server.stop()
	};
}
