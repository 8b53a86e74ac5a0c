import { hashPassword } from '../../src/lib/features/password/hash-password.js';
import { newAccount, signIn } from '../support/account.js';
import { Client, type Answer } from '../support/client.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { startPostgresProxy, type PostgresProxy } from '../support/postgres-proxy.js';
import { expect, test } from '../support/test.js';

test.skip(({ provider }) => provider !== 'postgresql', 'a file has no line to count on');

let database: TestDatabase;
let proxy: PostgresProxy;
let ann: Client & { account: { email: string } };
let visitor: Client;

test.beforeEach(async ({ start }) => {
	database = await createDatabase('postgresql');
	proxy = await startPostgresProxy(database.url);
	const server = await start({ build: 'demo', database: { ...database, url: proxy.url } });
	// Made in the database: a sign-up leaves a mail, which is sent meanwhile.
	const account = newAccount();
	const passwordHash = await hashPassword(account.password);
	await database.prisma.user.create({ data: { email: account.email, passwordHash } });
	ann = Object.assign(new Client(server), { account });
	await signIn(ann, account);
	visitor = new Client(server);
	proxy.statements.length = 0;
});
test.afterEach(async () => {
	await proxy.close();
	await database.close();
});

/** What the statements since the last call began with. */
const verbs = () => proxy.statements.splice(0).map((sql) => sql.split(' ')[0]);

/** All but when it was. */
function lasting({ status, headers: { date, ...headers }, body }: Answer) {
	expect(date).toBeDefined();
	return { status, headers, body };
}

test('a static file costs no statement and is the same for everybody, also where a session is presented', async () => {
	const { body } = await visitor.get('/');
	const immutable = /\/_app\/immutable\/[\w./-]+\.js/.exec(body)?.[0] ?? 'none';
	const files = {
		'/favicon.svg': 200,
		[immutable]: 200,
		'/_app/version.json': 200,
		'/_app/immutable/chunks/gone.js': 404,
		'/_app/env.js': 200
	};
	for (const [path, status] of Object.entries(files)) {
		for (const method of ['GET', 'HEAD']) {
			const answer = await ann.request(method, path);
			expect(answer.status, path).toBe(status);
			expect(lasting(answer), path).toEqual(lasting(await visitor.request(method, path)));
		}
	}
	expect(verbs()).toEqual([]);

	// Nor has one been left behind, to be sent later: what is seen of a page is the page's own.
	await ann.get('/');
	expect(verbs()).toEqual(['SELECT']);
});

test('a public page costs nothing, whoever comes without a session', async () => {
	visitor.cookies.set('theme', 'dark');
	for (const path of ['/', '/about', '/docs/signing-out', '/signin', '/about/__data.json']) {
		expect((await visitor.get(path)).status, path).toBe(200);
	}
	visitor.present('garbage');
	expect((await visitor.get('/')).status).toBe(200);
	expect(verbs()).toEqual([]);
});

test('a page costs somebody who is signed in one statement, and so does its data', async () => {
	for (const path of ['/', '/account', '/about', '/docs/signing-out', '/account/__data.json']) {
		const answer = await ann.get(path);
		expect(answer.status, path).toBe(200);
		expect(answer.body, path).toContain(ann.account.email);
		// The page of the account lists the devices, and says whether the email is confirmed.
		const others = path.startsWith('/account') ? ['SELECT', 'SELECT'] : [];
		expect(verbs(), path).toEqual(['SELECT', ...others]);
	}
});

test('an address without a file is a page, which says who is signed in: for one statement, and none for others', async () => {
	for (const path of ['/gone.png', '/robots.txt', '/.well-known/gone']) {
		const accept = { accept: 'image/avif,image/webp,*/*' };
		const answer = await ann.get(path, accept);
		expect(answer.status, path).toBe(404);
		expect(answer.body, path).toContain(ann.account.email);
		expect(answer.headers['cache-control'], path).toBe('private, no-store');
		expect(verbs(), path).toEqual(['SELECT']);

		expect((await visitor.get(path, accept)).body, path).not.toContain(ann.account.email);
		expect(verbs(), path).toEqual([]);
	}
});
