import { expect, onTestFinished, vi } from 'vitest';
import { startMailServer } from '../../src/lib/features/email/smtp-server.test.support.js';
import type { Consumer } from './app.js';
import { Visitor } from './visitor.js';

/** Has `add` bring e-mail. */
export async function addEmail(app: Consumer): Promise<void> {
	const add = () => app.exec('svelte-guardian', 'add', 'email', '--yes');
	const { code, output } = await add();
	expect(code, output).toBe(0);
	expect(output).not.toContain('By hand:');
	expect((await add()).output).toContain('Nothing to do');
}

/** Starts a mail server, and has the app send by it. */
export async function withMailServer(app: Consumer) {
	const server = await startMailServer();
	onTestFinished(server.stop);
	app.env.SMTP_URL = server.url;
	/** The path of the latest link that an address has got. */
	const linkTo = (address: string, part: string) =>
		vi.waitFor(
			() => {
				const mails = server.accepted.filter(({ recipients }) => recipients.includes(address));
				const texts = mails.map(({ mail }) => mail.text ?? '').reverse();
				const link = texts.map((text) => /https?:\/\/\S+/.exec(text)?.[0] ?? '');
				const found = link.find((one) => one.includes(`/email/${part}?`));
				if (!found) throw new Error(`No mail for ${address} has a link to ${part}.`);
				const { pathname, search } = new URL(found);
				return pathname + search;
			},
			{ timeout: 60_000, interval: 200 }
		);

	/** Confirms an email and resets a password by the links in mails, on the pages that `add` has written. */
	return async (origin: string): Promise<void> => {
		const visitor = new Visitor(origin);
		const { email, password } = Visitor.newAccount();
		expect((await visitor.submit('/signup', 'Create account', { email, password })).status).toBe(
			303
		);
		expect((await visitor.open(await linkTo(email, 'verify'))).location).toBe('/verify-email');
		const confirmed = await visitor.submit('/verify-email', 'Confirm this email');
		expect(confirmed.body).toContain('Your email is confirmed.');

		const other = new Visitor(origin);
		const asked = await other.submit('/forgot-password', 'Send link', { email });
		expect(asked.body).toMatch(/we have sent it a link/);
		expect((await other.open(await linkTo(email, 'reset'))).location).toBe('/reset-password');
		const short = await other.submit('/reset-password', 'Set new password', { password: 'short' });
		expect(short.body).toContain('Use at least 8 characters.');
		const { password: newPassword } = Visitor.newAccount();
		const reset = await other.submit('/reset-password', 'Set new password', {
			password: newPassword
		});
		expect(reset.location).toMatch(/^\/signin\?/);
		expect((await other.open(reset.location!)).body).toContain('Your new password is set');
		expect((await visitor.open('/account')).location).toMatch(/^\/signin\?/);
		const signedIn = await other.submit('/signin', 'Sign in', { email, password: newPassword });
		expect(signedIn.status).toBe(303);
		expect((await other.open('/account')).body).toContain(email);
		expect((await other.open('/reset-password')).body).toContain('does not work any more');
		expect((await other.open('/undo-email-change')).body).toContain('does not work any more');
	};
}
