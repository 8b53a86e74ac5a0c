import type { Page } from '@playwright/test';
import type { SuiteContext } from './suite-context.js';
import { withAction } from './browser.js';

/** Signing out everywhere reaches the other browsers. */
export function everywhere({ rule, options }: SuiteContext): void {
	const { privatePath } = options;

	rule('SO11: signing out everywhere ends the other browsers', async ({ page, app, baseURL }) => {
		await app.enter(page);
		const other = await app.elsewhere();
		await app.enter(other, { again: true });

		if (options.signOutEverywhere) await options.signOutEverywhere(page);
		else await post(page, baseURL);

		await app.visit(other);
		await app.showsNothingPrivate(
			other,
			`${privatePath} still opens in another browser after signing out everywhere. Let the form send scope=all ` +
				'(<SignOutButton scope="all" />), or call `signOut({ cookies, scope: \'all\' })`.'
		);
		await app.visit(page);
		await app.showsNothingPrivate(
			page,
			`${privatePath} still opens in the browser that signed out everywhere. The scope is 'all', not 'others'.`
		);
	});

	async function post(page: Page, baseURL: string | undefined) {
		const path = withAction(privatePath);
		const answer = await page.request.post(path, {
			headers: { accept: 'text/html', ...(baseURL && { origin: new URL(baseURL).origin }) },
			form: { scope: 'all' },
			maxRedirects: 0
		});
		rule
			.expect(
				answer.status(),
				`A form posted to ${path} was not answered with a redirect. Pass \`signOutEverywhere\`, which does what a person ` +
					'does to sign out on every device.'
			)
			.toBe(303);
	}
}
