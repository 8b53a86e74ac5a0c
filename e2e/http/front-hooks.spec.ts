import { signedIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

/** The hook in front of the kit's sets a cookie and two headers. */
const FRONT = { 'x-front': '1' };
const ENHANCED = { accept: 'application/json', 'x-sveltekit-action': 'true' };

const REQUESTS: [what: string, send: (client: Client) => ReturnType<Client['get']>][] = [
	['a native sign-out', (client) => client.post('/other?/signout', {}, FRONT)],
	['an enhanced sign-out', (client) => client.post('/?/signout', {}, { ...ENHANCED, ...FRONT })],
	['a sign-out on no page', (client) => client.post('/nowhere?/signout', {}, FRONT)],
	['a sign-out on an endpoint', (client) => client.post('/api/me?/signout', {}, FRONT)],
	[
		'the check',
		(client) =>
			client.request('POST', '/_guardian/sign-out/session', {
				headers: { origin: client.server.origin, ...FRONT },
				body: ''
			})
	]
];

for (const [what, send] of REQUESTS) {
	for (const who of ['somebody', 'nobody'] as const) {
		test(`FR11: what a hook in front sets arrives: ${what} by ${who}`, async ({ servers }) => {
			const plain =
				who === 'nobody' ? new Client(servers.fixture) : await signedIn(servers.fixture);
			const answer = await send(plain);

			expect(answer.status).toBeLessThan(400);
			expect(answer.headers['content-language']).toBe('de');
			expect(answer.headers['permissions-policy']).toBe('camera=()');
			const names = answer.setCookies.map(({ name }) => name);
			expect(names).toContain('front');
			expect(new Set(names).size).toBe(names.length);
			expect(answer.headers['cache-control']).toBe('private, no-store');
			if (what !== 'the check') expect(plain.token).toBeUndefined();
		});
	}
}

test('FR11: a guard behind the kit stops no sign-out', async ({ servers }) => {
	for (const guard of ['require', 'redirect 303', 'error 403', 'unexpected']) {
		const other = await signedIn(servers.fixture);
		const answer = await other.post('/other?/signout', {}, { 'x-guard': guard });
		expect.soft(answer, guard).toMatchObject({ status: 303, location: '/' });
		expect.soft(other.token, guard).toBeUndefined();
		expect.soft(answer.headers['cache-control']).toBe('private, no-store');
	}
});
