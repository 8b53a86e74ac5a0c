import { signedIn } from '../support/account.js';
import { callbackUrls } from '../support/callback-urls.js';
import { expect, test } from '../support/test.js';

test('CR5: wherever it is told to go, a sign-out ends inside the app', async ({
	page,
	open,
	servers,
	mayLog
}) => {
	mayLog(/status of 404/);
	test.setTimeout(120_000);
	const { origin } = servers.fixture;
	const left: string[] = [];
	page.on('request', (request) => {
		if (new URL(request.url()).origin !== origin) left.push(request.url());
	});
	page.on('dialog', (dialog) => {
		left.push(`dialog: ${dialog.message()}`);
		return dialog.dismiss();
	});
	const hostile = callbackUrls.filter(({ leadsTo, value }) => leadsTo === null && value !== '');
	expect(hostile.length).toBeGreaterThan(35);

	for (const { value, why } of hostile) {
		const { cookieName = '', token = '' } = await signedIn(servers.fixture);
		await page.context().addCookies([{ name: cookieName, value: token, url: origin }]);
		await open(`${origin}/leave?to=${encodeURIComponent(value)}`);
		await page.getByRole('button', { name: 'Leave' }).click();
		await expect(page.locator('#user'), why).toHaveText('nobody');
		expect(new URL(page.url()).origin, why).toBe(origin);
	}
	expect(left).toEqual([]);
});
