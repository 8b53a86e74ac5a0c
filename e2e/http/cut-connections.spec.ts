import { newAccount, signedIn, signIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { startPostgresProxy, type Moment, type PostgresProxy } from '../support/postgres-proxy.js';
import type { OwnServer, ServerOptions } from '../support/server.js';
import { expect, test } from '../support/test.js';

test.skip(({ provider }) => provider !== 'postgresql', 'a file has no connection to cut');

/** To be sure that it is no hang: an answer takes some milliseconds, and `store.timeout` is 5 s by default. */
const BOUND_MS = 12_000;

/** Whether the statement is committed: `maybe` is what the app has to assume of them all but the last. */
const MOMENTS: Record<Moment, 'yes' | 'no' | 'maybe'> = {
	'before it is sent': 'no',
	'once it is sent': 'maybe',
	'before its answer': 'yes',
	'within its answer': 'yes',
	'after its answer': 'yes'
};
const moments = Object.entries(MOMENTS) as [Moment, 'yes' | 'no' | 'maybe'][];
const unanswered = moments.filter(([moment]) => moment !== 'after its answer');

/** Asked past the proxy, so that it tells what is so while the app cannot know it. */
let database: TestDatabase;
let proxy: PostgresProxy;

test.beforeEach(async () => {
	database = await createDatabase('postgresql');
	proxy = await startPostgresProxy(database.url);
});
test.afterEach(async () => {
	await proxy.close();
	await database.close();
});

type Start = (options: ServerOptions) => Promise<OwnServer>;
const startBehindProxy = (start: Start, options: object = {}) =>
	start({ build: 'fixture', options, database: { ...database, url: proxy.url } });

/** Has the line cut when a statement passes, and waits until that has happened. */
async function cutDuring<T>(sql: string, moment: Moment, work: () => Promise<T>): Promise<T> {
	const cut = proxy.cut(sql, moment);
	const began = Date.now();
	const [answer] = await Promise.all([work(), cut]);
	expect(Date.now() - began).toBeLessThan(BOUND_MS);
	return answer;
}

const eventsOf = async (client: Client, user: { id: string }) =>
	(await client.get(`/events?user=${user.id}`)).json();

for (const [moment, committed] of moments) {
	test(`RF1, SO2: a sign-out that is cut off ${moment} is only called ok when the answer was there`, async ({
		start
	}) => {
		const server = await startBehindProxy(start);
		const client = await signedIn(server);
		const { user } = (await client.get('/api/me')).json();
		const thief = client.copy();

		const answer = await cutDuring('DELETE FROM', moment, () => client.post('/?/signout'));
		expect(answer.status).toBe(303);
		if (moment === 'after its answer') expect(answer.location).toBe('/');
		else expect(answer.location).toBe('/signout?error=REVOCATION_PENDING');
		expect(client.token).toBeUndefined();
		if (committed !== 'maybe') {
			expect(await database.prisma.session.count()).toBe(committed === 'yes' ? 0 : 1);
		}

		// As long as the line is dead, the old cookie signs nobody in and stays.
		expect((await thief.get('/guarded')).status).toBe(503);
		expect(thief.token).toBeDefined();
		expect((await client.get('/')).body).toContain('nobody');

		proxy.heal();
		await client.finish();
		expect(client.cookies.size).toBe(0);
		expect(await thief.whoami()).toBeNull();
		expect(thief.token).toBeUndefined();
		expect(await database.prisma.session.count()).toBe(0);

		// Once, where anybody got to know of it: what the database did without an answer is told to nobody.
		const events = await eventsOf(client, user);
		if (committed === 'maybe') expect(events.length).toBeLessThanOrEqual(1);
		else if (committed === 'no' || moment === 'after its answer') {
			expect(events).toMatchObject([{ userId: user.id, scope: 'current', revoked: 1 }]);
		} else expect(events).toEqual([]);
	});
}

test('RF1, SO2: a sign-out everywhere that is cut off ends every session, now or with a later visit', async ({
	start
}) => {
	const server = await startBehindProxy(start);
	for (const [moment] of unanswered) {
		const client = await signedIn(server);
		const phone = new Client(server);
		await signIn(phone, client.account);
		const stranger = await signedIn(server);

		const answer = await cutDuring('DELETE FROM', moment, () =>
			client.post('/?/signout', { scope: 'all' })
		);
		expect(answer.location, moment).toContain('/signout?error=REVOCATION_PENDING');
		proxy.heal();
		await client.finish();
		expect(client.cookies.size, moment).toBe(0);
		expect(await phone.whoami(), moment).toBeNull();
		expect(await stranger.whoami(), moment).toBe(stranger.account.email);
	}
});

test('RF1: a pending sign-out that is cut off again stays pending, and is finished all the same', async ({
	start
}) => {
	const server = await startBehindProxy(start);
	for (const [moment] of unanswered) {
		const client = await signedIn(server);
		const thief = client.copy();
		await cutDuring('DELETE FROM', 'before it is sent', () => client.post('/?/signout'));
		proxy.heal();

		await cutDuring('DELETE FROM', moment, () => client.get('/'));
		expect(client.cookies.size, moment).toBe(1);
		// Asked once more by hand, with the line still dead: not called ok.
		const again = await client.post('/?/signout');
		expect(again.location, moment).toContain('REVOCATION_PENDING');

		proxy.heal();
		await client.finish();
		expect(client.cookies.size, moment).toBe(0);
		expect(await thief.whoami(), moment).toBeNull();
	}
	expect(await database.prisma.session.count()).toBe(0);
});

test('RF1, CK6: a visit that is cut off is nobody’s, and costs nobody the session', async ({
	start
}) => {
	const server = await startBehindProxy(start);
	const client = await signedIn(server);
	for (const [moment] of unanswered) {
		const page = await cutDuring('"Session"', moment, () => client.get('/'));
		expect(page.status, moment).toBe(200);
		expect(page.body, moment).toContain('nobody');
		expect((await client.get('/guarded')).status, moment).toBe(503);
		expect(client.token, moment).toBeDefined();
		proxy.heal();
		expect(await client.whoami(), moment).toBe(client.account.email);
	}
});

test('RF1: a renewal that is cut off changes nothing for the person: the session was live', async ({
	start
}) => {
	const server = await startBehindProxy(start, { session: { renewAfter: 0 } });
	const client = await signedIn(server);
	const { id } = (await client.get('/api/me')).json().session;
	for (const [moment, committed] of moments) {
		const before = await database.prisma.session.findFirstOrThrow({ where: { publicId: id } });
		const page = await cutDuring('UPDATE', moment, () => client.get('/guarded'));
		expect(page.status, moment).toBe(200);
		expect(page.body, moment).toContain(client.account.email);
		expect(client.token, moment).toBeDefined();
		const after = await database.prisma.session.findFirstOrThrow({ where: { publicId: id } });
		if (committed === 'no') expect(after, moment).toEqual(before);
		proxy.heal();
		expect(await client.whoami(), moment).toBe(client.account.email);
	}
});

test('RF1: a sign-in that is cut off sets no cookie and takes none away', async ({ start }) => {
	const server = await startBehindProxy(start);
	const { account } = await signedIn(server);
	for (const [moment, committed] of moments) {
		// Signed in before, as somebody else: that stays until the new session is there.
		const client = await signedIn(server);
		const old = client.copy();
		const count = await database.prisma.session.count();
		const answer = await cutDuring('INSERT INTO', moment, () =>
			client.post('/signin?/signin', { ...account })
		);
		const added = (await database.prisma.session.count()) - count;
		if (committed !== 'maybe') expect(added, moment).toBe(committed === 'yes' ? 1 : 0);
		proxy.heal();
		// Also after the answer: that the password is still the one that was verified is asked behind it.
		expect(answer.status, moment).toBe(503);
		expect(answer.body, moment).toContain('STORE_UNAVAILABLE');
		expect(client.token, moment).toBe(old.token);
		expect(await client.whoami(), moment).toBe(client.account.email);
		await signIn(client, account);
		expect(await old.whoami(), moment).toBeNull();
	}
});

test('RF1: a sign-up that is cut off says so and sets no cookie; trying again leads on', async ({
	start
}) => {
	const server = await startBehindProxy(start);
	for (const [moment] of moments) {
		const client = new Client(server);
		const account = newAccount();
		const answer = await cutDuring('INSERT INTO "public"."User"', moment, () =>
			client.post('/signup?/signup', { ...account })
		);
		expect(answer.status, moment).toBe(503);
		// With the answer it is known that there is an account; its session is what could not be made.
		const code = moment === 'after its answer' ? 'SESSION_NOT_CREATED' : 'STORE_UNAVAILABLE';
		expect(answer.body, moment).toContain(code);
		expect(client.cookies.size, moment).toBe(0);

		proxy.heal();
		// Whether the account is there or not, SE16: the same form within a minute is the same person.
		const again = await client.post('/signup?/signup', { ...account });
		expect(again.status, moment).toBe(303);
		expect(await client.whoami(), moment).toBe(account.email);
	}
});

test('RF1: a sign-up whose session is cut off says that the account was made', async ({
	start
}) => {
	const server = await startBehindProxy(start);
	for (const [moment] of unanswered) {
		const client = new Client(server);
		const account = newAccount();
		const answer = await cutDuring('INSERT INTO "public"."Session"', moment, () =>
			client.post('/signup?/signup', { ...account })
		);
		expect(answer.status, moment).toBe(503);
		expect(answer.body, moment).toContain('SESSION_NOT_CREATED');
		expect(client.cookies.size, moment).toBe(0);
		proxy.heal();
		await signIn(client, account);
		expect(await client.whoami(), moment).toBe(account.email);
	}
});
