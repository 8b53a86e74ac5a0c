import type { Page } from '@playwright/test';
import { newAccount, signIn, signUp } from '../support/account.js';
import { Client } from '../support/client.js';
import { demo } from '../support/demo.js';
import { test } from '../support/mail-test.js';
import { expect } from '../support/test.js';

const NEW = 'another pass phrase';
const button = (page: Page, name: string | RegExp) =>
	page.getByRole('main').getByRole('button', { name });
// The status of a page that shows a mistake.
test.beforeEach(({ mayLog }) => mayLog(/status of 40[0-9]/));

test(
	'sign up, and confirm the email by the link',
	{ tag: '@native' },
	async ({ page, go, mailbox }) => {
		const account = newAccount();
		const on = demo(page);
		await go('/signup');
		await on.fill(account);
		await on.createAccount.click();
		await expect(on.header).toContainText(account.email);

		await go(await mailbox.link(account.email, 'Confirm your email'));
		await expect(page).toHaveURL(/\/verify-email$/);
		await button(page, 'Confirm this email').click();
		await expect(page.getByText('Your email is confirmed.')).toBeVisible();
		await go('/account');
		await expect(on.main.getByRole('link', { name: 'Change email' })).toBeVisible();
		await expect(on.main.getByRole('link', { name: 'Confirm email' })).toHaveCount(0);
	}
);

test(
	'PW25: a link that is opened or pressed again says that the email is confirmed',
	{ tag: '@gate' },
	async ({ page, go, mailbox }) => {
		const account = newAccount();
		const on = demo(page);
		await go('/signup');
		await on.fill(account);
		await on.createAccount.click();
		await expect(on.header).toContainText(account.email);
		const link = await mailbox.link(account.email, 'Confirm your email');
		const confirmed = page.getByText('Your email is confirmed.');

		await go(link);
		await button(page, 'Confirm this email').dblclick();
		await expect(confirmed).toBeVisible();
		// Without JavaScript this posts the form again.
		await page.reload();
		await expect(confirmed).toBeVisible();
		await go(link);
		await expect(confirmed).toBeVisible();
		await expect(button(page, 'Send link again')).toHaveCount(0);
	}
);

test.describe('where an email has to be confirmed first', () => {
	test.use({ env: { EMAIL_CONFIRMATION: 'required' } });

	test(
		'PW24: sign up, get no session, confirm, sign in',
		{ tag: '@gate' },
		async ({ page, go, mailbox, context }) => {
			const account = newAccount();
			const on = demo(page);
			const signUpHere = async () => {
				await go('/signup');
				await on.fill(account);
				await on.createAccount.click();
				await expect(page).toHaveURL(/\/verify-email$/);
				await expect(on.main).toContainText('Open the link in the mail');
				await expect(on.signInLink).toBeVisible();
			};
			await signUpHere();
			const cookies = (await context.cookies()).map(({ name }) => name);
			expect(cookies.filter((name) => name.includes('session'))).toEqual([]);
			await go('/signin');
			await on.fill(account);
			await on.signIn.click();
			await expect(page).toHaveURL(/\/verify-email$/);
			await expect(on.signInLink).toBeVisible();
			await go('/signin');
			await on.fill({ ...account, password: 'not the password' });
			await on.signIn.click();
			await expect(on.alert).toContainText('do not belong together');

			await go(await mailbox.link(account.email, 'Confirm your email'));
			await on.password.fill(account.password);
			await button(page, 'Confirm this email').click();
			await expect(on.header).toContainText(account.email);
			await on.signOut.click();
			await expect(on.signInLink).toBeVisible();
			await go('/signin');
			await on.fill(account);
			await on.signIn.click();
			await expect(on.header).toContainText(account.email);
			await on.signOut.click();
			await expect(on.signInLink).toBeVisible();

			// A stranger who tries the address is told what its owner was told, and the owner gets a mail.
			account.password = 'a stranger’s own words';
			await signUpHere();
			await expect(async () => {
				const subjects = mailbox.to(account.email).map(({ mail }) => mail.subject);
				expect(
					subjects.filter((subject) => subject?.startsWith('You have an account'))
				).toHaveLength(1);
			}).toPass({ intervals: [50, 100, 200] });
		}
	);
});

