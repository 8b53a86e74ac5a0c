import { setImmediate } from 'node:timers/promises';
import { hash } from '@node-rs/argon2';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
	connectTo,
	createDatabase,
	providers,
	type TestDatabase
} from '../../../e2e/support/database.js';
import { runs } from '../../../e2e/support/gate.js';
import type { Client } from '../../../prisma/tools/connect.js';
import type { AfterSignOutEvent } from '../events.js';
import { guardianAuth } from '../index.js';
import { Browser } from './request-event.test.support.js';

const secret = 'a secret of at least 32 characters';
const email = 'ann@example.com';
const CHEAP = { memoryCost: 8, timeCost: 1, parallelism: 1 };
const RUNS = runs(12, 100);

/** The same numbers in every run. */
function randomly(seed: number) {
	let state = seed;
	return (below: number) => {
		state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
		return Math.floor((state / 2 ** 31) * below);
	};
}

/** Lets others run, so many times. */
async function turns(count: number) {
	for (let turn = 0; turn < count; turn++) await setImmediate();
}

describe.each(providers)('MI2: on %s', (provider) => {
	let database: TestDatabase;
	let told: AfterSignOutEvent<unknown>[];
	const open = (options: object = {}, prisma = database.prisma) =>
		guardianAuth({
			prisma,
			secret,
			limits: false,
			...options,
			events: { afterSignOut: (event) => void told.push(event) }
		});
	type Auth = ReturnType<typeof open>;

	beforeEach(async () => {
		told = [];
		database = await createDatabase(provider);
		const passwordHash = await hash('password 0', CHEAP);
		await database.prisma.user.create({ data: { id: 'ann', email, passwordHash } });
	});
	afterEach(async () => {
		vi.restoreAllMocks();
		await database.close();
	});

	const signIn = async (auth: Auth, password = 'password 0', browser = new Browser()) => {
		const { page } = await browser.visit(auth.handle, ({ cookies }) =>
			auth.signIn({ cookies, email, password, redirect: false })
		);
		return { browser, ...page! };
	};
	const isIn = async (browser: Browser, auth: Auth) =>
		(await browser.visit(auth.handle, ({ locals }) => (locals as { user: unknown }).user)).page !==
		null;
	const rows = () => database.prisma.session.count();

	describe('SE13: no sign-in that is under way survives a change of password', () => {
		const other = () => connectTo(database.url);
		const changes: Record<string, (prisma: Client, auth: Auth, hash: string) => Promise<unknown>> =
			{
				'and then all sessions end': async (prisma, auth, passwordHash) => {
					await prisma.user.update({ where: { id: 'ann' }, data: { passwordHash } });
					await auth.sessions.revokeAll({ id: 'ann' });
				},
				'with the end of all sessions in one transaction': (prisma, _, passwordHash) =>
					prisma.$transaction(async (transaction) => {
						await transaction.user.update({ where: { id: 'ann' }, data: { passwordHash } });
						await transaction.session.deleteMany({ where: { userId: 'ann' } });
					})
			};
		test.each(Object.entries(changes))(
			`%s, in ${RUNS} orders`,
			async (_, change) => {
				const random = randomly(1);
				const prisma = await other();
				const auth = open();
				const hashes = await Promise.all(
					['password 0', 'password 1'].map((each) => hash(each, CHEAP))
				);
				let refused = 0;
				for (let run = 0; run < RUNS / 2; run++) {
					const [old, next] = [`password ${run % 2}`, (run + 1) % 2];
					const attempts = Array.from({ length: 2 }, async () => {
						await turns(random(12));
						return await signIn(auth, old);
					});
					// Early, in the midst of it, or once one of them is in: how long that takes depends on the machine.
					const start = [
						() => turns(random(60)),
						() => turns(random(4000)),
						() => Promise.race(attempts)
					][run % 3]!();
					const changed = start.then(() => change(prisma, auth, hashes[next]!));
					const all = await Promise.all(attempts);
					await changed.catch((error: { code?: string }) => {
						// SQLite has one writer, and MySQL ends one of two that wait for each other: it is tried again.
						if (provider === 'postgresql') throw error;
						return change(prisma, auth, hashes[next]!);
					});
					expect(await rows(), `after run ${run}`).toBe(0);
					refused += all.filter(({ code }) => code === 'INVALID_CREDENTIALS').length;
				}
				// Some were overtaken, and some were not.
				expect(refused).toBeLessThan(RUNS);
				await prisma.$disconnect();
			},
			120_000
		);

		test('a change that is not committed yet is waited for', async () => {
			// With MySQL the session itself waits, since its user’s row is locked.
			if (provider !== 'postgresql') return;
			const auth = open();
			const passwordHash = await hash('another password', CHEAP);
			let attempt: ReturnType<typeof signIn> | undefined;
			await database.prisma.$transaction(async (transaction) => {
				await transaction.user.update({ where: { id: 'ann' }, data: { passwordHash } });
				await transaction.session.deleteMany({ where: { userId: 'ann' } });
				attempt = signIn(auth);
				// The session is stored by now: its password is still the old one to everybody else.
				while ((await rows()) === 0) await setImmediate();
			});

			expect(await attempt).toMatchObject({ ok: false, code: 'INVALID_CREDENTIALS' });
			expect(await rows()).toBe(0);
		});

		test('by the kit, where a confirmation cannot wait for the commit', async () => {
			// With the others the sign-in waits for the transaction.
			if (provider !== 'postgresql') return;
			const during: Promise<{ ok: boolean }>[] = [];
			const prisma = database.prisma.$extends({
				query: {
					session: {
						async deleteMany({ args, query }) {
							const result = await query(args);
							if (during.length === 0) {
								during.push(signIn(auth));
								await during[0];
							}
							return result;
						}
					}
				}
			}) as unknown as Client;
			const auth = open({}, prisma);
			const { browser } = await signIn(auth);
			await auth.setPassword({ id: 'ann' }, 'the new pass phrase');

			expect(await during[0]).toMatchObject({ ok: true });
			expect(await rows()).toBe(0);
			expect(await isIn(browser, auth)).toBe(false);
			expect(told.map(({ revoked }) => revoked)).toEqual([2]);
		});

		test('a password that was only hashed anew is still the same', async () => {
			const [first, second] = await Promise.all([signIn(open()), signIn(open())]);
			expect([first.ok, second.ok]).toEqual([true, true]);
			const { passwordHash } = await database.prisma.user.findUniqueOrThrow({ where: { email } });
			expect(passwordHash).toContain('m=19456');
		});
	});

	describe('SE44: disabling a user ends every session for good', () => {
		test('by disableUser(), for sessions that made no request in between', async () => {
			const auth = open();
			const { browser } = await signIn(auth);
			expect(await auth.disableUser({ id: 'ann' })).toBe(1);
			expect(told).toMatchObject([{ userId: 'ann', scope: 'all', reason: 'disabled', revoked: 1 }]);
			expect((await signIn(auth)).code).toBe('INVALID_CREDENTIALS');
			await auth.enableUser({ id: 'ann' });

			expect(await isIn(browser, auth)).toBe(false);
			expect((await signIn(auth)).ok).toBe(true);
		});

		test('also where the app has set the column itself and the kit enables', async () => {
			const auth = open();
			const { browser } = await signIn(auth);
			const where = { id: 'ann' };
			await database.prisma.user.update({ where, data: { disabledAt: new Date() } });
			await auth.enableUser(where);

			expect(await isIn(browser, auth)).toBe(false);
		});

		test('enabling a user who is not disabled ends nothing', async () => {
			const auth = open();
			const { browser } = await signIn(auth);
			await auth.enableUser({ id: 'ann' });
			expect(await isIn(browser, auth)).toBe(true);
		});

		test('a sign-in under way leaves no session behind', async () => {
			const auth = open();
			const random = randomly(2);
			for (let run = 0; run < RUNS / 2; run++) {
				await Promise.all([
					turns(random(12)).then(() => signIn(auth)),
					turns(random(60)).then(() => auth.disableUser({ id: 'ann' }))
				]);
				expect(await rows(), `after run ${run}`).toBe(0);
				await auth.enableUser({ id: 'ann' });
			}
		}, 60_000);
	});

	describe('SE32: a user has at most so many sessions', () => {
		test('a sign-in ends the one that was unused for the longest, with its event', async () => {
			const auth = open({ session: { maxPerUser: 3 } });
			const browsers: Browser[] = [];
			for (let count = 0; count < 3; count++) browsers.push((await signIn(auth)).browser);
			// The first one was used last.
			const used = await database.prisma.session.findMany({ orderBy: { createdAt: 'asc' } });
			for (const [index, { id }] of used.entries()) {
				const lastUsedAt = new Date(Date.now() - (index === 0 ? 1000 : 60_000 - index));
				await database.prisma.session.update({ where: { id }, data: { lastUsedAt } });
			}
			told.length = 0;
			const { browser } = await signIn(auth);

			expect(await rows()).toBe(3);
			const who = await Promise.all([...browsers, browser].map((one) => isIn(one, auth)));
			expect(who).toEqual([true, false, true, true]);
			expect(told).toMatchObject([
				{ userId: 'ann', scope: 'session', reason: 'limit', revoked: 1 }
			]);
		});

		test('also after many sign-ins at once', async () => {
			const auth = open({ session: { maxPerUser: 5 } });
			const all = await Promise.all(Array.from({ length: 20 }, () => signIn(auth)));
			expect(all.filter(({ ok }) => ok).length).toBeGreaterThan(5);
			expect(await rows()).toBe(5);
		}, 60_000);

		test('thousands from before are ended by one sign-in, and the list is a page', async () => {
			const old = new Date(Date.now() - 60_000);
			const data = Array.from({ length: 2500 }, (_, index) => ({
				...{ id: `id-${index}`, publicId: `public-${index}`, userId: 'ann' },
				...{ createdAt: old, lastUsedAt: new Date(old.getTime() - index), userAgent: null },
				...{ expiresAt: new Date(Date.now() + 1e8), ipAddress: null }
			}));
			await database.prisma.session.createMany({ data });
			const auth = open();
			const ann = { id: 'ann' };
			expect(await auth.sessions.list(ann)).toHaveLength(100);
			const [last] = await auth.sessions.list(ann, { limit: 1, offset: 2499 });
			expect(last).toMatchObject({ id: 'public-2499' });
			expect(await auth.sessions.list(ann, { offset: 2500 })).toEqual([]);
			for (const page of [{ limit: 0 }, { limit: 1001 }, { limit: 1.5 }, { offset: -1 }]) {
				await expect(auth.sessions.list(ann, page)).rejects.toThrow('Pass a whole number');
			}
			const { browser } = await signIn(auth);

			expect(await rows()).toBe(100);
			expect(await isIn(browser, auth)).toBe(true);
			expect(told.reduce((sum, { revoked }) => sum + revoked, 0)).toBe(2401);
		});
	});

	test('SE16: a session whose answer was lost is deleted once the answer comes', async () => {
		vi.spyOn(console, 'error').mockImplementation(() => {});
		let release = () => {};
		const held = new Promise<void>((resolve) => (release = resolve));
		const slow = database.prisma.$extends({
			query: {
				session: {
					async create({ args, query }) {
						const row = await query(args);
						await held;
						return row;
					}
				}
			}
		}) as unknown as TestDatabase['prisma'];
		const auth = open({ store: { timeout: 0.5 } }, slow);
		const { ok, code } = await signIn(auth);
		expect({ ok, code }).toEqual({ ok: false, code: 'STORE_UNAVAILABLE' });
		expect(await rows()).toBe(1);
		release();

		await vi.waitFor(async () => expect(await rows()).toBe(0));
	});

	describe('SE16: a sign-up whose answer was lost', () => {
		const password = 'correct horse battery staple';
		const signUp = async (auth: Auth, fields: { email: string; password: string }) => {
			const browser = new Browser();
			const { page } = await browser.visit(auth.handle, ({ cookies }) =>
				auth.signUp({ cookies, ...fields, redirect: false })
			);
			return { browser, ...page! };
		};
		/** Commits the row, and loses the answer. */
		const losing = () =>
			database.prisma.$extends({
				query: {
					user: {
						async create({ args, query }) {
							await query(args);
							throw new Error('connection lost');
						}
					}
				}
			}) as unknown as TestDatabase['prisma'];

		beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));

		test('signs in when it is sent again with the same password', async () => {
			const fields = { email: 'bea@example.com', password };
			expect(await signUp(open({}, losing()), fields)).toMatchObject({ code: 'STORE_UNAVAILABLE' });
			expect(await signUp(open(), { ...fields, password: 'another password' })).toMatchObject({
				code: 'EMAIL_TAKEN'
			});
			const again = await signUp(open(), fields);

			expect(again.ok).toBe(true);
			expect(await isIn(again.browser, open())).toBe(true);
			expect(await database.prisma.user.count()).toBe(2);
		});

		test.each([
			['after more than a minute', { createdAt: new Date(Date.now() - 61_000) }],
			['by a user who was disabled meanwhile', { disabledAt: new Date() }]
		])('is refused as taken %s', async (_, data) => {
			const fields = { email: 'bea@example.com', password };
			await signUp(open({}, losing()), fields);
			await database.prisma.user.update({ where: { email: fields.email }, data });

			expect(await signUp(open(), fields)).toMatchObject({ ok: false, code: 'EMAIL_TAKEN' });
		});
	});
});
