import { CONTENTS } from '../../src/docs/contents.js';
import { expect, test } from '../support/test.js';

const PAGES = CONTENTS.flatMap(({ pages }) => pages);
/** One page in six, the others in the gate. */
const SHARES: [string, string | string[], typeof PAGES][] = [
	['one page in six', '@gate', PAGES.filter((_, n) => n % 6 === 0)],
	['the other pages', '@gate', PAGES.filter((_, n) => n % 6 !== 0)]
];

for (const [which, tag, pages] of SHARES) {
	test(
		`${which} of the documentation: there, with a title, and no wider than a phone`,
		{ tag },
		async ({ page, open }) => {
			test.slow();
			await page.setViewportSize({ width: 320, height: 640 });
			for (const { slug, title } of pages) {
				const response = await open(`/docs/${slug}`);
				expect.soft(response?.status(), slug).toBe(200);
				await expect.soft(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
				await expect.soft(page).toHaveTitle(`${title} · Svelte Guardian`);
				// Tables and code scroll by themselves.
				const width = await page.evaluate(() => document.documentElement.scrollWidth);
				expect.soft(width, slug).toBeLessThanOrEqual(320);
			}
		}
	);
}

test(
	'/docs leads to the first page, and each leads on to the next',
	{ tag: '@gate' },
	async ({ page, open }) => {
		await open('/docs');
		for (const { title } of PAGES.slice(1, 4)) {
			await page.getByRole('link', { name: `Next ${title}` }).click();
			await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
		}
		await page.getByRole('link', { name: `Previous ${PAGES[2]!.title}` }).click();
		await expect(page.getByRole('heading', { level: 1, name: PAGES[2]!.title })).toBeVisible();
	}
);

test('the contents lead to every page, and say which one this is', async ({ page, open }) => {
	await open('/docs/signing-out');
	const contents = page.getByRole('navigation', { name: 'Documentation' });
	await expect(contents.getByRole('link')).toHaveText(PAGES.map(({ title }) => title));
	await expect(contents.getByRole('link', { name: 'How signing out works' })).toHaveAttribute(
		'aria-current',
		'page'
	);
	await contents.getByRole('link', { name: 'Troubleshooting' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Troubleshooting' })).toBeVisible();
});

test('in a narrow window the contents open', { tag: '@gate' }, async ({ page, open }) => {
	await page.setViewportSize({ width: 390, height: 800 });
	await open('/docs/signing-out');
	const link = page
		.getByRole('navigation', { name: 'Documentation' })
		.getByRole('link', { name: 'Troubleshooting' });
	await expect(link).toBeHidden();
	await page.getByText('All pages').click();
	await link.click();
	await expect(page.getByRole('heading', { level: 1, name: 'Troubleshooting' })).toBeVisible();
	await expect(link).toBeHidden();
});

test(
	'an error code in the address leads to what is said about it',
	{ tag: '@gate' },
	async ({ page, open }) => {
		await open('/docs/troubleshooting#revocation_pending');
		await expect(page.getByRole('heading', { name: 'REVOCATION_PENDING' })).toBeInViewport();
		await expect(page.getByRole('heading', { level: 1 })).not.toBeInViewport();
	}
);

test('what is on the page leads there', { tag: '@gate' }, async ({ page, open }) => {
	await page.setViewportSize({ width: 1400, height: 900 });
	await open('/docs/signing-out');
	const toc = page.getByRole('navigation', { name: 'On this page' });
	await toc.getByRole('link', { name: 'Races' }).click();
	await expect(page.getByRole('heading', { name: 'Races' })).toBeInViewport();
	await expect(page).toHaveURL(/#races$/);
});

test.describe('the button beside a block of code', { tag: '@javascript' }, () => {
	test(
		'copies the code, without the name of its file, and says so',
		{ tag: '@gate' },
		async ({ page, open, context, servers }) => {
			await context.grantPermissions(['clipboard-read', 'clipboard-write'], {
				origin: servers.demo.origin
			});
			await open('/docs/getting-started');
			await page.getByRole('button', { name: 'Copy src/hooks.server.ts' }).click();
			await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeAttached();
			const copied = await page.evaluate(() => navigator.clipboard.readText());
			expect(copied.trim()).toBe("export { handle } from '$lib/server/auth.js';");
		}
	);

	test('says so when it could not', { tag: '@gate' }, async ({ page, open }) => {
		await open('/docs/getting-started');
		await page.evaluate(() => {
			navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'));
		});
		await page.getByRole('button', { name: 'Copy src/hooks.server.ts' }).click();
		await expect(page.getByRole('status').filter({ hasText: 'Not copied' })).toBeAttached();
	});
});

test('without JavaScript there is no button that does nothing', async ({
	page,
	open,
	javaScriptEnabled
}) => {
	test.skip(javaScriptEnabled !== false, 'With JavaScript it does something.');
	await open('/docs/getting-started');
	await expect(page.locator('pre').first()).toBeVisible();
	await expect(page.getByRole('button', { name: /^Copy/ })).toHaveCount(0);
});
