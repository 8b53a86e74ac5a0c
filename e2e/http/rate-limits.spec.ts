import { newAccount, signedIn, signUp } from '../support/account.js';
import { Client } from '../support/client.js';
import type { OwnServer } from '../support/server.js';
import { expect, test } from '../support/test.js';

const WRONG = { password: 'wrong one' };

/** The adapter takes the client's address from this header, which the proxy in front sets. */
const behindProxy = { ADDRESS_HEADER: 'x-real-address' };

const signIn = (server: OwnServer, email: string, headers: Record<string, string> = {}) =>
	new Client(server).request('POST', '/signin?/signin', {
		headers: {
			...{ origin: server.origin, accept: 'text/html', ...headers },
			'content-type': 'application/x-www-form-urlencoded'
		},
		body: new URLSearchParams({ email, ...WRONG }).toString()
	});

test(
	'RL1: of sixty wrong sign-ins at once on two processes five reach the password',
	{ tag: '@gate' },
	async ({ start }) => {
		const a = await start({ build: 'fixture', options: { store: { timeout: 60 } } });
		const b = await start({
			build: 'fixture',
			options: { store: { timeout: 60 } },
			database: a.database
		});
		const { account } = await signedIn(a);
		const answers = await Promise.all(
			Array.from({ length: 60 }, (_, n) => signIn(n % 2 ? a : b, account.email))
		);
		const statuses = answers.map(({ status }) => status);
		expect(statuses.filter((status) => status === 400)).toHaveLength(5);
		expect(statuses.filter((status) => status === 429)).toHaveLength(55);
	}
);

test(
	'RL2, RL4: only the address of the adapter is counted, and a private one is not',
	{ tag: '@gate' },
	async ({ start }) => {
		const options = { limits: { signIn: { points: 2, seconds: 60 } } };
		const server = await start({ build: 'fixture', options, env: behindProxy });
		const from = async (address: string, forged: string) => {
			const headers = {
				...{ 'x-real-address': address, 'x-forwarded-for': forged },
				...{ 'cf-connecting-ip': forged, forwarded: `for=${forged}` }
			};
			return (await signIn(server, newAccount().email, headers)).status;
		};
		const statuses = [];
		for (let n = 0; n < 4; n++) statuses.push(await from('192.0.2.1', `198.51.100.${n}`));
		expect(statuses).toEqual([400, 400, 429, 429]);
		expect(await from('192.0.2.2', '192.0.2.1')).toBe(400);

		const direct = await start({ build: 'fixture', options, origin: 'https://app.example' });
		for (let n = 0; n < 4; n++) expect((await signIn(direct, newAccount().email)).status).toBe(400);
		expect(direct.log().match(/ADDRESS_HEADER/g)).toHaveLength(1);
	}
);

for (const mode of ['post', 'enhanced'] as const) {
	const how = mode === 'post' ? 'native' : 'enhanced';

	test(
		`RL8, RL10: too many tries: 429, when to try again, the email kept, alike for all (${how})`,
		{ tag: '@gate' },
		async ({ start }) => {
			const server = await start({ build: 'fixture' });
			const { account } = await signedIn(server);
			const answers = [];
			for (const { email } of [account, newAccount()]) {
				for (let n = 0; n < 5; n++) {
					await new Client(server)[mode]('/signin?/signin', { email, ...WRONG });
				}
				const answer = await new Client(server)[mode]('/signin?/signin', { email, ...WRONG });
				const { body, headers, status } = answer;
				expect(mode === 'post' ? status : answer.json().status).toBe(429);
				expect(Number(headers['retry-after'])).toBeGreaterThan(200);
				expect(headers['retry-after']).toMatch(/^\d+$/);
				expect(body).toContain('TOO_MANY_REQUESTS');
				expect(body).toContain(email);
				expect(body).not.toContain(WRONG.password);
				const { date, etag, 'content-length': length, 'retry-after': after, ...others } = headers;
				expect([date, etag, length, after]).toBeDefined();
				const alike = body.replaceAll(email, 'EMAIL').replace(/(retryAfter\W+)\d+/g, '$1SECONDS');
				answers.push({ status, body: alike, others });
			}
			expect(answers[0]).toEqual(answers[1]);
		}
	);
}

test(
	'RL7, RL14: under an attack the owner signs out and in from their own browser',
	{ tag: '@gate' },
	async ({ start }) => {
		const server = await start({ build: 'fixture' });
		const owner = await signedIn(server);
		for (let n = 0; n < 6; n++) await signIn(server, owner.account.email);

		expect((await owner.post('/?/signout')).status).toBe(303);
		expect(owner.token).toBeUndefined();
		const stranger = await new Client(server).post('/signin?/signin', { ...owner.account });
		expect(stranger.status).toBe(429);
		expect((await owner.post('/signin?/signin', { ...owner.account })).status).toBe(303);
		expect(await owner.whoami()).toBe(owner.account.email);
	}
);

test('sign-ups are limited by address', { tag: '@gate' }, async ({ start }) => {
	const server = await start({
		build: 'fixture',
		options: { limits: { signUp: { points: 1, seconds: 60 } } },
		origin: 'https://app.example',
		env: behindProxy
	});
	const signUpFrom = (address: string) =>
		new Client(server).request('POST', '/signup?/signup', {
			headers: {
				...{ origin: server.origin, accept: 'text/html', 'x-real-address': address },
				'content-type': 'application/x-www-form-urlencoded'
			},
			body: new URLSearchParams({ ...newAccount() }).toString()
		});
	const statuses = [];
	for (const address of ['192.0.2.1', '192.0.2.1', '192.0.2.2']) {
		statuses.push((await signUpFrom(address)).status);
	}
	expect(statuses).toEqual([303, 429, 303]);
	// Without the header the adapter fails, and the account is limited all the same.
	await signUp(new Client(server));
	expect(server.log()).toContain('does not know the address');
});
