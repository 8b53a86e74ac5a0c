import { openHydrated } from './hydrated.js';
import type { OwnServer } from './server.js';
import { test as base } from './test.js';

/** Playwright's `test`, on a demo whose mails arrive in the mailbox. */
export const test = base.extend<{
	/** For a demo of the test's own, beside the mailbox. Default: none, and the test uses the one of its worker. */
	env: Record<string, string> | undefined;
	server: OwnServer;
	/** Opens a page of that server, or a link of a mail. */
	go: (path: string) => Promise<unknown>;
}>({
	env: [undefined, { option: true }],
	server: async ({ start, mailing, mailbox, env }, use) =>
		use(env ? await start({ build: 'demo', env: { SMTP_URL: mailbox.url, ...env } }) : mailing),
	go: ({ page, server, javaScriptEnabled }, use) =>
		use((path) => {
			const url = new URL(path, server.origin).href;
			return javaScriptEnabled === false ? page.goto(url) : openHydrated(page, url);
		})
});
