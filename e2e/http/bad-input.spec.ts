import { newAccount, signedIn, signUp } from '../support/account.js';
import { Client, type Message } from '../support/client.js';
import { expect, test } from '../support/test.js';

const FORM = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data; boundary=x';
const part = (name: string, value: string) =>
	`--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

/** What is wrong, the request, and the statuses that say so to a form that needs fields. */
const MISTAKES: [what: string, type: string | undefined, body: Message['body'], status: number][] =
	[
		['no body', FORM, undefined, 400],
		['an empty body', FORM, '', 400],
		['no content type', undefined, 'email=a', 415],
		['JSON', 'application/json', '{"email":"a@example.com"}', 415],
		['a content type of nonsense', ';;;', 'email=a', 415],
		['multipart without a boundary', 'multipart/form-data', 'x', 400],
		['multipart that breaks off', MULTIPART, '--x\r\nContent-Disposition: form-data; na', 400],
		['multipart without its end', MULTIPART, part('email', 'a@example.com'), 400],
		[
			'multipart with a file for an email',
			MULTIPART,
			`${part('email"; filename="a', 'x')}--x--`,
			400
		],
		['text/plain', 'text/plain', 'email=a@example.com', 400],
		['broken percent-encoding', FORM, 'email=%E0%A4%A&password=%', 400],
		['bytes that are no UTF-8', FORM, Buffer.from([0x65, 0x3d, 0xff, 0xfe, 0x00]), 400],
		['unknown fields', FORM, '__proto__=1&constructor=2&toString=3', 400],
		['arrays', FORM, 'email[]=a@example.com&password[]=x', 400],
		['a NUL in the email', FORM, 'email=a%00b@example.com&password=long+enough+1', 400],
		['a password of 257 characters', FORM, `email=a@example.com&password=${'x'.repeat(257)}`, 400],
		['a password of 1 MB', FORM, `email=a@example.com&password=${'x'.repeat(1_000_000)}`, 413],
		[
			'an email of 100 kB',
			FORM,
			`email=${'a'.repeat(100_000)}@example.com&password=long+enough`,
			400
		],
		['a line break in the email', FORM, 'email=a%0d%0ab@example.com&password=long+enough+1', 400],
		[
			'a cyclic graph',
			FORM,
			`__superform_json=${encodeURIComponent('[{"email":1,"password":2},{"a":1},[]]')}`,
			400
		],
		['a graph of itself', FORM, `__superform_json=${encodeURIComponent('[[0]]')}`, 400],
		['a forged form id', FORM, '__superform_id=%7B%22a%22:1%7D&__superform_file_a=b', 400]
	];

for (const [what, type, body, status] of MISTAKES) {
	test(`CR6: ${what} is refused with ${status}, never a 500`, async ({ servers }) => {
		const client = new Client(servers.fixture);
		const send = (path: string, headers: Record<string, string>) =>
			client.request('POST', path, {
				headers: {
					origin: servers.fixture.origin,
					...(type && { 'content-type': type }),
					...headers
				},
				...(body !== undefined && { body })
			});
		for (const path of ['/signin?/signin', '/signup?/signup']) {
			const native = await send(path, { accept: 'text/html' });
			expect.soft(native.status, `${path}: ${native.body}`).toBe(status);

			const enhanced = await send(path, {
				accept: 'application/json',
				'x-sveltekit-action': 'true'
			});
			// SvelteKit refuses a content type by itself, before the action, with an error that names no status.
			const said = enhanced.status === 200 ? enhanced.json().status : enhanced.status;
			expect.soft(said, `${path}: ${enhanced.body}`).toBe(status);
		}
		const signOut = await send('/?/signout', { accept: 'text/html' });
		expect.soft(signOut.status, `sign-out: ${signOut.body}`).toBeLessThan(500);
		expect(client.cookies.size).toBe(0);
	});
}

test('CR6: of a repeated field the last counts, and nothing breaks', async ({ servers }) => {
	const client = new Client(servers.fixture);
	const { email, password } = await signUp(client);
	const again = new Client(servers.fixture);
	const answer = await again.post('/signin?/signin', {
		email: ['x@example.com', email],
		password: ['wrong', password],
		callbackUrl: ['/a', '/b']
	});
	expect(answer).toMatchObject({ status: 303, location: '/b' });
});

test('a password of NUL bytes, spaces and other scripts works as it is', async ({ servers }) => {
	const password = '\0\0 pass wörd 日本\u0000 ';
	const account = { ...newAccount(), password };
	await signUp(new Client(servers.fixture), account);
	const client = new Client(servers.fixture);
	for (const almost of [
		password.trim(),
		password.replaceAll('\0', ''),
		password.split('\0', 1)[0]!
	]) {
		const answer = await client.post('/signin?/signin', { ...account, password: almost || 'x' });
		expect.soft(answer.status).toBe(400);
	}
	expect((await client.post('/signin?/signin', { ...account })).status).toBe(303);
});

test('an unknown action is 404, and signs nobody out', async ({ servers }) => {
	const client = await signedIn(servers.fixture);
	for (const name of ['nope', '', 'signout2', 'SIGNOUT', 'signout/', 'constructor', '__proto__']) {
		const answer = await client.post(`/signin?/${name}`, {});
		expect.soft(answer.status, name).toBe(404);
		expect.soft((await client.enhanced(`/signin?/${name}`, {})).status, name).toBe(404);
	}
	expect(await client.whoami()).toBe(client.account.email);
});

test('a malformed cookie header is nobody, never a 500', async ({ servers }) => {
	const name = 'guardian_session';
	const headers = [
		`${name}=%E0%A4%A`,
		`${name}=%00`,
		`${name}="quoted"`,
		`${name}`,
		'=; ;;; ,=,',
		`${name}=a; ${name}=b`,
		`${name}=\xff\xfe`,
		`__proto__=x; ${name}=[object Object]`,
		`${name}=${'x'.repeat(10_000)}`
	];
	for (const cookie of headers) {
		for (const path of ['/', '/guarded', '/api/me']) {
			const { status } = await new Client(servers.fixture).get(path, { cookie });
			expect.soft(status, `${path} ${cookie.slice(0, 40)}`).toBeLessThan(400);
		}
		const client = new Client(servers.fixture);
		const answer = await client.post('/?/signout', {}, { cookie });
		expect.soft(answer, cookie.slice(0, 40)).toMatchObject({ status: 303, location: '/' });
	}
});
