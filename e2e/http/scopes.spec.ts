import { signedIn, signIn } from '../support/account.js';
import { Client } from '../support/client.js';
import type { Server } from '../support/server.js';
import { expect, test } from '../support/test.js';

/** A person signed in in three browsers, and somebody else. */
async function people(server: Server) {
	const laptop = await signedIn(server);
	const others = [new Client(server), new Client(server)] as const;
	for (const browser of others) await signIn(browser, laptop.account);
	const { user, session } = (await laptop.get('/api/me')).json();
	return {
		laptop,
		phone: others[0],
		tablet: others[1],
		bob: await signedIn(server),
		user,
		session
	};
}

const isIn = async (...browsers: Client[]) =>
	Promise.all(browsers.map(async (browser) => (await browser.copy().whoami()) !== null));

for (const mode of ['post', 'enhanced'] as const) {
	const tag = mode === 'post' ? [] : '@gate';
	test.describe(`SO11: by a ${mode === 'post' ? 'native' : 'enhanced'} form`, { tag }, () => {
		test('`others` ends every other session of the person, and stays on the page', async ({
			servers
		}) => {
			const { laptop, phone, tablet, bob, user } = await people(servers.fixture);
			const answer = await laptop[mode]('/other?tab=a&/signout', { scope: 'others' });

			expect(answer.location ?? answer.json().location).toBe('/other?tab=a');
			expect(answer.setCookies).toEqual([]);
			expect(await isIn(laptop, phone, tablet, bob)).toEqual([true, false, false, true]);
			expect((await laptop.get(`/events?user=${user.id}`)).json()).toMatchObject([
				{ userId: user.id, scope: 'others', reason: 'user', revoked: 2 }
			]);
		});

		test('`all` ends every session of the person, and nobody else’s', async ({ servers }) => {
			const { laptop, phone, tablet, bob, user } = await people(servers.fixture);
			const answer = await laptop[mode]('/other?/signout', { scope: 'all' });

			expect(answer.location ?? answer.json().location).toBe('/');
			expect(laptop.token).toBeUndefined();
			expect(await isIn(laptop, phone, tablet, bob)).toEqual([false, false, false, true]);
			expect((await bob.get(`/events?user=${user.id}`)).json()).toMatchObject([
				{ userId: user.id, scope: 'all', reason: 'all', revoked: 3 }
			]);
		});

		test('SO10: `sessionId` ends that one, and somebody else’s answers like none at all', async ({
			servers
		}) => {
			const { laptop, phone, tablet, bob, session } = await people(servers.fixture);
			const [his] = (await bob.get('/api/sessions')).json();
			const { session: phones } = (await phone.get('/api/me')).json();

			const foreign = await laptop[mode]('/other?/signout', { sessionId: his.id });
			const unknown = await laptop[mode]('/other?/signout', { sessionId: 'no-such-id' });
			expect([foreign.status, foreign.body, foreign.location, foreign.setCookies]).toEqual([
				unknown.status,
				unknown.body,
				unknown.location,
				unknown.setCookies
			]);
			expect(await isIn(laptop, phone, tablet, bob)).toEqual([true, true, true, true]);

			await laptop[mode]('/other?/signout', { sessionId: phones.id });
			expect(await isIn(laptop, phone, tablet, bob)).toEqual([true, false, true, true]);

			await laptop[mode]('/other?/signout', { sessionId: session.id });
			expect(laptop.token).toBeUndefined();
			expect(await isIn(tablet, bob)).toEqual([true, true]);
		});
	});
}

