import { signedIn, signIn } from '../support/account.js';
import { Client } from '../support/client.js';
import type { OwnServer, ServerOptions } from '../support/server.js';
import { expect, test } from '../support/test.js';

/** Two processes of one build on one database. */
async function twoInstances(start: (options: ServerOptions) => Promise<OwnServer>) {
	const a = await start({ build: 'fixture' });
	const b = await start({ build: 'fixture', database: a.database });
	return { a, b };
}

/** The same browser, sent to another instance by a load balancer. */
function on(server: OwnServer, client: Client): Client {
	const moved = new Client(server);
	for (const [name, value] of client.cookies) moved.cookies.set(name, value);
	return moved;
}

test('MI1: a session of one instance is known to the other, and refused there as soon as it is revoked', async ({
	start
}) => {
	const { a, b } = await twoInstances(start);
	const client = await signedIn(a);
	const elsewhere = on(b, client);
	// Asked before, so that an instance that remembered the answer would be found out.
	expect(await elsewhere.whoami()).toBe(client.account.email);

	expect(await client.post('/?/signout')).toMatchObject({ status: 303, location: '/' });
	expect((await elsewhere.get('/guarded')).status).toBe(303);
	expect(await elsewhere.whoami()).toBeNull();
});

test(
	'MI1: signing out everywhere on one instance ends what was signed in on the other',
	{ tag: '@gate' },
	async ({ start }) => {
		const { a, b } = await twoInstances(start);
		const laptop = await signedIn(a);
		const phone = new Client(b);
		await signIn(phone, laptop.account);
		const stranger = await signedIn(a);
		expect(await laptop.whoami()).toBe(laptop.account.email);

		await phone.post('/?/signout', { scope: 'all' });
		expect(await laptop.whoami()).toBeNull();
		expect(await phone.whoami()).toBeNull();
		expect(await stranger.whoami()).toBe(stranger.account.email);
	}
);

test(
	'MI1, CC2: of sign-outs of one session on both instances at once, one counts it',
	{ tag: '@gate' },
	async ({ start }) => {
		const { a, b } = await twoInstances(start);
		const client = await signedIn(a);
		const { user } = (await client.get('/api/me')).json();
		const answers = await Promise.all(
			Array.from({ length: 10 }, (_, i) => on(i % 2 ? a : b, client).post('/?/signout'))
		);
		expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(303));

		const events = await Promise.all(
			[a, b].map(async (server) => (await new Client(server).get(`/events?user=${user.id}`)).json())
		);
		expect(events.flat()).toMatchObject([{ userId: user.id, revoked: 1 }]);
	}
);

test(
	'MI1: a ticket made on one instance is redeemed on the other, or on both at once, with one event',
	{ tag: '@gate' },
	async ({ start }) => {
		const { a, b } = await twoInstances(start);
		const client = await signedIn(a);
		const thief = client.copy();
		const { user } = (await client.get('/api/me')).json();
		const { prisma } = a.database;
		await prisma.$executeRawUnsafe('ALTER TABLE "Session" RENAME TO "Gone"');
		await client.post('/?/signout');
		await prisma.$executeRawUnsafe('ALTER TABLE "Gone" RENAME TO "Session"');

		const elsewhere = on(b, client);
		await Promise.all([elsewhere.finish(), client.finish()]);
		expect(elsewhere.cookies.size).toBe(0);
		expect(await thief.whoami()).toBeNull();
		const events = await Promise.all(
			[a, b].map(async (server) => (await new Client(server).get(`/events?user=${user.id}`)).json())
		);
		expect(events.flat()).toMatchObject([{ userId: user.id, revoked: 1 }]);
	}
);
