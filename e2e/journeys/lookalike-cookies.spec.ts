import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { newAccount } from '../support/account.js';
import { Client } from '../support/client.js';
import { startRecorder, type Recorder } from '../support/recorder.js';
import type { OwnServer } from '../support/server.js';
import { cookiesOf } from '../support/browser-cookies.js';
import { expect, test as base } from '../support/test.js';

/** A browser lets `evil.app.localhost` set cookies for `app.localhost`, as a subdomain can for any site. */
const HOST = 'app.localhost';

interface Site {
	server: OwnServer;
	recorder: Recorder;
	/** Lets the browser visit the subdomain, which sets a cookie for the whole site, byte by byte (latin1). */
	plant: (page: Page, cookie: string) => Promise<void>;
	/** Opens a page, and answers the `Cookie` header that the browser sends for it. */
	sent: (path: string) => Promise<string>;
}

const test = base.extend<{ secure: boolean; site: Site }>({
	secure: [true, { option: true }],

	async site({ start, open, secure }, use) {
		const recorder = await startRecorder(HOST);
		const options = { cookie: { secure } };
		const server = await start({ build: 'fixture', origin: recorder.origin, options });
		recorder.passTo(server.port);

		let planted = '';
		const subdomain = createServer((_, response) => {
			// Node would write the headers as UTF-8 together with a body that is a string.
			response.setHeader('set-cookie', planted).end(Buffer.from('Hello'));
		}).listen(0, '127.0.0.1');
		await once(subdomain, 'listening');
		const { port } = subdomain.address() as AddressInfo;

		await use({
			server,
			recorder,
			async plant(page, cookie) {
				planted = `${cookie}; Domain=${HOST}`;
				await page.goto(`http://evil.${HOST}:${port}/`);
			},
			async sent(path) {
				await open(recorder.origin + path);
				// Without the proof that this browser has signed in before, which outlives a sign-out.
				const pairs = (recorder.cookieOf(`GET ${path}`) ?? '').split('; ');
				return pairs.filter((pair) => !/^[^=]*_device=/.test(pair)).join('; ');
			}
		});
		subdomain.closeAllConnections();
		subdomain.close();
		await recorder.close();
	}
});

/** An attacker with an account: the name and value of the cookie of a live session. */
async function attackerOn({ server }: Site) {
	const client = new Client(server);
	await client.post('/signup?/signup', { ...newAccount() });
	const [[name, token] = ['', '']] = client.cookies;
	return { client, name, token };
}

async function signUp(page: Page, { sent }: Site) {
	const { email, password } = newAccount();
	await sent('/signup');
	await page.getByLabel('Email').fill(email);
	await page.getByLabel('Password').fill(password);
	await page.getByRole('button', { name: 'Send' }).click();
	await expect(page.locator('#user')).toHaveText(email);
	return email;
}

async function signOut(page: Page) {
	await page.getByRole('button', { name: 'Sign out' }).click();
	await expect(page.locator('#user')).toHaveText('nobody');
}

/** The session cookie that the kit has set, as the browser sends it. */
async function ownCookie(page: Page) {
	const cookies = await cookiesOf(page.context());
	const own = cookies.find(({ httpOnly }) => httpOnly);
	return `${own?.name}=${own?.value}`;
}

for (const [secure, state] of [
	[true, 'live'],
	[true, 'dead'],
	[false, 'live']
] as const) {
	const tag = '@gate';
	test.describe(
		`SE4: ${secure ? 'a `__Host-`' : 'an unprefixed'} name with the byte 0xA0 in front`,
		{ tag },
		() => {
			test.use({ secure });

			test(`a subdomain plants a ${state} session, which signs nobody in or out`, async ({
				page,
				site
			}) => {
				const { client, name, token } = await attackerOn(site);
				expect(name.startsWith('__Host-')).toBe(secure);
				if (state === 'dead') await client.copy().post('/?/signout');
				const { prisma } = site.server.database;
				const before = await prisma.session.findMany({ select: { id: true } });
				expect(before).toHaveLength(state === 'live' ? 1 : 0);
				const lookalike = `\xA0${name}=${token}`;
				await site.plant(page, lookalike);

				expect(await site.sent('/own')).toBe(lookalike);
				await expect(page.locator('#user')).toHaveText('nobody');

				const email = await signUp(page, site);
				const own = await ownCookie(page);
				const both = `${lookalike}; ${own}`;
				expect(await site.sent('/own')).toBe(both);
				await expect(page.locator('#user')).toHaveText(email);
				expect(await site.sent('/other')).toBe(both);
				await expect(page.locator('#user')).toHaveText(email);

				await signOut(page);
				expect(await site.sent('/own')).toBe(lookalike);
				await expect(page.locator('#user')).toHaveText('nobody');
				expect(await prisma.session.findMany({ select: { id: true } })).toEqual(before);
			});
		}
	);
}

test(
	'SE4: a subdomain plants its session under the name of the person’s own cookie and 0xA0, which hides nothing',
	{ tag: '@gate' },
	async ({ page, site }) => {
		const { token } = await attackerOn(site);
		const email = await signUp(page, site);
		const own = await ownCookie(page);
		const lookalike = `\xA0${own.split('=')[0]}=${token}`;
		// A browser sends the cookie with the longer path first.
		await site.plant(page, `${lookalike}; Path=/own`);

		expect(await site.sent('/own')).toBe(`${lookalike}; ${own}`);
		await expect(page.locator('#user')).toHaveText(email);
		expect(await site.sent('/other')).toBe(own);
		await expect(page.locator('#user')).toHaveText(email);

		await site.sent('/own');
		await signOut(page);
		expect(await site.sent('/own')).toBe(lookalike);
		await expect(page.locator('#user')).toHaveText('nobody');
		expect(await site.server.database.prisma.session.count()).toBe(1);
	}
);
