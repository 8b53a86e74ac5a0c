import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { bundleProgram, type BundledProgram } from '../../../e2e/support/bundled-process.js';
import { createDatabase, providers, type TestDatabase } from '../../../e2e/support/database.js';
import { isAny } from '../../../e2e/support/gate.js';
import type { AfterSignOutEvent } from '../events.js';
import { guardianAuth, hashPassword } from '../index.js';
import { Browser } from './request-event.test.support.js';

const secret = 'a secret of at least 32 characters';
const password = 'correct horse battery staple';
const NEVER = new Date(Date.now() + 1e9);

let program: BundledProgram;
let passwordHash: string;
beforeAll(async () => {
	const file = join(import.meta.dirname, 'revoking.test.support.ts');
	[program, passwordHash] = await Promise.all([bundleProgram(file), hashPassword(password)]);
});
afterAll(() => program.remove());

describe.each(providers)('SE12: on %s, a stored event', (provider) => {
	let database: TestDatabase;
	beforeEach(async () => void (database = await createDatabase(provider)));
	afterEach(async () => {
		vi.restoreAllMocks();
		await database.close();
	});

	const told: AfterSignOutEvent<unknown>[] = [];
	function open(
		listener: (event: AfterSignOutEvent<unknown>) => void = (event) => void told.push(event)
	) {
		told.length = 0;
		const events = { outbox: true, afterSignOut: listener };
		return guardianAuth({ prisma: database.prisma, secret, events, session: { maxPerUser: 2 } });
	}
	async function people(count: number) {
		const ids = Array.from({ length: count }, (_, n) => `user${n}`);
		const { prisma } = database;
		await prisma.user.createMany({
			data: ids.map((id) => ({ id, email: `${id}@example.com`, passwordHash }))
		});
		await prisma.session.createMany({
			data: ids.flatMap((userId) =>
				[1, 2].map((n) => ({
					id: `${userId} ${n}`,
					publicId: `${userId}-${n}`,
					userId,
					expiresAt: NEVER
				}))
			)
		});
		return ids;
	}
	const signIn = (auth: ReturnType<typeof open>, browser: Browser, id: string) =>
		browser.visit(auth.handle, ({ cookies }) =>
			auth.signIn({ cookies, email: `${id}@example.com`, password, redirect: false })
		);

	test('is there if and only if the sessions are gone', async () => {
		const auth = open(() => {
			throw new Error('not now');
		});
		vi.spyOn(console, 'error').mockImplementation(() => {});
		const [ann = ''] = await people(1);
		const { prisma } = database;
		await auth.sessions.revokeAll({ id: ann }, 'stolen');
		expect(await auth.sessions.revokeAll({ id: ann })).toBe(0);
		const rows = await prisma.guardianEvent.findMany();
		expect(rows).toMatchObject([{ type: 'afterSignOut', userId: ann, subject: ann }]);
		expect(JSON.parse(rows[0]!.data)).toEqual({ scope: 'all', reason: 'stolen', revoked: 2 });
	});

	test('keeps nobody signed in where it could be stored, and is not stored where they could not be ended', async () => {
		const [ann = ''] = await people(1);
		const failing = database.prisma.$extends({
			query: {
				guardianEvent: {
					create: () => Promise.reject(new Error('the disk is full'))
				}
			}
		});
		const events = { outbox: true, afterSignOut: () => {} };
		const auth = guardianAuth({ prisma: failing, secret, events });
		await expect(auth.sessions.revokeAll({ id: ann })).rejects.toMatchObject({
			code: 'STORE_UNAVAILABLE'
		});
		expect(await database.prisma.session.count()).toBe(2);
	});

	test.runIf(isAny(provider))(
		'is told with its id, its user and when it was, however the sessions have ended',
		async () => {
			const auth = open();
			const [ann = '', bob = '', cleo = ''] = await people(3);
			const { prisma } = database;
			const here = new Browser();
			await signIn(auth, here, ann); // ends one of the three that Ann has then
			await here.post(auth.handle, '/any?/signout', { scope: 'others' });
			await here.post(auth.handle, '/any?/signout', {});
			await auth.sessions.revoke({ id: bob }, `${bob}-1`, 'admin');
			await auth.disableUser({ id: bob });
			await signIn(auth, here, cleo);
			await signIn(auth, here, cleo); // replaces the one before
			await prisma.session.updateMany({
				where: { userId: cleo },
				data: { lastUsedAt: new Date(0) }
			});
			await here.visit(auth.handle, () => {}); // it has expired
			await vi.waitFor(async () => {
				await auth.deliverEvents();
				expect(await prisma.guardianEvent.count()).toBe(0);
			});

			const seen = told.map(({ userId, scope, reason }) => `${userId} ${scope} ${reason}`);
			expect(seen.filter((one) => one.startsWith(ann))).toEqual([
				`${ann} session limit`,
				`${ann} others user`,
				`${ann} current user`
			]);
			expect(seen.filter((one) => one.startsWith(bob))).toEqual([
				`${bob} session admin`,
				`${bob} all disabled`
			]);
			const ofCleo = seen.filter((one) => one.startsWith(cleo));
			expect(ofCleo).toContain(`${cleo} current replaced`);
			expect(ofCleo).toContain(`${cleo} current expired`);
			expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
			for (const { at, user, event, revoked } of told) {
				expect(at).toBeInstanceOf(Date);
				expect({ user, event }).toEqual({ user: null, event: null });
				expect(revoked).toBeGreaterThan(0);
			}
		}
	);

	test.runIf(isAny(provider))(
		'whose listener fails is delivered later, with the same id, before later ones of the same user',
		async () => {
			vi.spyOn(console, 'error').mockImplementation(() => {});
			const seen: string[] = [];
			let fails = true;
			const auth = open(({ id, scope }) => {
				seen.push(`${id} ${scope}`);
				if (fails) throw new Error('not now');
			});
			const [ann = ''] = await people(1);
			const { prisma } = database;
			await auth.sessions.revoke({ id: ann }, `${ann}-1`);
			await auth.sessions.revokeAll({ id: ann });
			await vi.waitFor(() => expect(seen).not.toEqual([]));
			await vi.waitFor(async () =>
				expect(await auth.deliverEvents()).toMatchObject({ isDone: true })
			);
			fails = false;
			await prisma.guardianEvent.updateMany({ data: { nextAttemptAt: new Date(0) } });
			await vi.waitFor(async () => {
				await auth.deliverEvents();
				expect(await prisma.guardianEvent.count()).toBe(0);
			});
			expect(seen.map((one) => one.split(' ')[1])).toEqual(['session', 'session', 'all']);
			expect(seen[0]).toBe(seen[1]);
		}
	);

	test.runIf(isAny(provider))(
		'is delivered by another process where the first was killed by it, and each other one once',
		async () => {
			const ids = await people(12);
			const killed = await program.run(database.url, '3', ...ids);
			expect(killed).toMatchObject({ ending: 'SIGKILL', lines: { length: 3 } });
			// It may not have come to the end of its list.
			const left = (await database.prisma.session.findMany()).map(({ userId }) => userId);
			const ended = ids.filter((id) => !left.includes(id));
			// The lease of what the dead one had taken is over.
			await database.prisma.guardianEvent.updateMany({ data: { nextAttemptAt: new Date(0) } });
			const both = await Promise.all([
				program.run(database.url, '0'),
				program.run(database.url, '0')
			]);
			const lines = [killed, ...both].flatMap(({ lines }) => lines);
			expect(new Set(lines.map((line) => line.split(' ')[1]))).toEqual(new Set(ended));
			expect(new Set(lines).size).toBe(ended.length);
			// The one that has killed it, and those that it had no time to note.
			expect(lines.length).toBeGreaterThan(ended.length);
			expect(lines.length).toBeLessThanOrEqual(ended.length + 3);
			const again = both.flatMap(({ lines }) => lines);
			expect(new Set(again).size).toBe(again.length);
		},
		60_000
	);
});

