import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { signedIn, signIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { breakSessions } from '../support/faults.js';
import type { OwnServer, ServerOptions } from '../support/server.js';
import { expect, test } from '../support/test.js';

test.skip(({ provider }) => provider !== 'postgresql', 'machines that differ share no file');

const MINUTE = 60_000;
const PRELOAD = pathToFileURL(join(import.meta.dirname, '../support/shifted-clock.js')).href;

type Start = (options: ServerOptions) => Promise<OwnServer>;

/** One whose clock is so many minutes fast, or slow where it is negative; and one whose clock is right. */
async function twoClocks(start: Start, minutes: number, session: object = {}) {
	const options = { session };
	const wrong = await start({
		build: 'fixture',
		options,
		env: {
			GUARDIAN_CLOCK_SHIFT: String(minutes * 60),
			NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${PRELOAD}`
		}
	});
	const right = await start({ build: 'fixture', options, database: wrong.database });
	return { wrong, right };
}

/** The same browser, sent to another instance by a load balancer. */
function on(server: OwnServer, client: Client): Client {
	const moved = new Client(server);
	for (const [name, value] of client.cookies) moved.cookies.set(name, value);
	return moved;
}

for (const minutes of [10, -10]) {
	const clock = minutes > 0 ? 'ten minutes fast' : 'ten minutes slow';

	test(`MI1: with a clock ${clock} a session is good on both servers, and refused on both as soon as it is revoked`, async ({
		start
	}) => {
		const { wrong, right } = await twoClocks(start, minutes);
		for (const [here, there] of [
			[wrong, right],
			[right, wrong]
		] as const) {
			const client = await signedIn(here);
			const elsewhere = on(there, client);
			expect(await elsewhere.whoami()).toBe(client.account.email);
			const { session } = (await elsewhere.get('/api/me')).json();
			// To see that the clock is the one it is meant to be.
			const skew = new Date(session.createdAt).getTime() - Date.now();
			const expected = here === wrong ? minutes * MINUTE : 0;
			expect(Math.abs(skew - expected)).toBeLessThan(MINUTE);

			expect(await elsewhere.copy().post('/?/signout')).toMatchObject({ location: '/' });
			expect(await client.whoami()).toBeNull();
			expect(await elsewhere.whoami()).toBeNull();
		}
	});

	test(`SL5: with a clock ${clock} renewals move the end by that much at most, never back, and never past the absolute limit`, async ({
		start
	}) => {
		const idle = 60 * 60;
		const absolute = idle + 5 * 60;
		const { wrong, right } = await twoClocks(start, minutes, { idle, absolute, renewAfter: 0 });
		const client = await signedIn(right);
		const { prisma } = wrong.database;
		const { createdAt, expiresAt } = await prisma.session.findFirstOrThrow();
		let end = expiresAt;
		for (const server of [wrong, right, wrong, right]) {
			expect(await on(server, client).whoami()).toBe(client.account.email);
			const row = await prisma.session.findFirstOrThrow();
			expect(row.expiresAt.getTime()).toBeGreaterThanOrEqual(end.getTime());
			expect(row.expiresAt.getTime()).toBeLessThanOrEqual(createdAt.getTime() + absolute * 1000);
			end = row.expiresAt;
		}
	});
}

test('SL4: each server ends a session by its own clock: one that is fast, earlier by so much', async ({
	start
}) => {
	const absolute = 60 * 60;
	const { wrong, right } = await twoClocks(start, 10, { idle: absolute, absolute });
	const client = await signedIn(right);
	// Five minutes before its end.
	const createdAt = new Date(Date.now() - 55 * MINUTE);
	await wrong.database.prisma.session.updateMany({ data: { createdAt } });

	expect(await client.whoami()).toBe(client.account.email);
	expect(await on(wrong, client).whoami()).toBeNull();
	expect(await client.whoami()).toBeNull();
	expect(await wrong.database.prisma.session.count()).toBe(0);
});

for (const minutes of [3, -3, 10, -10]) {
	const clock = `${Math.abs(minutes)} minutes ${minutes > 0 ? 'fast' : 'slow'}`;

	test(`RF1, MI1: a ticket for every session, written with a clock ${clock}, is redeemed on the other server`, async ({
		start
	}) => {
		const { wrong, right } = await twoClocks(start, minutes);
		const { prisma } = wrong.database;
		const client = await signedIn(wrong);
		const phone = new Client(right);
		await signIn(phone, client.account);
		const tablet = new Client(wrong);
		await signIn(tablet, client.account);
		const thief = client.copy();

		const repair = await breakSessions(wrong);
		expect((await client.post('/?/signout', { scope: 'all' })).location).toContain('PENDING');
		await repair();
		const later = new Client(right);
		await signIn(later, client.account);
		const { session } = (await later.get('/api/me')).json();
		// Signed in well after: later than two clocks should differ, on top of by how much these do.
		const createdAt = new Date(Date.now() + 16 * MINUTE);
		await prisma.session.updateMany({ where: { publicId: session.id }, data: { createdAt } });

		const elsewhere = on(right, client);
		await elsewhere.finish();
		expect(elsewhere.cookies.size).toBe(0);
		expect(await thief.whoami()).toBeNull();
		expect(await tablet.whoami()).toBeNull();
		expect(await later.whoami()).toBe(client.account.email);
		// Beyond the five minutes that are reckoned with, a slow clock has the ticket look older than the phone's session.
		const survives = minutes === -10;
		expect(await phone.whoami()).toBe(survives ? client.account.email : null);
	});
}

test('RF1, MI1: a ticket for one session ends it, whatever the clocks say', async ({ start }) => {
	const { wrong, right } = await twoClocks(start, -10);
	const client = await signedIn(right);
	const thief = client.copy();
	const slow = on(wrong, client);
	const repair = await breakSessions(wrong);
	expect((await slow.post('/?/signout')).location).toContain('PENDING');
	await repair();
	const elsewhere = on(right, slow);
	await elsewhere.finish();
	expect(elsewhere.cookies.size).toBe(0);
	expect(await thief.whoami()).toBeNull();
});
