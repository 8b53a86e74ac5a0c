import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { demo } from '../support/demo.js';
import { expect, test } from '../support/test.js';

const PUBLIC = [
	'/',
	'/signin',
	'/signup',
	'/about',
	'/buttons',
	'/signout',
	'/nowhere',
	'/forgot-password',
	'/verify-email',
	'/reset-password'
];
const PRIVATE = [
	'/account',
	'/',
	'/about',
	'/buttons',
	'/signout',
	'/signout?scope=all',
	'/email',
	'/verify-email'
];
/** Pages of the documentation that between them have everything: code, tables, long headings, the reference. */
const DOCS = [
	'/docs/components',
	'/docs/getting-started',
	'/docs/troubleshooting',
	'/docs/reference/client'
];

for (const colorScheme of ['light', 'dark'] as const) {
	test.describe(`axe finds nothing, ${colorScheme}`, { tag: '@javascript' }, () => {
		test.use({ colorScheme });

		/** Only colours differ in the dark: the other rules are checked once. */
		const violationsOn = async (page: Page) => {
			const axe = new AxeBuilder({ page });
			const { violations } = await (
				colorScheme === 'dark' ? axe.withRules('color-contrast') : axe
			).analyze();
			return violations;
		};

		const visits: [string, string[]][] = [
			['the pages of an anonymous visitor', PUBLIC],
			['the pages of a user', PRIVATE],
			// One each: every coloured word of their code is an element of its own, so axe takes seconds for each page.
			...DOCS.map((path): [string, string[]] => [path, [path]])
		];
		for (const [what, paths] of visits) {
			test(`on ${what}`, { tag: '@gate' }, async ({ page, open, enter, servers, mayLog }) => {
				mayLog(/\/nowhere: .* 404/);
				if (paths === PRIVATE) await enter(servers.demo);
				for (const path of paths) {
					await open(path);
					expect.soft(await violationsOn(page), path).toEqual([]);
				}
			});
		}

		test(
			'with errors shown, and with the dialog open',
			{ tag: colorScheme === 'dark' ? '@gate' : [] },
			async ({ page, open, enter, servers }) => {
				const on = demo(page);
				await open('/signup');
				await on.createAccount.click();
				await expect(on.alert).toBeVisible();
				expect.soft(await violationsOn(page)).toEqual([]);

				await enter(servers.demo);
				await open('/account');
				await on.main.getByRole('button', { name: 'Sign out everywhere' }).click();
				await expect(page.getByRole('dialog')).toBeVisible();
				expect.soft(await violationsOn(page)).toEqual([]);
			}
		);
	});
}

test(
	'in forced colours every button still has an edge, and the focus a ring',
	{ tag: '@gate' },
	async ({ page, open, enter, servers }) => {
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
	}
);
