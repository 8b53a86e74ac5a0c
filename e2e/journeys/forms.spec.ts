import { newAccount } from '../support/account.js';
import { demo } from '../support/demo.js';
import { cookiesOf } from '../support/browser-cookies.js';
import { expect, test } from '../support/test.js';

// The status of a page that shows a mistake. With JavaScript the form's answer is in the body.
test.beforeEach(({ mayLog }) => mayLog(/status of 4(00|09)/));

test(
	'a wrong password is said so: the email stays, the password does not',
	{ tag: '@native' },
	async ({ page, open, enter, servers }) => {
		const { email } = await enter(servers.demo);
		await page.context().clearCookies();
		const on = demo(page);
		await open('/signin');
		await on.fill({ email, password: 'not the password' });
		await on.signIn.click();

		await expect(on.alert).toContainText('This email and password do not belong together');
		await expect(page).toHaveTitle(/^Error: /);
		await expect(on.email).toHaveValue(email);
		await expect(on.password).toHaveValue('');
		await expect(on.signInLink).toBeVisible();
		expect(await cookiesOf(page.context())).toEqual([]);
	}
);

test(
	'an unknown email is answered in the same words',
	{ tag: ['@javascript', '@gate'] },
	async ({ page, open }) => {
		const on = demo(page);
		await open('/signin');
		await on.fill(newAccount());
		await on.signIn.click();
		await expect(on.alert).toContainText('This email and password do not belong together');
	}
);

test(
	'what is wrong stands beside its field and in a summary',
	{ tag: '@native' },
	async ({ page, open }) => {
		const on = demo(page);
		await open('/signup');
		await on.fill({ email: 'not an email', password: 'short' });
		await on.createAccount.click();

		await expect(on.alert).toContainText('Please check the form');
		for (const [field, link, text] of [
			[on.email, 'Enter an email address', 'Enter an email address like name@example.com.'],
			[on.password, 'Use at least', 'Use at least 8 characters.']
		] as const) {
			await expect(field).toHaveAttribute('aria-invalid', 'true');
			await expect(field).toHaveAccessibleDescription(new RegExp(text));
			await expect(on.alert.getByRole('link', { name: link })).toBeVisible();
		}
		await expect(on.email).toHaveValue('not an email');
		await expect(on.password).toHaveValue('');

		// The form can be corrected from here.
		const account = newAccount();
		await on.fill(account);
		await on.createAccount.click();
		await expect(on.header).toContainText(account.email);
	}
);

test('an empty form is answered too', { tag: ['@javascript', '@gate'] }, async ({ page, open }) => {
	const on = demo(page);
	await open('/signin');
	await on.signIn.click();
	await expect(on.alert).toContainText('Enter your email address.');
	await expect(on.alert).toContainText('Enter your password.');
});

test(
	'the summary leads to the field',
	{ tag: ['@javascript', '@gate'] },
	async ({ page, open }) => {
		const on = demo(page);
		await open('/signup');
		await on.createAccount.click();
		await on.alert.getByRole('link', { name: 'Enter your email address.' }).click();
		await page.keyboard.type('ann');
		await expect(on.email).toHaveValue('ann');
	}
);

test(
	'a taken email is said so',
	{ tag: ['@javascript', '@gate'] },
	async ({ page, open, enter, servers }) => {
		const account = await enter(servers.demo);
		await page.context().clearCookies();
		const on = demo(page);
		await open('/signup');
		await on.fill({ ...account, password: 'another password' });
		await on.createAccount.click();
		await expect(on.alert).toContainText('There is already an account with this email');
		await expect(on.email).toHaveValue(account.email);
	}
);

test(
	'after signing in one is back on the page one came from',
	{ tag: '@native' },
	async ({ page, open, enter, servers }) => {
		const account = await enter(servers.demo);
		await page.context().clearCookies();
		const on = demo(page);
		await open('/account?tab=1');
		await expect(page).toHaveURL('/signin?callbackUrl=%2Faccount%3Ftab%3D1');
		// A mistake on the way does not lose it.
		await on.fill({ ...account, password: 'not the password' });
		await on.signIn.click();
		await expect(on.alert).toBeVisible();
		await on.fill(account);
		await on.signIn.click();
		await expect(page).toHaveURL('/account?tab=1');
		await expect(on.main).toContainText(account.email);
	}
);

test('after signing up instead one is back there too', { tag: '@gate' }, async ({ page, open }) => {
	const account = newAccount();
	const on = demo(page);
	await open('/account');
	await on.main.getByRole('link', { name: 'Create one' }).click();
	await expect(page.getByRole('heading', { name: 'Create an account' })).toBeVisible();
	await on.fill(account);
	await on.createAccount.click();
	await expect(page).toHaveURL('/account');
	await expect(on.main).toContainText(account.email);
});

test(
	'CR5: a way back that leads elsewhere is not taken',
	{ tag: '@gate' },
	async ({ page, open, servers }) => {
		const on = demo(page);
		for (const elsewhere of ['https://example.org/', '//example.org', 'javascript:alert(1)']) {
			await page.context().clearCookies();
			const account = newAccount();
			await open(`/signup?callbackUrl=${encodeURIComponent(elsewhere)}`);
			await on.fill(account);
			await on.createAccount.click();
			await expect(page).toHaveURL(`${servers.demo.origin}/`);
			await expect(on.header).toContainText(account.email);
		}
	}
);

test(
	'whoever is signed in has no use for the forms',
	{ tag: ['@javascript', '@gate'] },
	async ({ page, open, enter, servers }) => {
		await enter(servers.demo);
		for (const path of ['/signin', '/signup']) {
			await open(path);
			await expect(page).toHaveURL('/account');
		}
	}
);

test(
	'RL10: after too many tries the page says how long to wait, and keeps the email',
	{ tag: '@gate' },
	async ({ page, open, mayLog }) => {
		mayLog(/status of 429/);
		const { email } = newAccount();
		const on = demo(page);
		await open('/signin');
		for (const text of [...Array<string>(5).fill('do not belong together'), 'Wait 5 minutes']) {
			await on.fill({ email, password: 'not the password' });
			await on.signIn.click();
			await expect(on.alert).toContainText(text);
			await expect(on.password).toHaveValue('');
			await expect(on.email).toHaveValue(email);
		}
	}
);
