import { expect, test } from '../support/test.js';

test.describe('where SvelteKit itself refuses a form', { tag: '@javascript' }, () => {
	test('FR37: the button says that nothing has happened', async ({
		open,
		page,
		servers,
		mayLog
	}) => {
		mayLog(/status of 403/);
		// The app takes `localhost` for its address, as one does whose address is set wrong behind a proxy.
		await open(`http://127.0.0.1:${servers.fixture.port}/`);
		await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
		await expect(page.locator('.guardian-sign-out-error').first()).toHaveText(
			'The server gave an unexpected answer, so the sign-out may not have happened. Try again.'
		);
	});
});
