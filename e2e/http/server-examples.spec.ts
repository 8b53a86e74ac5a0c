import { signedIn, signIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

test.describe('the documentation’s server examples behave as written', () => {
	test('POST signs out and answers { success: true }', async ({ servers }) => {
		const client = await signedIn(servers.fixture);
		const thief = client.copy();
		const answer = await client.post('/api/signout');
		expect(answer.status).toBe(200);
		expect(answer.json()).toEqual({ success: true });
		expect(client.token).toBeUndefined();
		expect(await thief.whoami()).toBeNull();
		expect((await client.post('/api/signout')).json()).toEqual({ success: true });
	});

	test('GET signs out and redirects to /', async ({ servers }) => {
		const client = await signedIn(servers.fixture);
		const thief = client.copy();
		// 303: signOut() itself redirects, before the example's own line is reached.
		expect(await client.get('/api/signout')).toMatchObject({ status: 303, location: '/' });
		expect(client.token).toBeUndefined();
		expect(await thief.whoami()).toBeNull();
		expect(await client.get('/api/signout')).toMatchObject({ status: 303, location: '/' });
	});

	test('allSessions signs the user out everywhere, and nobody else', async ({ servers }) => {
		const client = await signedIn(servers.fixture);
		const elsewhere = new Client(servers.fixture);
		await signIn(elsewhere, client.account);
		const other = await signedIn(servers.fixture);
		const { user } = (await client.get('/api/me')).json();

		const answer = await client.post('/api/signout-all');
		expect(answer.json()).toEqual({ ok: true, revoked: 2, signedOut: true, url: '/' });
		expect(client.token).toBeUndefined();
		expect(await elsewhere.whoami()).toBeNull();
		expect(await other.whoami()).toBe(other.account.email);
		expect((await other.get(`/events?user=${user.id}`)).json()).toMatchObject([
			{ user, scope: 'all', reason: 'all', revoked: 2 }
		]);
	});
});

test.describe('locals follow the action in the same request', () => {
	test('after signing in', async ({ servers }) => {
		const { account } = await signedIn(servers.fixture);
		const client = new Client(servers.fixture);
		const page = await client.post('/both?/in', { ...account });
		expect(page.status).toBe(200);
		expect(page.body).toContain(`<p id="user">${account.email}</p>`);
		expect(await client.whoami()).toBe(account.email);
	});

	test('after signing in as somebody else', async ({ servers }) => {
		const { account } = await signedIn(servers.fixture);
		const client = await signedIn(servers.fixture);
		const page = await client.post('/both?/in', { ...account });
		expect(page.body).toContain(`<p id="user">${account.email}</p>`);
		expect(page.body).not.toContain(client.account.email);
	});

	test('after a failed sign-in one is who one was', async ({ servers }) => {
		const client = await signedIn(servers.fixture);
		const page = await client.post('/both?/in', { email: 'x@example.com', password: 'wrong' });
		expect(page.status).toBe(400);
		expect(page.body).toContain(`<p id="user">${client.account.email}</p>`);
	});

	test('after signing out', async ({ servers }) => {
		const client = await signedIn(servers.fixture);
		const page = await client.post('/both?/out');
		expect(page.status).toBe(200);
		expect(page.body).toContain('<p id="user">nobody</p>');
		expect(page.body).not.toContain(client.account.email);
	});
});

test.describe('signOutAction: ‘page’ leaves ?/signout to the pages', () => {
	test('a page with the action redirects', async ({ servers }) => {
		const client = await signedIn(servers.page);
		const answer = await client.post('/own?/signout', { callbackUrl: '/other' });
		expect(answer).toMatchObject({ status: 303, location: '/other' });
		expect(client.token).toBeUndefined();
	});

	test('a page with the action finds the outcome in its form', async ({ servers }) => {
		const client = await signedIn(servers.page);
		const page = await client.post('/own?/signout', { redirect: 'false' });
		expect(page.status).toBe(200);
		expect(page.body).toContain('<p id="user">nobody</p>');
		const [, form] = /<pre id="form">(.*?)<\/pre>/.exec(page.body) ?? [];
		expect(JSON.parse(form ?? '')).toEqual({
			signOut: { ok: true, revoked: 1, signedOut: true, url: '/' }
		});
	});

	test('pages without it answer as SvelteKit does', async ({ servers }) => {
		const client = await signedIn(servers.page);
		const statuses = { '/': 405, '/other': 404, '/nowhere': 404 };
		for (const [path, status] of Object.entries(statuses)) {
			expect.soft((await client.post(`${path}?/signout`)).status, path).toBe(status);
			expect.soft((await client.enhanced(`${path}?/signout`)).status, path).toBe(status);
		}
		expect(await client.whoami()).toBe(client.account.email);
	});
});
