import { newAccount } from '../support/account.js';
import { Client } from '../support/client.js';
import { demo } from '../support/demo.js';
import { hold } from '../support/hold.js';
import { expect, test } from '../support/test.js';

const JAVASCRIPT = { tag: '@javascript' };

/** What password managers and assistive technology are told, by page. */
const FIELDS: Record<string, Record<string, string>> = {
	'/signin': { Email: 'username', Password: 'current-password' },
	'/signup': { 'Name (optional)': 'name', Email: 'username', Password: 'new-password' },
	'/password': { 'Current password': 'current-password', 'New password': 'new-password' }
};

for (const [path, fields] of Object.entries(FIELDS)) {
	test(
		`CO1, CO6: the fields of ${path} have their names and their autocomplete, and are high enough`,
		{ tag: path === '/signup' ? [] : '@gate' },
		async ({ page, open, enter, servers }) => {
			if (path === '/password') await enter(servers.demo);
			const hints: string[] = [];
			const devTools = await page.context().newCDPSession(page);
			devTools.on('Log.entryAdded', ({ entry }) => void hints.push(entry.text));
			await devTools.send('Log.enable');
			await open(path);
			const inputs = page.getByRole('main').locator('input:not([type=hidden], [hidden])');
			await expect(inputs).toHaveCount(Object.keys(fields).length);
			for (const [label, autocomplete] of Object.entries(fields)) {
				const field = page.getByRole('main').getByLabel(label, { exact: true });
				await expect(field).toHaveAttribute('autocomplete', autocomplete);
				await expect(field).toHaveAccessibleName(label);
			}
			// Chrome misses a field with the name of the account where a form has a password and no such field.
			expect(hints.filter((hint) => hint.startsWith('[DOM]'))).toEqual([]);
			// Every control is at least 44 pixels high.
			const controls = page
				.locator('form:not(.guardian-sign-out)')
				.locator('input:visible, button, a');
			expect(await controls.count()).toBeGreaterThan(2);
			for (const control of await controls.all())
				expect((await control.boundingBox())!.height, String(control)).toBeGreaterThanOrEqual(44);
		}
	);
}

test(
	'CO2: a password can be shown, and is hidden when it is sent',
	JAVASCRIPT,
	async ({ page, open, mayLog }) => {
		mayLog(/status of 400/);
		const on = demo(page);
		await open('/signin');
		const show = page.getByRole('button', { name: 'Show password' });
		await on.fill({ ...newAccount(), password: 'visible now' });
		await show.click();
		const hide = page.getByRole('button', { name: 'Hide password' });
		await expect(hide).toBeFocused();
		await expect(on.password).toHaveAttribute('type', 'text');
		await expect(on.password).toHaveValue('visible now');
		await on.signIn.click();
		await expect(on.password).toHaveAttribute('type', 'password');
		await expect(on.alert).toBeVisible();
	}
);

test(
	'CO2: before JavaScript there is no button that does nothing',
	{ tag: '@native' },
	async ({ page, open, javaScriptEnabled }) => {
		await open('/signin');
		const show = page.getByRole('button', { name: 'Show password' });
		await expect(show).toHaveCount(javaScriptEnabled === false ? 0 : 1);
	}
);

test(
	'CO3: Caps Lock is said, until it is off',
	{ tag: ['@gate', '@javascript'] },
	async ({ page, open }) => {
		const on = demo(page);
		await open('/signin');
		await on.password.focus();
		const hint = page.getByText('Caps Lock is on.');
		await on.password.dispatchEvent('keydown', { key: 'A', modifierCapsLock: true });
		await expect(hint).toBeVisible();
		await on.password.dispatchEvent('keydown', { key: 'a', modifierCapsLock: false });
		await expect(hint).toHaveCount(0);
	}
);

test(
	'CO4: after too many tries the form counts down to the next',
	{ tag: ['@gate', '@javascript'] },
	async ({ page, open, servers, mayLog }) => {
		mayLog(/status of (400|429)/);
		const { email } = newAccount();
		const on = demo(page);
		await page.clock.install();
		await open('/signin');
		for (let tries = 0; tries < 4; tries++) {
			await new Client(servers.demo).post('/signin?/signin', {
				email,
				password: 'not the password'
			});
		}
		for (const text of ['do not belong together', 'Wait 5 minutes']) {
			await on.fill({ email, password: 'not the password' });
			await on.signIn.click();
			await expect(on.alert).toContainText(text);
			await expect(on.password).toHaveValue('');
		}
		const timer = page.getByRole('timer');
		await expect(timer).toContainText(/You can try again in [45]:[0-5]\d/);
		await page.clock.fastForward(200_000);
		await expect(timer).toContainText(/You can try again in 1:[0-5]\d/);
		await page.clock.fastForward(200_000);
		await expect(timer).toBeEmpty();
		await expect(page.getByText('You can try again now.')).toBeVisible();
	}
);

