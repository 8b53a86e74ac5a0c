import { signedIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

const shown = (body: string) => /id="user">([^<]*)</.exec(body)?.[1];

test.describe('FR12: an action that asks an endpoint of the app to sign out', () => {
	test('renders a page that shows nobody', async ({ servers }) => {
		const client = await signedIn(servers.fixture);
		const thief = client.copy();
		const answer = await client.post('/acting?/leave');

		expect(answer.status).toBe(200);
		expect(shown(answer.body)).toBe('nobody');
		expect(answer.headers['cache-control']).toBe('private, no-store');
		expect(client.token).toBeUndefined();
		expect(await thief.whoami()).toBeNull();
	});

	test('shows the person where the endpoint was asked without their cookies', async ({
		servers
	}) => {
		const client = await signedIn(servers.fixture);
		expect(shown((await client.post('/acting?/ask')).body)).toBe(client.account.email);
		expect(await client.whoami()).toBe(client.account.email);
	});

	for (const path of ['/acting?/leave', '/acting?/ask']) {
		test(`clears a dead cookie once: ${path}`, async ({ servers }) => {
			const client = await signedIn(servers.fixture);
			const dead = client.copy();
			await client.post('/?/signout');
			const name = dead.cookieName;
			const { setCookies } = await dead.post(path);

			expect(setCookies.map((cookie) => cookie.name)).toEqual([name]);
			expect(dead.token).toBeUndefined();
		});
	}
});

test.describe('FR13: requireUser in an action', () => {
	for (const [action, page] of [
		['/acting?/save', '/acting'],
		['/acting?tab=a%20b&/save', '/acting?tab=a%20b'],
		['/acting?/save&tab=a', '/acting?tab=a']
	] as const) {
		test(`leads back to the page, which can be opened: ${action}`, async ({ servers }) => {
			const client = new Client(servers.fixture);
			const { status, location } = await client.post(action);

			expect(status).toBe(303);
			const back = new URL(location ?? '', servers.fixture.origin).searchParams.get('callbackUrl');
			expect(back).toBe(page);
			expect((await client.get(back ?? '')).status).toBe(200);
		});
	}
});
