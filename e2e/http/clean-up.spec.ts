import { signedIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

const signedOut = async (client: Client) => [
	await client.copy().enhanced('/?/signout'),
	await client.post('/own?/signout')
];

test('SO9: Clear-Site-Data is not sent unless asked for', async ({ servers }) => {
	for (const { headers } of await signedOut(await signedIn(servers.https))) {
		expect(headers['clear-site-data']).toBeUndefined();
	}
});

for (const [clearSiteData, header] of [
	[true, '"storage"'],
	[['storage', 'executionContexts'], '"storage", "executionContexts"']
] as const) {
	const tag = header.includes(',') ? '@gate' : [];
	test(
		`SO9: asked for, Clear-Site-Data is ${header}, with the sign-out only`,
		{ tag },
		async ({ start }) => {
			const origin = 'https://app.example';
			const server = await start({ build: 'fixture', origin, options: { clearSiteData } });
			const client = await signedIn(server);
			expect((await client.get('/')).headers['clear-site-data']).toBeUndefined();
			expect((await client.post('/?/signout', { scope: 'others' })).headers).not.toHaveProperty(
				'clear-site-data'
			);
			for (const { headers } of await signedOut(client)) {
				expect(headers['clear-site-data']).toBe(header);
			}
		}
	);
}

test('SO9: over plain http it is not sent', { tag: '@gate' }, async ({ start }) => {
	const server = await start({ build: 'fixture', options: { clearSiteData: true } });
	for (const { headers } of await signedOut(await signedIn(server))) {
		expect(headers['clear-site-data']).toBeUndefined();
	}
});

test('SO3: sign-out clears the cookies of earlier setups, by name, domain and path', async ({
	start
}) => {
	const legacy = [
		{ name: 'auth_session' },
		{ name: 'auth_session', domain: 'example.com' },
		{ name: 'sid', path: '/app' },
		{ name: '__Secure-old', domain: '.app.example' }
	];
	const origin = 'https://app.example';
	const server = await start({ build: 'fixture', origin, options: { cookie: { legacy } } });
	const client = await signedIn(server);
	expect((await client.copy().get('/')).setCookies).toEqual([]);

	const name = client.cookieName;
	for (const { setCookies } of [
		await client.copy().post('/?/signout'),
		await client.copy().enhanced('/?/signout')
	]) {
		const cleared = setCookies.map(({ name, value, attributes }) => [
			name,
			value,
			attributes['max-age'],
			attributes.domain,
			attributes.path
		]);
		// A session that was found dead is forgotten at the end of the answer.
		expect(cleared.sort()).toEqual(
			[
				[name, '', '0', undefined, '/'],
				['auth_session', '', '0', undefined, '/'],
				['auth_session', '', '0', 'example.com', '/'],
				['sid', '', '0', undefined, '/app'],
				['__Secure-old', '', '0', '.app.example', '/']
			].sort()
		);
		for (const { attributes } of setCookies) expect(attributes.secure).toBe(true);
	}
});

test('SO12: an expired session and a disabled user are events of their own', async ({
	servers,
	databaseOf
}) => {
	const prisma = databaseOf(servers.fixture);
	for (const [reason, scope] of [
		['expired', 'current'],
		['disabled', 'all']
	]) {
		const client = await signedIn(servers.fixture);
		const { user } = (await client.get('/api/me')).json();
		await (reason === 'expired'
			? prisma.session.updateMany({ where: { userId: user.id }, data: { expiresAt: new Date(0) } })
			: prisma.user.update({ where: { id: user.id }, data: { disabledAt: new Date() } }));
		await Promise.all(Array.from({ length: 10 }, () => client.copy().get('/')));
		expect((await client.get(`/events?user=${user.id}`)).json()).toMatchObject([
			{ user, userId: user.id, scope, reason, revoked: 1 }
		]);
	}
});
