import { signedIn } from '../support/account.js';
import { Client, type Answer } from '../support/client.js';
import type { Server } from '../support/server.js';
import { expect, test } from '../support/test.js';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const HTML = { accept: 'text/html' };
const JSON_ = { accept: 'application/json' };

/** A browser that still has the cookie of a session that has ended. */
async function withDeadCookie(server: Server) {
	const client = await signedIn(server);
	const dead = client.copy();
	await client.post('/?/signout');
	return dead;
}

/** Each way to ask, and whether a redirect is left to SvelteKit, which alone knows whether a route has a page. */
const REQUESTS: [
	what: string,
	method: string,
	path: string,
	headers: Record<string, string>,
	left?: 'left'
][] = [
	['a page', 'GET', '/other', HTML],
	['a page that is not there', 'GET', '/nowhere', HTML],
	['the head of a page', 'HEAD', '/other', HTML],
	['a page, by a client that takes anything', 'GET', '/other', {}],
	['the data of a page', 'GET', '/other/__data.json', {}],
	['a native form', 'POST', '/other?/whoami', { ...FORM, ...HTML }],
	[
		'an enhanced form',
		'POST',
		'/other?/whoami',
		{ ...FORM, ...JSON_, 'x-sveltekit-action': 'true' }
	],
	['a form posted by hand', 'POST', '/other?/whoami', { ...FORM, ...JSON_ }, 'left'],
	['an endpoint', 'GET', '/api/me', JSON_],
	['a POST to an endpoint', 'POST', '/api/signout', { ...FORM }, 'left'],
	['a PUT to an endpoint', 'PUT', '/api/me', { ...FORM, ...JSON_ }]
];

const ADDED = [
	...['cache-control', 'set-cookie', 'date', 'x-frame-options', 'content-security-policy'],
	...['x-content-type-options', 'referrer-policy']
];

/** An answer without the headers that the kit adds. */
function essence({ status, body, headers }: Answer) {
	const rest = Object.entries(headers).filter(([name]) => !ADDED.includes(name));
	return { status, body, headers: Object.fromEntries(rest) };
}

for (const [what, method, path, headers, left] of REQUESTS) {
	for (const thrown of ['redirect 303', 'error 404', 'redirect 301', 'error 403']) {
		const tag = ['redirect 303', 'error 404'].includes(thrown) ? [] : '@gate';
		test(
			`SE37 what a hook throws keeps the promises of handle: ${thrown}, ${what}`,
			{ tag },
			async ({ servers }) => {
				const send = (client: Client, more: Record<string, string> = {}) =>
					client.request(method, path, {
						headers: {
							origin: servers.fixture.origin,
							...headers,
							'x-guard': thrown,
							'x-guard-cookie': '1',
							...more
						},
						...(method !== 'GET' && method !== 'HEAD' && { body: '' })
					});
				// Without a session SvelteKit answers by itself.
				const kits = await send(new Client(servers.fixture));

				const live = await signedIn(servers.fixture);
				const dead = await withDeadCookie(servers.fixture);
				const deadNames = [...dead.cookies.keys()];
				const again = dead.copy();
				const isLeft = left && thrown.startsWith('redirect');
				for (const [client, clears] of [
					[live, false],
					[dead, true]
				] as const) {
					const answer = await send(client);
					expect.soft(essence(answer)).toEqual(essence(kits));
					if (!isLeft) expect.soft(answer.headers['cache-control']).toBe('private, no-store');
					const cleared = answer.setCookies.filter(
						({ attributes }) => attributes['max-age'] === '0'
					);
					expect.soft(cleared.map(({ name }) => name)).toEqual(clears ? deadNames : []);
					expect.soft(answer.setCookies.map(({ name }) => name)).toContain('guard');
				}

				// SvelteKit sends the cookies of a hook before the kit with a redirect, and not with an error.
				const answer = await send(again, { 'x-front': '1' });
				const names = answer.setCookies.map(({ name }) => name);
				const front = thrown.startsWith('redirect') ? ['front'] : [];
				expect.soft(names.sort()).toEqual([...front, 'guard', ...deadNames].sort());
				if (front.length === 0) {
					expect.soft(answer.headers['cache-control']).toBe('private, no-store');
				}
			}
		);
	}
}

test('SE37 requireUser in a hook: a dead cookie is cleared on the way to the sign-in page', async ({
	servers
}) => {
	const client = await withDeadCookie(servers.fixture);
	const answer = await client.get('/other?a=b', { 'x-guard': 'require' });

	expect(answer).toMatchObject({ status: 303, location: '/signin?callbackUrl=%2Fother%3Fa%3Db' });
	expect(answer.headers['cache-control']).toBe('private, no-store');
	expect(client.token).toBeUndefined();
});

test('SE37 a hook that signs somebody out and throws an error clears the cookie', async ({
	servers
}) => {
	const client = await signedIn(servers.fixture);
	const answer = await client.get('/other', { 'x-guard': 'ban' });

	expect(answer.status).toBe(403);
	expect(answer.headers['cache-control']).toBe('private, no-store');
	expect(client.token).toBeUndefined();
});

test(
	'SE37 an error that the kit itself throws is private, too',
	{ tag: '@gate' },
	async ({ start }) => {
		const server = await start({ build: 'fixture', env: { GUARDIAN_STOP: 'Not now.' } });
		const client = await signedIn(server);

		for (const [path, status] of [
			['/other?/signout', 409],
			['/other?/constructor', 404]
		] as const) {
			const answer = await client.post(path);
			expect.soft(answer.status).toBe(status);
			expect.soft(answer.headers['cache-control']).toBe('private, no-store');
			expect.soft(answer.body).toContain('The fixture');
		}
	}
);

test('SE37 an unexpected error is left to SvelteKit, which calls handleError', async ({
	alone: server
}) => {
	const client = await signedIn(server);
	const answer = await client.get('/other', { 'x-guard': 'unexpected' });

	expect(answer.status).toBe(500);
	expect(answer.body).toContain('Internal Error');
	expect(server.log()).toContain('this guard always fails');
});