describe('SE12: the plain event', () => {
	let database: TestDatabase;
	beforeEach(async () => void (database = await createDatabase()));
	afterEach(() => database.close());

	test('names the user of each session that a browser presents, however many', async () => {
		const { prisma } = database;
		const told: string[] = [];
		const auth = guardianAuth({
			...{ prisma, secret },
			events: { afterSignOut: ({ userId, revoked }) => void told.push(`${userId} ${revoked}`) }
		});
		const browser = new Browser();
		// Beyond five they are not looked up, and are ended together.
		const ids = Array.from({ length: 8 }, (_, n) => `user${n}`);
		for (const id of ids) {
			await prisma.user.create({ data: { id, email: `${id}@example.com`, passwordHash } });
			const other = new Browser();
			await other.visit(auth.handle, ({ cookies }) =>
				auth.createSession({ cookies, userId: id, redirect: false })
			);
			browser.present(other.session!.value);
		}
		await browser.post(auth.handle, '/any?/signout', {});
		expect(told.sort()).toEqual(ids.map((id) => `${id} 1`));
		expect(await prisma.session.count()).toBe(0);
	});

	test('names the user where the database did not answer before the sign-out, and does for it', async () => {
		const { prisma } = database;
		await prisma.user.create({ data: { id: 'ann', email: 'ann@example.com', passwordHash } });
		let isDown = false;
		const flaky = prisma.$extends({
			query: {
				$allModels: {
					$allOperations: ({ args, query }) =>
						isDown ? Promise.reject(new Error('down')) : query(args)
				}
			}
		});
		const told: string[] = [];
		const auth = guardianAuth({
			...{ prisma: flaky, secret },
			events: { afterSignOut: ({ userId, revoked }) => void told.push(`${userId} ${revoked}`) }
		});
		const browser = new Browser();
		await browser.visit(auth.handle, ({ cookies }) =>
			auth.signIn({ cookies, email: 'ann@example.com', password, redirect: false })
		);
		vi.spyOn(console, 'error').mockImplementation(() => {});
		isDown = true;
		const { page } = await browser.visit(auth.handle, (event) => {
			expect(auth.statusOf(event)).toBe('unavailable');
			isDown = false;
			return auth.signOut({ cookies: event.cookies, redirect: false });
		});
		vi.restoreAllMocks();
		expect(page).toMatchObject({ ok: true, revoked: 1 });
		expect(told).toEqual(['ann 1']);
	});

	test('its option needs a listener, and its model', () => {
		const { prisma } = database;
		expect(() => guardianAuth({ prisma, secret, events: { outbox: true } })).toThrow(
			'events: outbox: true stores events for `afterSignOut`'
		);
		const without = new Proxy(prisma, {
			get: (target, name) =>
				name === 'guardianEvent' ? undefined : (Reflect.get(target, name) as unknown)
		});
		const events = { outbox: true, afterSignOut: () => {} };
		expect(() => guardianAuth({ prisma: without, secret, events })).toThrow(
			'model GuardianEvent {'
		);
		expect(() => guardianAuth({ prisma: without, secret })).not.toThrow();
	});
});
