import { signedIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { createDatabase } from '../support/database.js';
import { hasPostgres } from '../support/postgres.js';
import { startPostgresProxy } from '../support/postgres-proxy.js';
import { expect, test } from '../support/test.js';

test('a prerendered page and its data cost no statement, and are the same for everybody', async ({
	start
}) => {
	test.skip(!hasPostgres(), 'no PostgreSQL could be started');
	const database = await createDatabase('postgresql');
	const proxy = await startPostgresProxy(database.url);
	try {
		const behind = { ...database, url: proxy.url };
		const server = await start({ build: 'fixture', database: behind });
		const client = await signedIn(server);
		proxy.statements.length = 0;

		for (const path of ['/file', '/file/__data.json']) {
			const { status, body, setCookies } = await client.get(path);
			expect(status, path).toBe(200);
			expect(setCookies, path).toEqual([]);
			expect(body, path).toBe((await new Client(server).get(path)).body);
		}
		expect(proxy.statements).toEqual([]);

		// Any other page is somebody's.
		expect((await client.get('/')).body).toContain(client.account.email);
		expect(proxy.statements).toHaveLength(1);
	} finally {
		await proxy.close();
		await database.close();
	}
});

for (const [name, path] of [
	['fixture', ''],
	['base', '/base'],
	['page', '']
] as const) {
	const address = `${path}/_guardian/sign-out/signout`;
	const tag = name === 'base' ? '@gate' : [];

	test(
		`FR4: on ${name}, the form of a prerendered page signs out without JavaScript`,
		{ tag },
		async ({ servers }) => {
			const client = await signedIn(servers[name]);
			const file = await client.get(`${path}/file`);
			const [, action = ''] = /<form[^>]* action="([^"]*)"/.exec(file.body) ?? [];
			expect(new URL(action, `http://localhost${path}/file`).pathname).toBe(address);
			const { token } = client;
			expect(await client.post(address)).toMatchObject({ status: 303, location: `${path}/` });
			expect(client.token).toBeUndefined();
			client.present(token);
			expect((await client.get(`${path}/`)).body).not.toContain(client.account.email);
		}
	);

	test(
		`FR4: on ${name}, who stays signed in is led back to the page of the form`,
		{ tag },
		async ({ servers }) => {
			const client = await signedIn(servers[name]);
			const referer = `${servers[name].origin}${path}/file?tab=a`;
			const answer = await client.post(address, { scope: 'others' }, { referer });
			expect(answer).toMatchObject({ status: 303, location: `${path}/file?tab=a` });
			const without = await client.post(address, { scope: 'others' });
			expect(without).toMatchObject({ status: 303, location: `${path}/` });
		}
	);
}

test('FR4: the address of the form refuses what a page refuses', async ({ servers }) => {
	const address = '/_guardian/sign-out/signout';
	const client = await signedIn(servers.fixture);
	const { origin } = servers.fixture;
	const refused = [
		await client.post(address, {}, { origin: 'https://evil.example' }),
		await client.request('POST', address, {
			headers: { origin, 'content-type': 'application/json' },
			body: '{}'
		}),
		await client.request('GET', address)
	];
	expect(refused.map(({ status }) => status)).toEqual([403, 415, 404]);
	expect(await client.whoami()).toBe(client.account.email);
});

test('FR5: the check answers yes or no, never with an id, and to no GET', async ({ servers }) => {
	const address = '/_guardian/sign-out/session';
	const client = await signedIn(servers.fixture);
	const { id } = (await client.get('/api/me')).json().user;
	const ask = async (who: Client, user?: string) => {
		const headers = {
			origin: servers.fixture.origin,
			...(user !== undefined && { 'x-guardian-user': user })
		};
		const { status, body, headers: answered } = await who.request('POST', address, { headers });
		expect(status).toBe(200);
		expect(answered['cache-control']).toContain('no-store');
		return body;
	};
	const nobody = new Client(servers.fixture);
	expect(await ask(client, id)).toBe('{"same":true}');
	expect(await ask(client)).toBe('{"same":false}');
	expect(await ask(client, 'x'.repeat(8_000))).toBe('{"same":false}');
	expect(await ask(nobody)).toBe('{"same":true}');
	expect(await ask(nobody, id)).toBe('{"same":false}');
	expect(await ask(nobody, '')).toBe('{"same":false}');
	expect((await client.request('GET', address)).status).toBe(404);
});
