import { newAccount } from '../support/account.js';
import { expect, test } from '../support/test.js';

// As JSON superforms posts with JavaScript only.
for (const [query, tag] of [
	['', '@native'],
	['?json', ['@gate', '@javascript']]
] as const) {
	test(
		`FR10: a sign-up form with fields of one’s own checks and keeps them${query}`,
		{ tag: [tag].flat() },
		async ({ page, open, servers, databaseOf, mayLog }) => {
			mayLog(/status of 4(00|09)/);
			const { email, password } = newAccount();
			await open(`${servers.fixture.origin}/join${query}`);
			await page.getByLabel('Email').fill(email);
			await page.getByLabel('Password').fill('short');
			await page.getByLabel('Company').fill('Acme');
			await page.getByLabel('Pin').fill('1234');
			await page.getByRole('button').filter({ hasText: 'Join' }).click();

			await expect(page.getByRole('listitem')).toHaveText([/at least 8/, 'Accept the terms.']);
			await expect(page.getByLabel('Email')).toHaveValue(email);
			await expect(page.getByLabel('Company')).toHaveValue('Acme');
			await expect(page.getByLabel('Password')).toHaveValue('');
			await expect(page.getByLabel('Pin')).toHaveValue('');

			await page.getByLabel('Password').fill(password);
			await page.getByLabel('Terms').check();
			await page.getByRole('button').filter({ hasText: 'Join' }).click();
			await expect(page.locator('#user')).toHaveText(email);
			const { name } = await databaseOf(servers.fixture).user.findUniqueOrThrow({
				where: { email }
			});
			expect(name).toBe('Acme');
		}
	);
}
