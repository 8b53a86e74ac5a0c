import { newAccount, signedIn, signUp } from '../support/account.js';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

for (const mode of ['post', 'enhanced'] as const) {
	const how = mode === 'post' ? 'native' : 'enhanced';

	test(`SI1: unknown, wrong and disabled are answered alike (${how})`, async ({
		servers,
		databaseOf
	}) => {
		const server = servers.fixture;
		const [known, disabled] = [await signedIn(server), await signedIn(server)];
		await databaseOf(server).user.update({
			where: { email: disabled.account.email },
			data: { disabledAt: new Date() }
		});
		const attempts = [
			newAccount(),
			{ ...known.account, password: 'not the password' },
			disabled.account
		];
		const answers = [];
		for (const attempt of attempts) {
			const client = new Client(server);
			const { status, body, setCookies, headers } = await client[mode]('/signin?/signin', {
				...attempt
			});
			expect(setCookies).toEqual([]);
			expect(body).not.toContain(attempt.password);
			// What one typed comes back; but for that, nothing may differ.
			const { date, etag, 'content-length': length, ...others } = headers;
			expect([date, etag, length]).toBeDefined();
			answers.push({ status, body: body.replaceAll(attempt.email, 'EMAIL'), headers: others });
		}
		expect(answers[0]?.body).toContain('INVALID_CREDENTIALS');
		expect(answers[1]).toEqual(answers[0]);
		expect(answers[2]).toEqual(answers[0]);
	});

	test(`SI8: a failed form never echoes the password (${how})`, async ({ servers }) => {
		const { account } = await signedIn(servers.fixture);
		const secret = 'zq-secret-zq';
		const failures: [string, Record<string, string>][] = [
			['/signin?/signin', { email: account.email, password: secret }],
			['/signin?/signin', { email: 'not an email', password: secret }],
			['/signin?/signin', { password: secret }],
			['/signup?/signup', { email: account.email, password: secret }],
			['/signup?/signup', { email: 'not an email', password: secret }],
			['/signup?/signup', { email: 'a@example.com', password: 'zq-sec' }],
			['/signup?/signup', { email: 'a@example.com', password: secret.repeat(30) }],
			['/signup?/signup', { email: 'a@example.com', password: secret, name: 'x'.repeat(101) }]
		];
		for (const [path, fields] of failures) {
			const answer = await new Client(servers.fixture)[mode](path, fields);
			const status = mode === 'post' ? answer.status : answer.json().status;
			expect.soft([400, 409], JSON.stringify(fields)).toContain(status);
			expect.soft(answer.body).not.toContain('zq-sec');
			if (fields.email) expect.soft(answer.body).toContain(fields.email);
		}
	});
}

test('SI7: of two sign-ups at once for one address, however written, one makes the user', async ({
	servers,
	databaseOf
}) => {
	const { email, password } = newAccount();
	const spellings = [email, ` ${email.toUpperCase()} `, email.replace('ann', 'ａnn'), email];
	// With one password all of them would be the same form, sent again.
	const passwords = spellings.map((_, index) => `${password} ${index}`);
	const answers = await Promise.all(
		spellings.map((spelling, index) =>
			new Client(servers.fixture).post('/signup?/signup', {
				...{ email: spelling, password: passwords[index]! }
			})
		)
	);
	expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409, 409]);
	expect(answers.flatMap(({ setCookies }) => setCookies)).toHaveLength(1);
	const users = databaseOf(servers.fixture).user;
	expect(await users.count({ where: { email: { contains: email.slice(3) } } })).toBe(1);
	// And any of the spellings signs in.
	for (const spelling of spellings) {
		const client = new Client(servers.fixture);
		const made = passwords[answers.findIndex(({ status }) => status === 303)]!;
		await client.post('/signin?/signin', { email: spelling, password: made });
		expect(await client.whoami()).toBe(email);
	}
});

test('SI7: a taken address is refused with 409, and nobody is signed in or out', async ({
	servers
}) => {
	const { account } = await signedIn(servers.fixture);
	const client = await signedIn(servers.fixture);
	const answer = await client.post('/signup?/signup', { ...account, password: 'another password' });
	expect(answer.status).toBe(409);
	expect(answer.setCookies).toEqual([]);
	expect(await client.whoami()).toBe(client.account.email);
	// The first owner's password still stands.
	expect((await new Client(servers.fixture).post('/signin?/signin', { ...account })).status).toBe(
		303
	);
});

test('SI5: 8 and 256 characters make a password, and every one of them counts', async ({
	servers
}) => {
	const sign = (path: string, email: string, password: string) =>
		new Client(servers.fixture).post(path, { email, password });
	for (const [password, status] of [
		['1234567', 400],
		['1q7w4z8k', 303],
		['🔑'.repeat(8), 303],
		['🔑'.repeat(7), 400],
		['x'.repeat(256), 303],
		['x'.repeat(257), 400]
	] as const) {
		const { email } = newAccount();
		const answer = await sign('/signup?/signup', email, password);
		expect.soft(answer.status, password).toBe(status);
		if (status === 400) continue;
		const cut = password.slice(0, -1);
		expect.soft((await sign('/signin?/signin', email, cut)).status).toBe(400);
	}
});

test('a name is kept, and is nobody’s markup', async ({ servers }) => {
	const client = new Client(servers.fixture);
	const name = '<b>Ann</b> & "Co" 日本';
	await signUp(client, { ...newAccount(), name: ` ${name} ` } as never);
	expect((await client.get('/api/me')).json().user.name).toBe(name);
	expect((await client.get('/')).body).not.toContain('<b>Ann</b>');
});
