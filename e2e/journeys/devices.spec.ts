import type { Page } from '@playwright/test';
import { signIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { demo } from '../support/demo.js';
import { clickDownload } from '../support/download.js';
import { hold } from '../support/hold.js';
import { expect, test } from '../support/test.js';
import type { Account } from '../support/account.js';
import type { Server } from '../support/server.js';

const PHONE =
	'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** The person signs in elsewhere. */
async function device(server: Server, { email, password }: Account, userAgent: string) {
	const client = new Client(server);
	await client.post('/signin?/signin', { email, password }, { 'user-agent': userAgent });
	return client;
}

const isIn = async (client: Client) => (await client.copy().get('/account')).status === 200;

/**
 * Signs the other devices out on the account page.
 *
 * @returns what lets the server answer
 */
async function signOutOthers(page: Page) {
	const answer = await hold(page, ({ search }) => search.includes('/signout'));
	await demo(page).main.getByRole('button', { name: 'Sign out other devices' }).click();
	return answer;
}

test(
	'the account lists the devices, and each can be signed out',
	{ tag: '@native' },
	async ({ page, open, enter, servers }) => {
		const account = await enter(servers.demo);
		const phone = await device(servers.demo, account, PHONE);
		const firefox = await device(servers.demo, account, FIREFOX);
		const on = demo(page);
		await open('/account');
		const entries = on.main.getByRole('listitem');
		await expect(entries).toHaveCount(3);
		await expect(entries.filter({ hasText: 'This device' })).toHaveCount(1);

		const entry = entries.filter({ hasText: /Safari/ });
		await entry.getByRole('button', { name: /^Sign out .*Safari/ }).click();
		await expect(entries).toHaveCount(2);
		await expect(page).toHaveURL('/account');
		expect(await isIn(phone)).toBe(false);
		expect(await isIn(firefox)).toBe(true);

		await on.main.getByRole('button', { name: 'Sign out other devices' }).click();
		await expect(entries).toHaveCount(1);
		await expect(page).toHaveURL('/account');
		expect(await isIn(firefox)).toBe(false);
		await expect(on.header).toContainText(account.email);
	}
);

test(
	'signing this device out of the list signs out',
	{ tag: '@gate' },
	async ({ page, open, enter, servers }) => {
		const account = await enter(servers.demo);
		const phone = await device(servers.demo, account, PHONE);
		const on = demo(page);
		await open('/account');
		await on.main
			.getByRole('listitem')
			.filter({ hasText: 'This device' })
			.getByRole('button', { name: /^Sign out/ })
			.click();
		await expect(on.signInLink).toBeVisible();
		expect(await isIn(phone)).toBe(true);
	}
);

test(
	'a click on a link goes there, also where other devices are signed out meanwhile',
	{ tag: '@javascript' },
	async ({ page, open, enter, servers }) => {
		const account = await enter(servers.demo);
		const phone = await device(servers.demo, account, PHONE);
		const on = demo(page);
		await open('/account');
		const answerSignOut = await signOutOthers(page);
		const openDocs = await hold(page, /nodes\/.*\.js|__data\.json/);
		await on.header.getByRole('link', { name: 'Docs' }).click();
		await answerSignOut();
		await expect.poll(() => isIn(phone)).toBe(false);
		// The page hears of it a moment later.
		await page.waitForTimeout(300);
		await openDocs();
		await expect(page).toHaveURL(/docs/);
		await expect(on.header).toContainText(account.email);
	}
);

test(
	'whoever has gone elsewhere while other devices are signed out stays there',
	{ tag: ['@gate', '@javascript'] },
	async ({ page, open, enter, servers }) => {
		const account = await enter(servers.demo);
		const phone = await device(servers.demo, account, PHONE);
		const on = demo(page);
		await open('/account');
		const answerSignOut = await signOutOthers(page);
		await on.header.getByRole('link', { name: 'Docs' }).click();
		await expect(page).toHaveURL(/docs/);
		const answered = page.waitForResponse(/signout/);
		await answerSignOut();
		await answered;
		expect(await isIn(phone)).toBe(false);
		// The page hears of it a moment later.
		await page.waitForTimeout(300);
		await expect(page).toHaveURL(/docs/);
	}
);

test(
	'a link that has become a download holds up no sign-out of other devices',
	{ tag: ['@gate', '@javascript'] },
	async ({ page, open, enter, servers, mayLog }) => {
		// Only the browser of this test knows the address.
		mayLog(/Not found: \/export\.csv/);
		const account = await enter(servers.demo);
		await device(servers.demo, account, PHONE);
		const on = demo(page);
		await open('/account');
		await clickDownload(page);
		const button = on.main.getByRole('button', { name: 'Sign out other devices' });
		await button.click();
		await expect(on.main.getByRole('listitem')).toHaveCount(1);
	}
);

test(
	'everywhere asks first, in a dialog, and by keyboard',
	{ tag: '@javascript' },
	async ({ page, open, enter, servers }) => {
		const account = await enter(servers.demo);
		const phone = await device(servers.demo, account, PHONE);
		const on = demo(page);
		await open('/account');
		const button = on.main.getByRole('button', { name: 'Sign out everywhere' });
		const dialog = page.getByRole('dialog', { name: 'Sign out everywhere?' });

		await button.press('Enter');
		await expect(dialog).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(dialog).toBeHidden();
		await expect(button).toBeFocused();

		await button.press('Enter');
		await dialog.getByRole('button', { name: 'Stay signed in' }).press('Enter');
		await expect(dialog).toBeHidden();
		expect(await isIn(phone)).toBe(true);

		await button.press('Enter');
		await dialog.getByRole('button', { name: 'Sign out everywhere' }).press('Enter');
		await expect(on.signInLink).toBeVisible();
		expect(await isIn(phone)).toBe(false);
	}
);

test(
	'without JavaScript everywhere asks first on the sign-out page',
	{ tag: '@gate' },
	async ({ page, open, enter, servers, javaScriptEnabled }) => {
		test.skip(javaScriptEnabled !== false, 'with JavaScript it is a dialog');
		const account = await enter(servers.demo);
		const phone = await device(servers.demo, account, PHONE);
		const on = demo(page);
		await open('/account');
		await on.main.getByRole('button', { name: 'Sign out everywhere' }).click();
		await expect(page.getByRole('heading', { name: 'Sign out everywhere?' })).toBeVisible();
		expect(await isIn(phone)).toBe(true);
		await on.main.getByRole('button', { name: 'Sign out everywhere' }).click();
		await expect(on.signInLink).toBeVisible();
		expect(await isIn(phone)).toBe(false);
	}
);

test(
	'a failure is told to a screen reader, and the button works again',
	{ tag: ['@javascript', '@gate'] },
	async ({ page, open, enter, servers, mayLog }) => {
		mayLog(/ERR_INTERNET_DISCONNECTED/);
		const account = await enter(servers.demo);
		const phone = await device(servers.demo, account, PHONE);
		await open('/account');
		const others = demo(page).main.getByRole('button', { name: 'Sign out other devices' });
		await page.context().setOffline(true);
		await others.click();
		await expect(page.getByRole('alert').filter({ hasText: 'cannot be reached' })).toBeVisible();
		await page.context().setOffline(false);
		await others.click();
		// Not the button: that is called "Signing out…" meanwhile.
		await expect(demo(page).main.getByRole('listitem')).toHaveCount(1);
		expect(await isIn(phone)).toBe(false);
	}
);

test(
	'two sign-outs at once make one request',
	{ tag: ['@javascript', '@gate'] },
	async ({ page, open, enter, servers }) => {
		const account = await enter(servers.fixture);
		await signIn(new Client(servers.fixture), account);
		await open(`${servers.fixture.origin}/client`);
		let posts = 0;
		page.on('request', (request) => (posts += request.method() === 'POST' ? 1 : 0));
		await page.getByRole('button', { name: 'handleSignOut', exact: true }).evaluate((button) => {
			for (let i = 0; i < 5; i += 1) (button as HTMLElement).click();
		});
		await expect(page.locator('#user')).toHaveText('nobody');
		expect(posts).toBe(1);
	}
);
