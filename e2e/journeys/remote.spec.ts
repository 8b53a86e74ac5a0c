import type { Page } from '@playwright/test';
import { signedIn } from '../support/account.js';
import { cookiesOf } from '../support/browser-cookies.js';
import { Client } from '../support/client.js';
import type { Server } from '../support/server.js';
import { expect, test } from '../support/test.js';

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const told = (page: Page) => page.locator('#told');

async function fillIn(page: Page, server: Server) {
	const { account } = await signedIn(server);
	await page.getByLabel('Email').fill(account.email);
	await page.getByLabel('Password').fill(account.password);
	return account;
}

test(
	'SE28: a remote form signs in and out',
	{ tag: '@native' },
	async ({ page, open, servers }) => {
		const { origin } = servers.fixture;
		await open(`${origin}/remote`);
		const account = await fillIn(page, servers.fixture);
		await press(page, 'Enter');
		await expect(page.locator('#user')).toHaveText(account.email);
		await expect(page).toHaveURL(`${origin}/remote`);

		const thief = new Client(servers.fixture);
		for (const { name, value } of await page.context().cookies()) thief.cookies.set(name, value);
		expect(await thief.whoami()).toBe(account.email);

		await press(page, 'Leave');
		await expect(page).toHaveURL(`${origin}/remote?left`);
		await expect(page.locator('#user')).toHaveText('nobody');
		expect(await cookiesOf(page.context())).toEqual([]);
		expect(await thief.whoami()).toBeNull();
	}
);

test(
	'SE28: a remote form on a page that was opened at ?/signout is not taken for it',
	{ tag: '@gate' },
	async ({ page, open, enter, servers }) => {
		await enter(servers.fixture);
		const other = await signedIn(servers.fixture);
		await open(`${servers.fixture.origin}/remote?/signout`);
		await page.getByLabel('Email').fill(other.account.email);
		await page.getByLabel('Password').fill(other.account.password);
		await press(page, 'Enter');
		await expect(page.locator('#user')).toHaveText(other.account.email);
	}
);

test(
	'FR38: requireUser in a remote form leads to the sign-in page',
	{ tag: '@gate' },
	async ({ page, open, servers }) => {
		await open(`${servers.fixture.origin}/remote?tab=a`);
		await press(page, 'Leave');
		await expect(page).toHaveURL(/\/signin\?callbackUrl=%2Fremote/);
	}
);

test.describe('@javascript', () => {
	test('SE28: a command signs in, and leads to the page for that', async ({
		page,
		open,
		servers
	}) => {
		await open(`${servers.fixture.origin}/remote`);
		const account = await fillIn(page, servers.fixture);
		await press(page, 'Enter by command');
		await expect(page.locator('#user')).toHaveText(account.email);
		await expect(page).toHaveURL(`${servers.fixture.origin}/`);
	});

	test(
		'FR38: a query says who is asking',
		{ tag: '@gate' },
		async ({ page, open, enter, servers }) => {
			await open(`${servers.fixture.origin}/remote`);
			await press(page, 'Who');
			await expect(told(page)).toHaveText('"anonymous nobody"');

			const { email } = await enter(servers.fixture);
			await open(`${servers.fixture.origin}/remote`);
			await press(page, 'Who');
			await expect(told(page)).toHaveText(`"signed-in ${email}"`);
			await press(page, 'Required');
			await expect(told(page)).toHaveText(`"${email}"`);
		}
	);

	test(
		'FR38: requireUser in a query leads to the sign-in page and back',
		{ tag: '@gate' },
		async ({ page, open, servers }) => {
			await open(`${servers.fixture.origin}/remote?tab=a`);
			await press(page, 'Required');
			await expect(page).toHaveURL(/\/signin\?callbackUrl=%2Fremote%3Ftab%3Da$/);
		}
	);

	test(
		'SE28: nothing is ended in a query',
		{ tag: '@gate' },
		async ({ page, open, enter, servers }) => {
			await enter(servers.fixture);
			await open(`${servers.fixture.origin}/remote`);
			await press(page, 'Leave by query');
			await expect(told(page)).toContainText('signOut() was called in a `query`');
			await press(page, 'Who');
			await expect(told(page)).toContainText('signed-in');
		}
	);

	for (const path of ['/remote', '/remote?/signout']) {
		test(
			`SE28: a command gets the url in the result, on ${path}`,
			{ tag: '@gate' },
			async ({ page, open, enter, servers }) => {
				const { email } = await enter(servers.fixture);
				await open(servers.fixture.origin + path);
				await press(page, 'Required by command');
				await expect(told(page)).toHaveText(`"${email}"`);
				await press(page, 'Leave as another');
				await expect(told(page)).toHaveText('"HANDLE_MISSING"');

				await press(page, 'Leave by command');
				await expect(told(page)).toHaveText('{"ok":true,"url":"/remote?left"}');
				await expect(page.locator('#user')).toHaveText('nobody');
				await press(page, 'Required by command');
				await expect(told(page)).toHaveText(
					/^failed: \{("status":401,)?"message":"For this you have to sign in first\."\}$/
				);
			}
		);
	}

	test(
		'FR38: a live query keeps the user that it began with, and can ask whether the session lives',
		{ tag: '@gate' },
		async ({ page, open, enter, servers }) => {
			const { email, password } = await enter(servers.fixture);
			await open(`${servers.fixture.origin}/remote`);
			await press(page, 'Watch');
			const watched = page.locator('#watched li');
			await expect(watched).toHaveText([`locals: ${email}, live: true`]);

			const elsewhere = new Client(servers.fixture);
			await elsewhere.post('/signin?/signin', { email, password });
			await elsewhere.post('/?/signout', { scope: 'all' });
			await expect(watched).toHaveText([
				`locals: ${email}, live: true`,
				`locals: ${email}, live: false`
			]);
		}
	);
});
