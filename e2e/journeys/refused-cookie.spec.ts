import { chromium, type BrowserContext } from '@playwright/test';
import { newAccount } from '../support/account.js';
import { Client } from '../support/client.js';
import { demo } from '../support/demo.js';
import { openHydrated } from '../support/hydrated.js';
import { expect, test as base } from '../support/test.js';
import { launchOptions } from '../tools/launch-options.js';

/** No page of the demo, and not this machine by its name. */
const HOST = 'shop.test';

/** A browser for which that name is this machine, as a phone finds a laptop on its network. */
const test = base.extend<{ phone: BrowserContext }>({
	phone: async ({ complaints, javaScriptEnabled }, use) => {
		const { args = [], ...options } = launchOptions();
		const resolve = `--host-resolver-rules=MAP ${HOST} 127.0.0.1`;
		const browser = await chromium.launch({ ...options, args: [...args, resolve] });
		complaints.listen(browser);
		await use(await browser.newContext({ javaScriptEnabled: javaScriptEnabled !== false }));
		await browser.close();
	}
});

test(
	'FR23: by plain http on a real host the page after a sign-up says that the cookie was refused',
	{ tag: '@gate' },
	async ({ phone, start, javaScriptEnabled, mayLog }) => {
		// The answer of 400, which is the point; SvelteKit's plain error page has no icon, and its router knows no such page.
		mayLog(/400 \(Bad Request\)|favicon\.ico|Not found: \/_guardian\/cookie\/check/);
		const server = await start({ build: 'demo', origin: `http://${HOST}:PORT` });
		const page = await phone.newPage();
		const address = `${server.origin}/signup?callbackUrl=%2Faccount`;
		if (javaScriptEnabled === false) await page.goto(address);
		else await openHydrated(page, address);
		const account = newAccount();
		await demo(page).fill(account);
		await demo(page).createAccount.click();

		await expect(page.locator('body')).toContainText(
			'You have signed in, but your browser did not keep the cookie of this site, so you are not signed in here.'
		);
		await expect(page.locator('body')).toContainText('Open this site by https');
		// Nothing of how the app is made.
		await expect(page.locator('body')).not.toContainText(/ORIGIN|secure: false|believes/);
		expect(await server.database.prisma.user.count()).toBe(1);
		expect(server.log()).toContain('browsers refuse a Secure cookie');
		expect((await phone.cookies()).map(({ name }) => name)).toEqual(['guardian_cookie_probe']);
	}
);

test(
	'FR23: where the browser takes the cookie all the same, as behind a proxy, the sign-in ends on its page',
	{ tag: '@gate' },
	async ({ start }) => {
		const server = await start({ build: 'demo', origin: `http://${HOST}:PORT` });
		const client = new Client(server);
		const { location } = await client.post('/signup?/signup', {
			...{ ...newAccount(), callbackUrl: '/account' }
		});
		expect(location).toBe('/_guardian/cookie/check?callbackUrl=%2Faccount');
		const { status, location: next, headers } = await client.get(location!);
		expect([status, next]).toEqual([303, '/account']);
		expect(headers['cache-control']).toBe('private, no-store');
		expect((await client.get('/account')).status).toBe(200);
	}
);

test(
	'FR23: without Secure the cookie arrives, and no check stands between',
	{ tag: '@gate' },
	async ({ phone, start, javaScriptEnabled }) => {
		const server = await start({
			...{ build: 'fixture', origin: `http://${HOST}:PORT` },
			options: { cookie: { secure: false } }
		});
		const page = await phone.newPage();
		const seen: string[] = [];
		page.on('request', (request) => void seen.push(new URL(request.url()).pathname));
		const address = `${server.origin}/signup`;
		if (javaScriptEnabled === false) await page.goto(address);
		else await openHydrated(page, address);
		const account = newAccount();
		await page.getByLabel('Email').fill(account.email);
		await page.getByLabel('Password').fill(account.password);
		await page.getByRole('button', { name: 'Send' }).click();
		await expect(page.locator('#user')).toHaveText(account.email);
		expect(seen.filter((path) => path.startsWith('/_guardian/cookie'))).toEqual([]);
	}
);