test(
	'CO5: on a slow network the form says that it works',
	JAVASCRIPT,
	async ({ page, open, mayLog }) => {
		mayLog(/status of 400/);
		const on = demo(page);
		await page.clock.install();
		await open('/signin');
		const answer = await hold(page, '**/signin?/signin*');
		await on.fill(newAccount());
		await on.signIn.click();
		const pending = page.getByRole('button', { name: 'Signing in…' });
		await expect(pending).toHaveAttribute('aria-busy', 'true');
		await page.clock.fastForward(8000);
		await expect(page.getByText('This takes longer than usual.')).toBeVisible();
		await answer();
		await expect(on.alert).toContainText('do not belong together');
		await expect(on.signIn).toHaveAttribute('aria-busy', 'false');
		await expect(page.getByText('This takes longer than usual.')).toHaveCount(0);
	}
);

test(
	'CO7: the meter comes with the first key, and stops nobody',
	JAVASCRIPT,
	async ({ page, open }) => {
		const loaded: string[] = [];
		page.on('request', (request) => {
			if (request.resourceType() === 'script') loaded.push(request.url());
		});
		const account = { ...newAccount(), password: 'zxcvbnm,.' };
		const on = demo(page);
		await open('/signup');
		await page.waitForLoadState('networkidle');
		const atOnce = loaded.length;
		await on.fill(account);
		await expect(page.getByText('Password strength: very easy to guess')).toBeVisible();
		expect(loaded.length).toBeGreaterThan(atOnce);
		await on.password.fill('correct horse battery');
		await expect(page.getByText('Password strength: strong')).toBeVisible();
		await on.password.fill('t7#Kq!2x');
		await expect(page.getByText('Password strength: easy to guess')).toBeVisible();
		await on.createAccount.click();
		await expect(on.header).toContainText(account.email);
	}
);

test(
	'CO8: a form whose session has ended keeps what was typed',
	JAVASCRIPT,
	async ({ page, open, enter, servers, mayLog }) => {
		mayLog(/status of 40[01]/);
		const account = await enter(servers.demo);
		await open('/password');
		const current = page.getByLabel('Current password');
		const wanted = page.getByLabel('New password');
		await current.fill(account.password);
		await wanted.fill('another pass phrase');
		const phone = new Client(servers.demo);
		await phone.post('/signin?/signin', { email: account.email, password: account.password });
		await phone.post('/?/signout', { scope: 'others' });

		await page.getByRole('button', { name: 'Change password' }).click();
		const on = demo(page);
		await expect(on.alert).toContainText('You are not signed in.');
		await expect(page.locator('.guardian-form-errors')).toBeFocused();
		await expect(on.main.getByRole('link', { name: 'Sign in' })).toHaveAttribute(
			'target',
			'_blank'
		);
		await expect(wanted).toHaveValue('another pass phrase');
	}
);

test(
	'CO9: what is typed before the scripts are there is sent',
	{ tag: ['@gate', '@javascript'] },
	async ({ page }) => {
		const load = await hold(page, '**/*.js');
		const account = newAccount();
		const on = demo(page);
		await page.goto('/signup', { waitUntil: 'commit' });
		await on.fill(account);
		await load();
		await page.locator('#svelte-announcer').waitFor({ state: 'attached' });
		await expect(on.email).toHaveValue(account.email);
		await expect(on.password).toHaveValue(account.password);
		await on.createAccount.click();
		await expect(on.header).toContainText(account.email);
	}
);

test('CO11: snippets draw the parts of a form, and two forms share a page', async ({
	page,
	open,
	servers,
	mayLog
}) => {
	mayLog(/status of 400/);
	const account = newAccount();
	await open(`${servers.fixture.origin}/forms`);
	const signIn = page.locator('#in');
	const signUp = page.locator('#up');
	await expect(signUp.getByLabel('Name', { exact: true })).toHaveCount(0);

	await signIn.getByLabel('E-Mail').fill('ann@example.com');
	await signIn.getByRole('button', { name: '→ Sign in' }).click();
	const password = signIn.getByLabel('Password');
	await expect(password).toHaveAccessibleDescription('Enter your password.');
	await expect(signIn.getByLabel('E-Mail')).toHaveValue('ann@example.com');
	await expect(signUp.getByLabel('Email')).toHaveValue('');
	await expect(signUp.getByRole('alert')).toHaveCount(0);

	await signUp.getByLabel('Email').fill(account.email);
	await signUp.getByLabel('Password').fill(account.password);
	await signUp.getByLabel('Company').fill('Acme');
	await signUp.getByRole('button', { name: 'Join' }).click();
	await expect(signUp.getByRole('alert')).toContainText('Accept the terms.');
	await expect(signUp.getByLabel('Company')).toHaveValue('Acme');
	await signUp.getByLabel('Password').fill(account.password);
	await signUp.getByLabel('Terms').check();
	await signUp.getByRole('button', { name: 'Join' }).click();
	await expect(page.locator('#user')).toHaveText(account.email);
});
