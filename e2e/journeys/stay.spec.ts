import { signIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { hold } from '../support/hold.js';
import { expect, test } from '../support/test.js';

test.describe('ending other sessions from a page in use', { tag: '@javascript' }, () => {
	let address: string;

	test.beforeEach(async ({ enter, servers, open, page, mayLog }) => {
		mayLog(/status of 400/);
		const account = await enter(servers.fixture);
		await signIn(new Client(servers.fixture), account);
		address = `${servers.fixture.origin}/typing`;
		await open(`${address}#below`);
		await expect(page.locator('#sessions')).toHaveText('2');
	});

	test('FR7: what is typed, its errors, the form, the hash and the place stay', async ({
		page
	}) => {
		const text = page.getByLabel('Text');
		await text.fill('short');
		await page.getByRole('button', { name: 'Save' }).click();
		await expect(page.locator('#error')).toHaveText('Write more.');
		const form = await page.locator('#form').textContent();
		await text.fill('longer');
		const tainted = await page.locator('#tainted').textContent();

		const button = page.getByRole('button', { name: 'Leave others', exact: true });
		await button.scrollIntoViewIfNeeded();
		const place = await page.evaluate(() => scrollY);
		expect(place).toBeGreaterThan(500);
		await button.click();

		await expect(page.locator('#sessions')).toHaveText('1');
		await expect(page.getByRole('status').filter({ hasText: 'Signed out.' })).toHaveCount(1);
		await expect(text).toHaveValue('longer');
		await expect(page.locator('#error')).toHaveText('Write more.');
		await expect(page.locator('#tainted')).toHaveText(tainted ?? '');
		expect(await page.evaluate(() => scrollY)).toBe(place);
		await expect(page).toHaveURL(`${address}#below`);
		await expect(button).toBeFocused();
		expect(form).not.toContain('signOut');
		expect(await page.locator('#form').textContent()).not.toContain('signOut');
	});

	test('FR7: what pushState has opened stays open', { tag: '@gate' }, async ({ page }) => {
		await page.getByRole('button', { name: 'Open' }).click();
		const dialog = page.getByRole('dialog', { name: 'Devices' });
		await dialog.getByRole('button').click();
		await expect(page.locator('#sessions')).toHaveText('1');
		await expect(page.getByRole('status').filter({ hasText: 'Signed out.' })).toHaveCount(1);
		await expect(dialog).toBeVisible();
		await page.goBack();
		await expect(dialog).toHaveCount(0);
	});

	test('FR7: what is closed meanwhile stays closed', { tag: '@gate' }, async ({ page }) => {
		await page.getByRole('button', { name: 'Open' }).click();
		const dialog = page.getByRole('dialog', { name: 'Devices' });
		const loadData = await hold(page, /__data\.json/);
		const asked = page.waitForRequest(/__data\.json/);
		await dialog.getByRole('button').click();
		await asked;
		await page.goBack();
		await expect(dialog).toHaveCount(0);
		await loadData();
		await expect(page.locator('#sessions')).toHaveText('1');
		await page.waitForTimeout(100);
		await expect(dialog).toHaveCount(0);
	});

	test('FR7: what is opened meanwhile stays open', { tag: '@gate' }, async ({ page }) => {
		const loadData = await hold(page, /__data\.json/);
		const asked = page.waitForRequest(/__data\.json/);
		await page.getByRole('button', { name: 'Leave others', exact: true }).click();
		await asked;
		await page.getByRole('button', { name: 'Open' }).click();
		const dialog = page.getByRole('dialog', { name: 'Devices' });
		await expect(dialog).toBeVisible();
		await loadData();
		await expect(page.locator('#sessions')).toHaveText('1');
		await page.waitForTimeout(100);
		await expect(dialog).toBeVisible();
		await page.goBack();
		await expect(dialog).toHaveCount(0);
	});

	test(
		'FR7: after pushState a way to another page is taken, and the same page stays',
		{ tag: '@gate' },
		async ({ page }) => {
			await page.getByRole('button', { name: 'Elsewhere' }).click();
			await page.getByRole('button', { name: 'Leave others', exact: true }).click();
			await expect(page.locator('#sessions')).toHaveText('1');
			await expect(page.getByRole('heading', { name: 'Typing' })).toBeVisible();

			await page.getByRole('button', { name: 'Leave others and go' }).click();
			await expect(page.getByRole('heading', { name: 'Typing' })).toHaveCount(0);
		}
	);
});
