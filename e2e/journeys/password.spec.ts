import { Client } from '../support/client.js';
import { demo } from '../support/demo.js';
import { expect, test } from '../support/test.js';

// The status of a page that shows a mistake. With JavaScript the form's answer is in the body.
test.beforeEach(({ mayLog }) => mayLog(/status of 400/));

test(
	'PW3: the password is changed on its page, and the other devices are signed out',
	{ tag: '@native' },
	async ({ page, open, enter, servers }) => {
		const { email, password } = await enter(servers.demo);
		const phone = new Client(servers.demo);
		await phone.post('/signin?/signin', { email, password });
		const on = demo(page);
		await open('/account');
		await on.main.getByRole('link', { name: 'Change password' }).click();

		const current = page.getByLabel('Current password');
		const wanted = page.getByLabel('New password');
		const change = page.getByRole('button', { name: 'Change password' });
		await current.fill('not the password');
		await wanted.fill('another pass phrase');
		await change.click();
		await expect(on.alert).toContainText('This is not your current password.');
		await expect(current).toHaveAccessibleDescription(/not your current password/);
		await expect(current).toHaveValue('');
		await expect(wanted).toHaveValue('');

		await current.fill(password);
		await wanted.fill('password1');
		await change.click();
		await expect(wanted).toHaveAccessibleDescription(/Many people use this password/);

		await current.fill(password);
		await wanted.fill('another pass phrase');
		await change.click();
		await expect(page.getByText('Your password was changed.')).toBeVisible();
		await expect(on.header).toContainText(email);
		expect((await phone.get('/account')).status).toBe(303);

		await on.signOut.click();
		await expect(on.signInLink).toBeVisible();
		await open('/signin');
		await on.fill({ email, password: 'another pass phrase' });
		await on.signIn.click();
		await expect(on.header).toContainText(email);
	}
);