test(
	'SO11: more than 100 sessions end in one go',
	{ tag: '@gate' },
	async ({ servers, databaseOf }) => {
		const { laptop, user } = await people(servers.fixture);
		const rows = databaseOf(servers.fixture).session;
		const expiresAt = new Date(Date.now() + 60_000);
		await rows.createMany({
			data: Array.from({ length: 150 }, (_, i) => ({
				...{ id: `${user.id}-${i}`, publicId: `${user.id}-${i}`, userId: user.id, expiresAt }
			}))
		});
		// SE32: the list is a page.
		expect((await laptop.get('/api/sessions')).json()).toHaveLength(100);
		expect(await rows.count({ where: { userId: user.id } })).toBe(153);
		await laptop.post('/?/signout', { scope: 'others' });
		expect(await rows.count({ where: { userId: user.id } })).toBe(1);
		expect(await laptop.whoami()).toBe(laptop.account.email);
	}
);

test('a form cannot name another user', async ({ servers }) => {
	const { laptop, bob } = await people(servers.fixture);
	const { user: his } = (await bob.get('/api/me')).json();
	for (const scope of ['current', 'others', 'all']) {
		await laptop.copy().post('/?/signout', { scope, userId: his.id });
	}
	expect(await bob.whoami()).toBe(bob.account.email);
});

test('without a session `current` has the same outcome, and the other scopes ask to sign in', async ({
	servers
}) => {
	const { phone, laptop } = await people(servers.fixture);
	const ended = laptop.copy();
	await laptop.copy().post('/?/signout');
	for (const client of [ended, new Client(servers.fixture)]) {
		const current = await client.copy().post('/other?/signout', { callbackUrl: '/own' });
		expect.soft([current.status, current.location]).toEqual([303, '/own']);
		for (const scope of ['others', 'all']) {
			const answer = await client.copy().post('/other?/signout', { scope, callbackUrl: '/own' });
			const target = [303, '/signin?callbackUrl=%2Fother'];
			expect.soft([answer.status, answer.location], scope).toEqual(target);
		}
	}
	expect(await phone.whoami()).toBe(laptop.account.email);
});

for (const how of ['', '?offline'] as const) {
	test(
		`an admin ends somebody’s sessions and keeps their own (${how || 'request'})`,
		{ tag: how ? '@gate' : [] },
		async ({ servers }) => {
			const { laptop, phone, tablet, bob, user } = await people(servers.fixture);
			const answer = await bob.post(`/api/admin/${user.id}${how}`);

			expect(answer.json()).toMatchObject({ revoked: 3 });
			expect(answer.setCookies).toEqual([]);
			expect(await isIn(laptop, phone, tablet, bob)).toEqual([false, false, false, true]);
			expect((await bob.get(`/events?user=${user.id}`)).json()).toMatchObject([
				{ user: null, userId: user.id, scope: 'all', reason: 'admin', revoked: 3 }
			]);
		}
	);
}

test('the list of sessions holds no credential', async ({ servers }) => {
	const { laptop, phone, tablet, session } = await people(servers.fixture);
	const list = await laptop.get('/api/sessions');

	expect(list.json()).toHaveLength(3);
	expect(list.json().map(({ id }: { id: string }) => id)).toContain(session.id);
	for (const { id } of list.json()) {
		const thief = new Client(servers.fixture);
		thief.present(id);
		expect(await thief.whoami()).toBeNull();
	}
	for (const { token } of [laptop, phone, tablet]) expect(list.body).not.toContain(token);
});

test('the app may stop a sign-out with words of its own', async ({ start }) => {
	const server = await start({
		build: 'fixture',
		env: { GUARDIAN_STOP: 'Finish your exam <first>.' }
	});
	const client = await signedIn(server);

	const native = await client.post('/?/signout');
	expect(native.status).toBe(409);
	expect(native.body).toContain('Finish your exam &lt;first>.');
	const enhanced = (await client.enhanced('/?/signout')).json();
	expect(enhanced).toMatchObject({ type: 'failure', status: 409 });
	expect(enhanced.data).toContain('SIGN_OUT_STOPPED');
	expect(enhanced.data).toContain('Finish your exam \\u003Cfirst>.');
	expect(await client.whoami()).toBe(client.account.email);
});
