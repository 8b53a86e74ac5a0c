import type { Page } from '@playwright/test';
import { signedIn } from '../support/account.js';
import { cookiesOf } from '../support/browser-cookies.js';
import { holdAnswer } from '../support/hold.js';
import { expect, test } from '../support/test.js';

test(
	'CK1, SO3: the `__Host-` cookie is set by a real browser, and deleted by sign-out',
	{ tag: '@gate' },
	async ({ page, open, start }) => {
		// A browser treats localhost as secure, and so enforces the prefix there.
		const server = await start({ build: 'fixture', options: { cookie: { secure: true } } });
		await open(`${server.origin}/signup`);
		await page.getByLabel('Email').fill('ann@example.com');
		await page.getByLabel('Password').fill('correct horse');
		await page.getByRole('button', { name: 'Send' }).click();
		await expect(page.locator('#user')).toHaveText('ann@example.com');
		expect(await cookiesOf(page.context())).toMatchObject([
			{
				name: expect.stringMatching(/^__Host-guardian_session_[0-9a-f]{12}$/),
				domain: 'localhost',
				path: '/',
				httpOnly: true,
				secure: true,
				sameSite: 'Lax'
			}
		]);

		await page.getByRole('button', { name: 'Sign out' }).click();
		await expect(page.locator('#user')).toHaveText('nobody');
		expect(await cookiesOf(page.context())).toEqual([]);
	}
);

test(
	'under a base path the button signs out, and stays under it',
	{ tag: '@gate' },
	async ({ page, open, enter, servers }) => {
		const { email } = await enter(servers.base);
		await open(`${servers.base.origin}/base/other`);
		await expect(page.locator('#user')).toHaveText(email);
		await page.getByRole('button', { name: 'Sign out' }).click();
		await expect(page.locator('#user')).toHaveText('nobody');
		await expect(page).toHaveURL(`${servers.base.origin}/base/`);
	}
);

/** Opens a page again and again, until it shows that nobody is signed in. */
const becomesNobody = (tab: Page, address: string) =>
	expect
		.poll(async () => {
			await tab.goto(address);
			return tab.locator('#user').textContent();
		})
		.toBe('nobody');

test(
	'closing the tab right after the click still signs out',
	{ tag: '@javascript' },
	async ({ page, context, open, enter, servers }) => {
		await enter(servers.fixture);
		const other = await context.newPage();
		await open(`${servers.fixture.origin}/own`);
		await page.getByRole('button', { name: 'Sign out' }).click({ noWaitAfter: true });
		await page.close();
		await becomesNobody(other, `${servers.fixture.origin}/other`);
	}
);

test(
	'closing the tab before the code of a click is there still signs out',
	{ tag: ['@javascript', '@gate'] },
	async ({ page, context, open, enter, servers }) => {
		await enter(servers.fixture);
		const other = await context.newPage();
		let held = 0;
		await page.route('**/_app/immutable/**/*.js', async (route) => {
			const response = await route.fetch();
			// It never arrives.
			if ((await response.text()).includes('guardian-sign-out-status')) held += 1;
			else await route.fulfill({ response });
		});
		await open(`${servers.fixture.origin}/own`);
		await expect.poll(() => held).toBeGreaterThan(0);
		const sent = page.waitForRequest((request) => request.method() === 'POST');
		await page.getByRole('button', { name: 'Sign out' }).click({ noWaitAfter: true });
		await sent;
		await page.unrouteAll({ behavior: 'ignoreErrors' });
		await page.close();
		await becomesNobody(other, `${servers.fixture.origin}/other`);
	}
);

test(
	'CC3: an answer that was under way cannot bring the cookie back',
	{ tag: ['@javascript', '@gate'] },
	async ({ page, context, open, enter, start, mayLog }) => {
		// An endpoint opened as a page has no icon.
		mayLog(/favicon/);
		const server = await start({ build: 'fixture', options: { session: { renewAfter: 0 } } });
		await enter(server);
		await open(`${server.origin}/other`);
		// A tab that knows nothing of sign-outs, and so does not give its request up.
		const tab = await context.newPage();
		await tab.goto(`${server.origin}/api/me`);
		// The request renews the session, and its answer arrives after the sign-out.
		const late = await holdAnswer(tab, '**/api/me');
		const asked = tab.evaluate(() => fetch('/api/me').then((response) => response.json()));
		await late.held;
		await page.getByRole('button', { name: 'Sign out' }).click();
		await expect(page.locator('#user')).toHaveText('nobody');
		late.letGo();
		expect((await asked).user).not.toBeNull();
		expect(await cookiesOf(context)).toEqual([]);
		await page.reload();
		await expect(page.locator('#user')).toHaveText('nobody');
	}
);

test(
	'SL3: a token that was planted before signing in is not kept',
	{ tag: '@gate' },
	async ({ page, open, servers }) => {
		const attacker = await signedIn(servers.fixture);
		const planted = {
			name: attacker.cookieName ?? '',
			value: attacker.token ?? '',
			url: servers.fixture.origin
		};
		await page.context().addCookies([planted]);
		await open(`${servers.fixture.origin}/signup`);
		await page.getByLabel('Email').fill(`sl3-${Date.now()}@example.com`);
		await page.getByLabel('Password').fill('correct horse');
		await page.getByRole('button', { name: 'Send' }).click();
		await expect(page.locator('#user')).toContainText('sl3-');
		const [cookie] = await cookiesOf(page.context());
		expect(cookie?.value).not.toBe(attacker.token);
		expect(await attacker.whoami()).toBeNull();
	}
);
