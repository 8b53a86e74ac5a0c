import { AxeBuilder } from '@axe-core/playwright';
import { CONTENTS } from '../../src/docs/contents.js';
import { demo } from '../support/demo.js';
import { expect, test } from '../support/test.js';

const PUBLIC = ['/', '/about', '/buttons', '/signin', '/signup', '/signout', '/nowhere'];
const DOCS = CONTENTS.flatMap(({ pages }) => pages.map(({ slug }) => `/docs/${slug}`));
const PRIVATE = ['/', '/about', '/account', '/buttons', '/signout', '/signout?scope=all'];

for (const colorScheme of ['light', 'dark'] as const) {
	test.describe(`axe finds nothing, ${colorScheme}`, { tag: '@javascript' }, () => {
		test.use({ colorScheme });

		for (const [who, paths] of [
			['nobody', PUBLIC],
			['somebody', PRIVATE]
		] as const) {
			test(`on the pages of ${who}`, async ({ page, open, enter, servers, mayLog }) => {
				mayLog(/\/nowhere: .* 404/);
				if (who === 'somebody') await enter(servers.demo);
				for (const path of paths) {
					await open(path);
					const { violations } = await new AxeBuilder({ page }).analyze();
					expect.soft(violations, path).toEqual([]);
				}
			});
		}

		// One each: they are long, and axe looks at every coloured word.
		for (const path of DOCS) {
			test(`on ${path}`, async ({ page, open }) => {
				await open(path);
				const { violations } = await new AxeBuilder({ page }).analyze();
				expect(violations).toEqual([]);
			});
		}

		test('with errors shown, and with the dialog open', async ({ page, open, enter, servers }) => {
			const on = demo(page);
			await open('/signup');
			await on.createAccount.click();
			await expect(on.alert).toBeVisible();
			const form = await new AxeBuilder({ page }).analyze();
			expect.soft(form.violations).toEqual([]);

			await enter(servers.demo);
			await open('/account');
			await on.main.getByRole('button', { name: 'Sign out everywhere' }).click();
			await expect(page.getByRole('dialog')).toBeVisible();
			const dialog = await new AxeBuilder({ page }).analyze();
			expect.soft(dialog.violations).toEqual([]);
		});
	});
}

test('in forced colours every button still has an edge, and the focus a ring', async ({
	page,
	open,
	enter,
	servers
}) => {
	await page.emulateMedia({ forcedColors: 'active' });
	await enter(servers.demo);
	const on = demo(page);
	await open('/account');
	await on.signOut.focus();
	const style = await on.signOut.evaluate((button) => {
		const { borderTopStyle, borderTopWidth, outlineStyle } = getComputedStyle(button);
		return { borderTopStyle, borderTopWidth: parseFloat(borderTopWidth), outlineStyle };
	});
	expect(style.borderTopStyle).toBe('solid');
	expect(style.borderTopWidth).toBeGreaterThanOrEqual(1);
	expect(style.outlineStyle).not.toBe('none');
});
