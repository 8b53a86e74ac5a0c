import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { openHydrated } from '../support/hydrated.js';
import { expect, test } from '../support/test.js';

const styles = await readFile(join(import.meta.dirname, '../../src/lib/styles.css'), 'utf8');

/** What a reset such as Tailwind's takes away, in a layer as there. */
const reset = `@layer base {
	*, ::before, ::after, ::backdrop { margin: 0; padding: 0; border: 0 solid; }
	h1, h2 { font-size: inherit; font-weight: inherit; }
	ol, ul { list-style: none; }
	a { color: inherit; text-decoration: inherit; }
	button, input { border-radius: 0; background: transparent; color: inherit; font: inherit; }
}`;

/** How far its middle is from that of the window, in pixels. */
async function offCentre(page: Page, locator: Locator) {
	const { x, width } = (await locator.boundingBox())!;
	return Math.abs(x + width / 2 - page.viewportSize()!.width / 2);
}

test.describe('under a reset such as Tailwind’s', { tag: '@javascript' }, () => {
	test('CO18: what a form says looks as without it', async ({ page, servers }) => {
		await openHydrated(page, `${servers.fixture.origin}/forms`);
		await page.getByRole('button', { name: 'Join' }).click();
		const errors = page.locator('#up .guardian-form-errors, .guardian-form-errors').last();
		await expect(errors).toBeVisible();
		const look = () =>
			errors.evaluate((box) =>
				[
					['h2', 'fontWeight'],
					['ul', 'listStyleType'],
					['a', 'textDecorationLine'],
					['a', 'color']
				].map(([selector, property]) => {
					const style = getComputedStyle(box.querySelector(selector!)!);
					return style[property as 'color'];
				})
			);
		await page.addStyleTag({ content: styles });
		const before = await look();
		expect(before).toEqual(['700', 'disc', 'underline', expect.stringContaining('rgb')]);
		await page.addStyleTag({ content: reset });
		expect(await look()).toEqual(before);
	});

	test(
		'FR6: the dialog and an error at the end of the page stand in the middle',
		{ tag: '@gate' },
		async ({ page, enter, servers, mayLog }) => {
			mayLog(/ERR_INTERNET_DISCONNECTED/);
			await enter(servers.fixture);
			await openHydrated(page, `${servers.fixture.origin}/menus`);
			for (const content of [styles, reset]) await page.addStyleTag({ content });
			await page.getByRole('button', { name: 'Menu', exact: true }).click();
			await page.getByRole('menuitem', { name: 'Leave after asking' }).click();
			const dialog = page.getByRole('dialog', { name: 'Leave for good?' });
			await expect(dialog).toBeVisible();
			expect(await offCentre(page, dialog)).toBeLessThan(5);
			await page.context().setOffline(true);
			await dialog.getByRole('button', { name: 'Sign out' }).click();
			const error = page.getByRole('alert').filter({ hasText: 'cannot be reached' });
			await expect(error).toBeVisible();
			expect(await offCentre(page, error)).toBeLessThan(5);
		}
	);
});
