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

	const enhanced = { 'x-sveltekit-action': 'true', accept: 'application/json' };
	for (const [what, headers] of [
		['an action', {}],
		['a guard in a hook', { 'x-guard': 'require' }],
		['an action, behind a hook that sets a cookie', { 'x-front': '1' }]
	] as const) {
		for (const isDead of [false, true]) {
			test(`an enhanced form gets a failure: by ${what}, ${isDead ? 'with a dead cookie' : 'without one'}`, async ({
				servers
			}) => {
				const client = isDead ? await signedIn(servers.fixture) : new Client(servers.fixture);
				if (isDead) await client.copy().post('/?/signout');
				const answer = await client.post('/acting?/save', {}, { ...enhanced, ...headers });

				expect(answer.status).toBe(200);
				const { type, status, data } = JSON.parse(answer.body) as Record<string, string>;
				expect({ type, status }).toEqual({ type: 'failure', status: 401 });
				expect(data).toContain('/signin?callbackUrl=%2Facting');
				if ('x-front' in headers) expect(answer.headers['content-language']).toBe('de');
				expect(client.token).toBeUndefined();
			});
		}
	}

	test('an action that has caught the redirect answers as it likes', async ({ servers }) => {
		const answer = await new Client(servers.fixture).post('/acting?/try', {}, enhanced);
		expect(JSON.parse(answer.body)).toMatchObject({ type: 'success' });
	});
});
