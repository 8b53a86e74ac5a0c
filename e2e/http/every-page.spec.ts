import { signedIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

test('responses that cannot be changed, are empty or come in pieces pass unharmed', async ({
	servers
}) => {
	const client = await signedIn(servers.fixture);
	expect(await client.get('/redirect')).toMatchObject({
		status: 302,
		location: `${servers.fixture.origin}/`
	});
	expect((await client.get('/stream')).body).toBe('one two');

	const page = await client.get('/');
	const again = await client.get('/', { 'if-none-match': page.headers.etag ?? '' });
	expect(again.status).toBe(304);
	expect((await client.request('HEAD', '/')).status).toBe(200);
});

test('a stale cookie does not break an endpoint whose response cannot be changed', async ({
	servers
}) => {
	const client = await signedIn(servers.fixture);
	const stale = client.copy();
	await client.post('/?/signout');
	const answer = await stale.get('/redirect');
	expect(answer.status).toBe(302);
	expect(answer.setCookies).toHaveLength(1);
});

test('a response that an endpoint keeps for all carries nothing from one request to the next', async ({
	servers
}) => {
	const stale = new Client(servers.fixture);
	stale.present('A'.repeat(43));
	expect((await stale.get('/kept')).setCookies).toHaveLength(1);
	expect((await new Client(servers.fixture).get('/kept')).setCookies).toEqual([]);
});

for (const path of [
	'/',
	'/own',
	'/other',
	'/broken',
	'/guarded',
	'/nowhere',
	'/api/me',
	'/signin'
]) {
	test(`?/signout answers on ${path}, natively and enhanced`, async ({ servers }) => {
		const native = await signedIn(servers.fixture);
		const { token } = native;
		expect(await native.post(`${path}?/signout`)).toMatchObject({ status: 303, location: '/' });
		expect(native.token).toBeUndefined();

		const enhanced = await signedIn(servers.fixture);
		const answer = await enhanced.enhanced(`${path}?/signout`);
		expect(answer.json()).toEqual({ type: 'redirect', status: 303, location: '/' });
		expect(answer.headers['content-type']).toContain('application/json');
		expect(enhanced.token).toBeUndefined();

		native.present(token!);
		expect(await native.whoami()).toBeNull();
	});
}

test('redirect=false stays: natively on the page, enhanced with the result', async ({
	servers
}) => {
	const native = await signedIn(servers.fixture);
	const answer = await native.post('/other?a=1&/signout', { redirect: 'false' });
	expect(answer).toMatchObject({ status: 303, location: '/other?a=1' });
	expect(native.token).toBeUndefined();

	const enhanced = await signedIn(servers.fixture);
	const result = (await enhanced.enhanced('/?/signout', { redirect: 'false' })).json();
	expect(result).toMatchObject({ type: 'success', status: 200 });
	expect(result.data).toContain('revoked');
});
