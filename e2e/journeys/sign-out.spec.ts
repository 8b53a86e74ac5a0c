import { newAccount } from '../support/account.js';
import { demo } from '../support/demo.js';
import { cookiesOf } from '../support/browser-cookies.js';
import { expect, test } from '../support/test.js';

test(
	'SO6: sign up, see the account, sign out, and the account refuses',
	{ tag: '@both' },
	async ({ page, open }) => {
		const account = newAccount();
		const on = demo(page);

		await open('/signup');
		await on.fill(account);
		await on.createAccount.click();
		await expect(page).toHaveURL('/');
		await expect(on.main).toContainText(`You are signed in as ${account.email}`);

		await on.header.getByRole('link', { name: 'Account' }).click();
		await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();
		await expect(on.main).toContainText(account.email);

		await on.signOut.click();
		await expect(page).toHaveURL('/');
		await expect(on.signInLink).toBeVisible();
		await expect(on.header).not.toContainText(account.email);

		await open('/account');
		await expect(page).toHaveURL('/signin?callbackUrl=%2Faccount');
		await expect(page.getByText(account.email)).toHaveCount(0);
	}
);

test(
	'a person with an account signs in, and out again',
	{ tag: '@gate' },
	async ({ page, open, enter, servers }) => {
		const account = await enter(servers.demo);
		await page.context().clearCookies();
		const on = demo(page);
		await open('/signin');
		await on.fill(account);
		await on.signIn.click();
		await expect(page).toHaveURL('/');
		await expect(on.header).toContainText(account.email);
		await on.signOut.click();
		await expect(on.signInLink).toBeVisible();
	}
);

for (const [kind, paths, tag] of [
	['without server code, not there', ['/about', '/no/such/page'], '@native'],
	['for everybody, guarded, to sign out', ['/', '/account', '/signout'], '@gate']
] as const) {
	test(
		`SO13: every page has a button that signs out: ${kind}`,
		{ tag },
		async ({ page, open, enter, servers, mayLog }) => {
			mayLog(/\/no\/such\/page: .* 404/);
			const on = demo(page);
			for (const path of paths) {
				const { email } = await enter(servers.demo);
				await open(path);
				await expect(on.header, path).toContainText(email);
				await on.signOut.click();
				await expect(page, path).toHaveURL('/');
				await expect(on.signInLink, path).toBeVisible();
				expect(await cookiesOf(page.context()), path).toEqual([]);
			}
		}
	);
}

test(
	'one may sign out and stay on the page',
	{ tag: '@gate' },
	async ({ page, open, enter, servers }) => {
		await enter(servers.demo);
		const on = demo(page);
		await open('/about');
		await on.main.getByRole('button', { name: 'Sign out and stay here' }).click();
		await expect(on.main).toContainText('You are signed out now');
		await expect(page).toHaveURL('/about');
		await expect(on.signInLink).toBeVisible();
	}
);

test(
	'SO4: opening /signout signs nobody out; its button does',
	{ tag: '@native' },
	async ({ page, open, enter, servers }) => {
		const { email } = await enter(servers.demo);
		const on = demo(page);
		for (const path of ['/?/signout', '/account?/signout', '/signout']) {
			await open(path);
			await expect(on.header).toContainText(email);
		}
		await on.main.getByRole('button', { name: 'Sign out' }).click();
		// SE30: not back to a page that asks for a sign-out.
		await expect(page).toHaveURL('/');
		await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible();
	}
);

test(
	'SO1: a copied cookie is refused on a page, on its data and on an action',
	{ tag: '@gate' },
	async ({ page, open, enter, servers }) => {
		const { email } = await enter(servers.demo);
		const context = page.context();
		const copied = await context.cookies();
		const on = demo(page);
		await open('/account');
		await on.signOut.click();
		await expect(on.signInLink).toBeVisible();

		await context.addCookies(copied);
		await open('/account');
		await expect(page).toHaveURL('/signin?callbackUrl=%2Faccount');
		await expect(page.getByText(email)).toHaveCount(0);

		await context.addCookies(copied);
		const data = await context.request.get('/account/__data.json');
		expect(await data.json()).toMatchObject({ type: 'redirect' });

		await context.addCookies(copied);
		const action = await context.request.post('/signout?/signout', {
			headers: { origin: servers.demo.origin, 'x-sveltekit-action': 'true' },
			form: { redirect: 'false' }
		});
		expect(await action.text()).toContain('revoked');
		expect(await action.text()).not.toContain(email);
		// It was told to drop the cookie, and did.
		expect(await cookiesOf(context)).toEqual([]);
	}
);

test(
	'CK1: no script can read the cookie',
	{ tag: ['@javascript', '@gate'] },
	async ({ page, open, enter, servers }) => {
		await enter(servers.demo);
		await open('/');
		expect(await page.evaluate(() => document.cookie)).toBe('');
	}
);

test(
	'CK2: it works on plain-http 127.0.0.1 as well',
	{ tag: ['@javascript', '@gate'] },
	async ({ page, open, start }) => {
		const server = await start({ build: 'demo', origin: 'http://127.0.0.1:PORT' });
		const account = newAccount();
		const on = demo(page);
		await open(`${server.origin}/signup`);
		await on.fill(account);
		await on.createAccount.click();
		await expect(on.header).toContainText(account.email);
		await on.signOut.click();
		await expect(on.signInLink).toBeVisible();
	}
);

test(
	'RF1: a sign-out the database did not confirm is said so, and finished on the next visit',
	{ tag: '@gate' },
	async ({ page, open, enter, start, mayLog }) => {
		mayLog(/status of 503/);
		const server = await start({ build: 'demo' });
		const { prisma } = server.database;
		await enter(server);
		const on = demo(page);
		await open(`${server.origin}/about`);
		await prisma.$executeRawUnsafe('ALTER TABLE "Session" RENAME TO "Gone"');
		await on.signOut.click();
		await expect(page.getByRole('heading', { name: 'Signed out of this browser' })).toBeVisible();
		await expect(on.alert).toContainText('our database could not be reached to end the session');

		await prisma.$executeRawUnsafe('ALTER TABLE "Gone" RENAME TO "Session"');
		await open(`${server.origin}/account`);
		await expect(page).toHaveURL(`${server.origin}/signin?callbackUrl=%2Faccount`);
		expect(await prisma.session.count()).toBe(0);
	}
);
