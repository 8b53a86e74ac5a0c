import type { Page } from '@playwright/test';
import { signIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { openHydrated } from '../support/hydrated.js';
import { expect, test } from '../support/test.js';

const TEXT = 'Dear Bob, nobody has this letter';

test.describe('FR13: a session that ends while a form is filled in', { tag: '@javascript' }, () => {
	const save = (page: Page) => page.getByRole('button', { name: 'Save' }).click();

	// That of the button is empty.
	const alerts = (page: Page) => page.getByRole('alert').filter({ hasText: /./ });

	for (const by of ['plain', 'late', 'validated']) {
		for (const how of ['the cookie is gone', 'the session is revoked'] as const) {
			const tag = how === 'the cookie is gone' && by === 'validated' ? [] : '@gate';
			test(`loses no text: ${by}, ${how}`, { tag }, async ({ page, context, enter, servers }) => {
				const server = servers.fixture;
				const account = await enter(server);
				await openHydrated(page, `${server.origin}/letter?by=${by}`);
				await page.getByLabel('Letter').fill(TEXT);
				if (by === 'validated') await page.getByLabel('Copies').fill('3');
				if (how === 'the session is revoked') {
					const phone = new Client(server);
					await signIn(phone, account);
					await phone.post('/?/signout', { scope: 'all' });
				} else await context.clearCookies();
				await save(page);

				const alert = alerts(page);
				await expect(alert).toContainText('You are not signed in');
				const link = alert.getByRole('link', { name: 'Sign in' });
				const back = encodeURIComponent('/letter');
				await expect(link).toHaveAttribute('href', `/signin?callbackUrl=${back}`);
				await expect(link).toHaveAttribute('target', '_blank');
				await expect(page.getByLabel('Letter')).toHaveValue(TEXT);

				const { email } = await enter(server);
				await page.keyboard.press('Escape');
				await save(page);
				const saved = `${email}: ${TEXT}${by === 'validated' ? ' 3' : ''}`;
				await expect(page.locator('#saved')).toHaveText(saved);
			});
		}
	}

	test(
		'the page can say so itself',
		{ tag: '@gate' },
		async ({ page, context, enter, servers }) => {
			await enter(servers.fixture);
			await openHydrated(page, `${servers.fixture.origin}/letter?own`);
			await page.getByLabel('Letter').fill(TEXT);
			await context.clearCookies();
			await save(page);
			await expect(page.getByRole('link', { name: 'Come in again' })).toBeVisible();
			await expect(alerts(page)).toHaveCount(1);
			await expect(page.getByLabel('Letter')).toHaveValue(TEXT);
		}
	);
});
