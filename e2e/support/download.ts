import type { Page } from '@playwright/test';

/**
 * Has the person click a link that becomes a download. SvelteKit goes on showing that navigation as under way.
 *
 * @example
 * ```ts
 * await clickDownload(page);
 * ```
 */
export async function clickDownload(page: Page): Promise<void> {
	await page.route('**/export.csv', (route) =>
		route.fulfill({ body: 'a', headers: { 'content-disposition': 'attachment' } })
	);
	const download = page.waitForEvent('download');
	await page.evaluate(() => {
		const link = Object.assign(document.createElement('a'), { href: '/export.csv' });
		document.body.append(link);
		link.click();
	});
	await download;
}
