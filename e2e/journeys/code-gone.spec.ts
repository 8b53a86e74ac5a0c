import type { Page } from '@playwright/test';
import { openHydrated } from '../support/hydrated.js';
import { expect, test } from '../support/test.js';

/** What only the code says that follows a sign-out. */
const CODE = 'guardian-notice-title';

test.describe('where the code is gone that follows a sign-out', { tag: '@javascript' }, () => {
	test.beforeEach(async ({ page, enter, servers, mayLog }) => {
		mayLog(/ERR_FAILED/);
		await enter(servers.fixture);
		// As after a new deployment, which has other files.
		await page.route('**/*.js', async (route) => {
			const response = await route.fetch();
			if ((await response.text()).includes(CODE)) await route.abort();
			else await route.fulfill({ response });
		});
	});

	const openWithoutCode = async (page: Page, url: string) => {
		const failed = page.waitForEvent('requestfailed');
		await openHydrated(page, url);
		await failed;
		await expect(page.locator('#user')).toContainText('@');
	};

	test('FR2: a script that signs out loads the page anew', async ({ page, servers }) => {
		await openWithoutCode(page, `${servers.fixture.origin}/client`);
		const said: string[] = [];
		page.on('console', (message) => said.push(message.text()));
		await page.getByRole('button', { name: 'handleSignOut', exact: true }).click();
		await expect(page.locator('#user')).toHaveText('nobody');
		// The server has answered: nobody is told that they are offline.
		expect(said.join()).not.toMatch(/cannot be reached|Signed out/);
	});

	test(
		'FR3: a script that signs out offline is told so, and the page stays',
		{ tag: '@gate' },
		async ({ page, servers, mayLog }) => {
			mayLog(/ERR_INTERNET_DISCONNECTED|cannot be reached/);
			await openWithoutCode(page, `${servers.fixture.origin}/client`);
			await page.unrouteAll({ behavior: 'ignoreErrors' });
			await page.context().setOffline(true);
			const said = page.waitForEvent('console', (message) =>
				message.text().includes('cannot be reached')
			);
			await page.getByRole('button', { name: 'handleSignOut', exact: true }).click();
			await said;
			await expect(page.locator('#user')).toContainText('@');
		}
	);

	test(
		'FR2: a page that hears of a sign-out in another tab is loaded anew',
		{ tag: '@gate' },
		async ({ page, servers }) => {
			await openWithoutCode(page, `${servers.fixture.origin}/other`);
			const other = await page.context().newPage();
			await openHydrated(other, `${servers.fixture.origin}/other`);
			await other.getByRole('button', { name: 'Sign out' }).click();
			await expect(page.locator('#user')).toHaveText('nobody');
		}
	);

	test('FR2: the button submits its form', { tag: '@gate' }, async ({ page, servers }) => {
		await openWithoutCode(page, `${servers.fixture.origin}/other`);
		await page.getByRole('button', { name: 'Sign out' }).click();
		await expect(page.locator('#user')).toHaveText('nobody');
	});

	test(
		'FR8: the button inside another form does not submit that form',
		{ tag: '@gate' },
		async ({ page, servers, mayLog }) => {
			// This app has no page that asks.
			mayLog(/status of 404/);
			await openWithoutCode(page, `${servers.fixture.origin}/outer`);
			await page.getByRole('button', { name: 'Leave from inside' }).click();
			await expect(page).toHaveURL(/\/signout\?scope=all&callbackUrl=%2Fother$/);
		}
	);
});