test(
	'on another device the link takes the password, and signs in',
	{ tag: '@native' },
	async ({ page, go, server, mailbox }) => {
		const account = await signUp(new Client(server));
		const on = demo(page);
		await go(await mailbox.link(account.email, 'Confirm your email'));
		const confirm = button(page, /^Confirm/);
		await on.password.fill('not the password');
		await confirm.click();
		await expect(on.alert).toContainText('This is not the password of this account.');
		await on.password.fill(account.password);
		await confirm.click();
		await expect(on.header).toContainText(account.email);
	}
);

test(
	'PW4: a forgotten password is reset, and the other browser is signed out',
	{ tag: '@native' },
	async ({ page, go, server, mailbox }) => {
		const phone = new Client(server);
		const { email } = await signUp(phone);
		const on = demo(page);
		await go('/signin');
		await on.main.getByRole('link', { name: 'Forgotten your password?' }).click();
		await expect(page).toHaveURL(/\/forgot-password$/);
		await on.email.fill(email);
		await button(page, 'Send link').click();
		await expect(page.getByText('If there is an account with this address')).toBeVisible();

		await go(await mailbox.link(email, 'Set a new password'));
		// PW11: nothing of the token is in the address.
		expect(page.url()).toBe(`${server.origin}/reset-password`);
		await expect(on.main).toContainText(email);
		const set = button(page, 'Set new password');
		await on.password.first().fill('password1');
		await set.click();
		await expect(on.main).toContainText('Many people use this password');
		await page.getByLabel('New password').fill(NEW);
		await set.click();
		await expect(page.getByText('Your new password is set')).toBeVisible();
		expect((await phone.get('/account')).status).toBe(303);

		await on.fill({ email, password: NEW });
		await on.signIn.click();
		await expect(on.header).toContainText(email);
		await go('/reset-password');
		await expect(on.main).toContainText('This link does not work any more');
	}
);

test(
	'PW13: the email is changed once the new address answers, and the old one takes it back',
	{ tag: '@native' },
	async ({ page, go, enter, server, mailbox, browser, javaScriptEnabled }) => {
		const { email, password } = await enter(server);
		const phone = new Client(server);
		await signIn(phone, { email, password });
		const fresh = `new-${email}`;
		// Only an address that was confirmed can undo a change.
		const emailVerifiedAt = new Date();
		await server.database.prisma.user.updateMany({ where: { email }, data: { emailVerifiedAt } });
		const on = demo(page);
		await go('/email');
		await page.getByLabel('New email').fill(fresh);
		await page.getByLabel('Current password').fill(password);
		await button(page, 'Send link').click();
		await expect(page.getByText('We have sent a link to the new address.')).toBeVisible();
		await expect(on.header).toContainText(email);

		await go(await mailbox.link(fresh, 'Confirm your new email'));
		await button(page, 'Confirm this email').click();
		await expect(page.getByText('Your email is confirmed.')).toBeVisible();
		await go('/account');
		await expect(on.header).toContainText(fresh);

		const undo = await mailbox.link(email, 'was changed');
		const context = await browser.newContext({ javaScriptEnabled: javaScriptEnabled !== false });
		const owner = await context.newPage();
		await owner.goto(undo);
		await expect(owner).toHaveURL(/\/undo-email-change$/);
		await expect(owner.getByRole('main')).toContainText(email);
		await owner.getByLabel('New password').fill(NEW);
		await button(owner, 'Restore my email').click();
		await expect(owner.getByText('Your account has its old email again.')).toBeVisible();
		await context.close();

		expect((await phone.get('/account')).status).toBe(303);
		await signIn(new Client(server), { email, password: NEW });
		await go('/account');
		await expect(page).toHaveURL(/\/signin/);
	}
);
