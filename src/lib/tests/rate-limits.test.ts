import { hash } from '@node-rs/argon2';
import { fail, type RequestEvent } from '@sveltejs/kit';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import {
	connectTo,
	createDatabase,
	isMysql,
	providers,
	type TestDatabase
} from '../../../e2e/support/database.js';
import { defineAction, defineFeature, guardianAuth } from '../index.js';
import type { GuardianOptions } from '../options.js';
import { Browser } from './request-event.test.support.js';
// What forms are checked by, which takes its time to be compiled: here, and not in the first test that posts one.
import 'sveltekit-superforms/adapters';

const email = 'ann@example.com';
const password = 'correct horse battery staple';
const page = '/signin?/signin';

/** A form that tries another secret of the same account. */
const code = defineFeature({
	id: 'code',
	setup: ({ failure }) => ({
		api: {},
		actions: {
			code: defineAction({
				schema: z.object({ email: z.string(), code: z.string() }),
				on: 'page',
				needs: 'anyone',
				limit: { account: (fields) => fields.email },
				run: async ({ code }) => (code === '123' ? { ok: true } : failure('INVALID_CREDENTIALS'))
			}),
			ping: defineAction({
				schema: z.object({ to: z.string() }),
				on: 'everywhere',
				needs: 'anyone',
				limit: { key: { points: 2, seconds: 60, of: ({ to }) => to } },
				run: async () => ({ ok: true })
			})
		}
	})
});

describe.each(providers)('MI2: on %s, limits', (provider) => {
	let database: TestDatabase;
	const open = (limits: GuardianOptions<object>['limits'] = {}, prisma = database.prisma) =>
		guardianAuth({ prisma, limits, features: [code] });
	type Auth = ReturnType<typeof open>;

	beforeEach(async () => {
		database = await createDatabase(provider);
		// As cheap as argon2 gets: the costs are in the hash.
		const passwordHash = await hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 });
		await database.prisma.user.create({ data: { email, passwordHash } });
	});
	afterEach(async () => {
		vi.restoreAllMocks();
		vi.useRealTimers();
		await database.close();
	});

	/** @returns the code of the failure, or `ok` */
	async function signIn(auth: Auth, tried: string, browser = new Browser(), who = email) {
		const { page } = await browser.visit(auth.handle, ({ cookies }) =>
			auth.signIn({ cookies, email: who, password: tried, redirect: false })
		);
		return page!.code ?? 'ok';
	}
	async function failTimes(auth: Auth, times: number, browser = new Browser(), who = email) {
		const codes = [];
		for (let n = 0; n < times; n++) codes.push(await signIn(auth, 'wrong one', browser, who));
		return codes;
	}
	const from = (address: string | null) => Object.assign(new Browser(), { address });
	const counted = (codes: string[], code: string) => codes.filter((one) => one === code).length;

	test('RL13: a sign-up that is sent again tries the password of the account, and counts as such', async () => {
		const auth = open();
		await database.prisma.user.updateMany({ data: { createdAt: new Date() } });
		const signUpAgain = async (tried: string) => {
			const { page } = await new Browser().visit(auth.handle, ({ cookies }) =>
				auth.signUp({ cookies, email, password: tried, redirect: false })
			);
			return page!.code ?? 'ok';
		};
		const wrong = 'quite another sentence';
		expect(await signUpAgain(wrong)).toBe('EMAIL_TAKEN');
		// Who knows it signs in, and what failed before is forgotten.
		expect(await signUpAgain(password)).toBe('ok');
		for (let n = 0; n < 5; n++) expect(await signUpAgain(wrong)).toBe('EMAIL_TAKEN');
		expect(await signUpAgain(password)).toBe('EMAIL_TAKEN');
		expect(await signIn(auth, password)).toBe('TOO_MANY_REQUESTS');
	});

	test('RL1: of sixty wrong passwords at once, over two clients, five are checked', async () => {
		const second = await connectTo(database.url);
		const auths = [open(), open({}, second as never)];
		const codes = await Promise.all(
			Array.from({ length: 60 }, (_, n) => signIn(auths[n % 2]!, 'wrong one', from(`192.0.2.${n}`)))
		);
		await second.$disconnect();

		expect(counted(codes, 'INVALID_CREDENTIALS')).toBe(5);
		expect(counted(codes, 'TOO_MANY_REQUESTS')).toBe(55);
	});

	test('RL6: tries while blocked do not prolong the block', async () => {
		const auth = open();
		await failTimes(auth, 6);
		const ofTheAccount = { points: 6, expiresAt: { gt: Date.now() + 100_000 } };
		const [before] = await database.prisma.rateLimit.findMany({ where: ofTheAccount });
		const later = Date.now() + 200_000;
		vi.useFakeTimers({ toFake: ['Date'], now: later });
		expect(await failTimes(auth, 3)).toEqual(Array(3).fill('TOO_MANY_REQUESTS'));
		const after = await database.prisma.rateLimit.findUnique({ where: { id: before!.id } });
		expect(after!.expiresAt).toBe(before!.expiresAt);

		vi.setSystemTime(Number(before!.expiresAt) + 1);
		expect(await signIn(auth, password)).toBe('ok');
	});

	test('RL9: success forgets the failures of the account, and not the tries of the address', async () => {
		const auth = open({ signIn: { points: 9, seconds: 60 } });
		const codes = [
			...(await failTimes(auth, 4)),
			await signIn(auth, password),
			...(await failTimes(auth, 5))
		];
		expect(counted(codes, 'INVALID_CREDENTIALS')).toBe(8);
		expect(codes.at(-1)).toBe('TOO_MANY_REQUESTS');
		expect(await signIn(auth, password, from('192.0.2.2'))).toBe('ok');
	});

	test('RL11: a hundred failures in a row and no more, however long it takes, until a proven browser signs in', async () => {
		const auth = open({ failuresInARow: 20 });
		const [owner, second] = [new Browser(), new Browser()];
		await signIn(auth, password, owner);
		await signIn(auth, password, second);
		let now = Date.now();
		vi.spyOn(Date, 'now').mockImplementation(() => now);
		const codes: string[] = [];
		for (let day = 0; day < 10; day++) {
			codes.push(...(await failTimes(auth, 3)));
			now += 86_400_000;
		}
		expect(counted(codes, 'INVALID_CREDENTIALS')).toBe(10);
		const { page } = await new Browser().visit(auth.handle, ({ cookies }) =>
			auth.signIn({ cookies, email, password, redirect: false })
		);
		expect(page).toMatchObject({ error: expect.stringContaining('in a row') });

		for (const browser of [owner, second]) {
			for (let day = 0; day < 4; day++) {
				codes.push(...(await failTimes(auth, 5, browser)));
				now += 86_400_000;
			}
		}
		expect(counted(codes, 'INVALID_CREDENTIALS')).toBe(20);
	});

	test('deleting expired sessions deletes counts that are over', async () => {
		const auth = open();
		await failTimes(auth, 2);
		const rows = await database.prisma.rateLimit.count();
		await database.prisma.rateLimit.updateMany({ data: { expiresAt: 1 } });
		await auth.sessions.deleteExpired();
		expect(rows).toBeGreaterThan(1);
		expect(await database.prisma.rateLimit.count()).toBe(0);
	});

	test('RL12: where the table cannot be used the memory counts: neither open nor a failure', async () => {
		const log = vi.spyOn(console, 'error').mockImplementation(() => {});
		const auth = open();
		await database.prisma.$executeRawUnsafe('DROP TABLE "RateLimit"');
		const codes = await Promise.all(Array.from({ length: 20 }, () => signIn(auth, 'wrong one')));

		expect(counted(codes, 'INVALID_CREDENTIALS')).toBe(5);
		expect(counted(codes, 'TOO_MANY_REQUESTS')).toBe(15);
		expect(log).toHaveBeenCalledTimes(1);
		expect(log.mock.calls[0]![0]).toContain('counted in memory meanwhile');
	});

	test('RL12: a password set while the table is not asked ends the lock, and what browsers have proven', async () => {
		vi.spyOn(console, 'error').mockImplementation(() => {});
		const limits = { account: { points: 20, seconds: 300 }, failuresInARow: 20 };
		const auth = open(limits);
		const thief = new Browser();
		await signIn(auth, password, thief);
		const user = await database.prisma.user.findFirstOrThrow();
		await failTimes(auth, 10);
		expect(await signIn(auth, password)).toBe('TOO_MANY_REQUESTS');
		vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2000 });

		await database.prisma.$executeRawUnsafe('ALTER TABLE "RateLimit" RENAME TO "Away"');
		await new Browser().visit(auth.handle, ({ cookies }) =>
			auth.limit('any', { cookies, points: 9, seconds: 60 })
		);
		await database.prisma.$executeRawUnsafe('ALTER TABLE "Away" RENAME TO "RateLimit"');
		await auth.setPassword(user, password);

		const other = open(limits);
		expect(await signIn(other, password)).toBe('ok');
		await failTimes(other, 10);
		expect(await signIn(other, password, thief)).toBe('TOO_MANY_REQUESTS');
	});

	test.skipIf(isMysql)(
		'a sign-in with limits costs two statements more, and none of another kind',
		async () => {
			const statementsOf = async (limits: GuardianOptions<object>['limits']) => {
				const auth = open(limits);
				await signIn(auth, password);
				database.statements.length = 0;
				await signIn(auth, password);
				return database.statements.map((sql) => sql.split(' ').slice(0, 3).join(' '));
			};
			const without = await statementsOf(false);
			const within = await statementsOf({});
			expect(within.length - without.length).toBe(2);
		}
	);

	// What counts and forgets is tested above and in stores.test.ts. The rules below are the same on every engine.
	if (provider !== 'sqlite') return;

	test('RL7: with the account’s count full, a browser that has signed in before signs in', async () => {
		const auth = open();
		const owner = new Browser();
		expect(await signIn(auth, password, owner)).toBe('ok');
		await owner.visit(auth.handle, ({ cookies }) => auth.signOut({ cookies, redirect: false }));
		expect((await failTimes(auth, 6)).at(-1)).toBe('TOO_MANY_REQUESTS');

		expect(await signIn(auth, password)).toBe('TOO_MANY_REQUESTS');
		expect(await signIn(auth, password, owner)).toBe('ok');
		// RL9: and that ends the block for everybody who knows the password.
		expect(await signIn(auth, password)).toBe('ok');
	});

	test('RL7: a proven browser has so many tries of its own, and no more', async () => {
		const auth = open();
		const owner = new Browser();
		await signIn(auth, password, owner);
		await failTimes(auth, 6);

		const codes = await failTimes(auth, 7, owner);
		expect(codes).toEqual([
			...Array(5).fill('INVALID_CREDENTIALS'),
			...Array(2).fill('TOO_MANY_REQUESTS')
		]);
	});

	test('RL7: the proof of another account, a forged and a cut one count for nothing', async () => {
		const auth = open();
		const mallory = new Browser();
		await mallory.visit(auth.handle, ({ cookies }) =>
			auth.signUp({ cookies, email: 'm@example.com', password, redirect: false })
		);
		const name = '__Host-guardian_session_device';
		const proof = mallory.valueOf(name)!;
		await failTimes(auth, 6);

		expect(await signIn(auth, password, mallory)).toBe('TOO_MANY_REQUESTS');
		for (const value of [proof.replace(/^./, 'x'), proof.slice(0, -1), '~', 'x'.repeat(500), '']) {
			const browser = new Browser();
			browser.putAs(name, value);
			expect(await signIn(auth, password, browser)).toBe('TOO_MANY_REQUESTS');
		}
	});

	test('RL8: known and unknown accounts are refused alike', async () => {
		const auth = open({ account: { points: 1, seconds: 300 } });
		const answers = [];
		for (const who of [email, 'nobody@example.com']) {
			await failTimes(auth, 1, new Browser(), who);
			const fields = { email: who, password: 'wrong one' };
			const answer = await new Browser().act(auth.handle, page, fields, auth.actions.signin);
			answers.push(JSON.stringify(answer).replaceAll(who, 'EMAIL'));
		}
		expect(answers[0]).toContain('TOO_MANY_REQUESTS');
		expect(answers[0]).toBe(answers[1]);
	});

	test('RL2, RL3, RL5: an address is counted by itself or its network; without one the account still is', async () => {
		const auth = open({ signIn: { points: 2, seconds: 60 } });
		const tries = async (...addresses: (string | null)[]) => {
			const codes = [];
			for (const address of addresses) {
				codes.push(
					await signIn(auth, 'wrong one', from(address), `${crypto.randomUUID()}@example.com`)
				);
			}
			return codes.map((code) => code === 'INVALID_CREDENTIALS');
		};
		vi.spyOn(console, 'error').mockImplementation(() => {});
		expect(await tries('192.0.2.9', '::ffff:192.0.2.9', '192.0.2.9')).toEqual([true, true, false]);
		expect(await tries('2001:db8::1', '2001:db8::2', '2001:db8::3', '2001:db8:0:1::1')).toEqual([
			...[true, true, false, true]
		]);
		expect(await tries(null, null, null, '10.0.0.1', '10.0.0.1', '10.0.0.1')).not.toContain(false);
		const nobody = from(null);
		expect((await failTimes(auth, 6, nobody)).at(-1)).toBe('TOO_MANY_REQUESTS');
	});

	test('RL10: 429, when to try again in the header and in words, the email kept, the password not', async () => {
		const auth = open();
		await failTimes(auth, 5);
		let header: string | null = null;
		const handle: typeof auth.handle = async (input) => {
			const response = await auth.handle(input);
			header = response.headers.get('retry-after');
			return response;
		};
		const fields = { email, password: 'wrong one' };
		const answer = (await new Browser().act(handle, page, fields, (event: RequestEvent) => {
			// The app may have limited something of its own in the same request.
			event.setHeaders({ 'retry-after': '1' });
			return auth.actions.signin(event);
		})) as ReturnType<typeof fail<{ form: { data: object; message: object } }>>;

		expect(answer.status).toBe(429);
		expect(Number(header)).toBeGreaterThan(290);
		expect(header).toMatch(/^\d+$/);
		expect(answer.data.form).toMatchObject({
			data: { email, password: '' },
			message: {
				code: 'TOO_MANY_REQUESTS',
				error: 'There were too many tries. Wait 5 minutes and try again.'
			}
		});
	});

	test('RL10: an action that is answered on every page has the header as well', async () => {
		const auth = open();
		const post = (to: string) =>
			new Browser().post(auth.handle, '/any?/ping', { to }, { accept: 'application/json' });
		expect((await post('a')).response.headers.get('retry-after')).toBeNull();
		await post('a');
		const { response } = await post('a');
		expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
		expect(await response.json()).toMatchObject({ type: 'failure', status: 429 });
		expect((await post('b')).response.headers.get('retry-after')).toBeNull();
	});

	test('RL11: a right password from a proven browser ends the lock', async () => {
		const auth = open({ failuresInARow: 20 });
		const owner = new Browser();
		await signIn(auth, password, owner);
		let now = Date.now();
		vi.spyOn(Date, 'now').mockImplementation(() => now);
		for (let day = 0; day < 5; day++, now += 86_400_000) await failTimes(auth, 3);
		expect(await signIn(auth, password)).toBe('TOO_MANY_REQUESTS');
		expect(await signIn(auth, password, owner)).toBe('ok');
		expect(await signIn(auth, password)).toBe('ok');
	});

	test.each(['a hook that fails', 'a step of a feature'])(
		'RL17: a right password that %s refuses is no failed try',
		async (what) => {
			vi.spyOn(console, 'error').mockImplementation(() => {});
			let refuses = false;
			const isRefusedBy = (one: string) => refuses && what === one;
			const approval = defineFeature({
				id: 'approval',
				codes: { NOT_APPROVED: { status: 403, message: 'Wait.' } },
				setup: ({ failure }) => ({
					api: {},
					admit: () => (isRefusedBy('a step of a feature') ? failure('NOT_APPROVED') : { ok: true })
				})
			});
			const auth = guardianAuth({
				prisma: database.prisma,
				features: [code, approval],
				events: {
					beforeSignIn() {
						if (isRefusedBy('a hook that fails')) throw new Error('The service is down.');
					}
				}
			}) as unknown as Auth;
			const owner = new Browser();
			expect(await signIn(auth, password, owner)).toBe('ok');
			refuses = true;
			// In a browser that is new, and then, with the count of the account full, in one that is proven.
			const codes = [];
			for (let n = 0; n < 7; n++) codes.push(await signIn(auth, password));
			await failTimes(auth, 5);
			for (let n = 0; n < 7; n++) codes.push(await signIn(auth, password, owner));
			expect(codes).toEqual(
				Array(14).fill(expect.stringMatching(/^(SIGN_IN_STOPPED|NOT_APPROVED)$/))
			);
			const inARow = { expiresAt: { gt: Date.now() + 300 * 86_400_000 } };
			expect(await database.prisma.rateLimit.findMany({ where: inARow })).toMatchObject([
				{ points: 5 }
			]);

			refuses = false;
			expect(await signIn(auth, password, owner)).toBe('ok');
			// What is wrong counts as before.
			expect((await failTimes(auth, 6)).at(-1)).toBe('TOO_MANY_REQUESTS');
		}
	);

	test('RL17: what the limiter is told is not told to the caller', async () => {
		const auth = guardianAuth({
			prisma: database.prisma,
			events: { beforeSignIn: () => ({ message: 'Not today.' }) }
		});
		const { page } = await new Browser().visit(auth.handle, ({ cookies }) =>
			auth.signIn({ cookies, email, password, redirect: false })
		);
		expect(page).toEqual({ ok: false, code: 'SIGN_IN_STOPPED', error: 'Not today.' });
	});

	test('RL13: every form that tries a secret spends from the count of the account', async () => {
		const auth = open();
		const tryCode = async () => {
			const fields = { email, code: '000' };
			const answer = await new Browser().act(auth.handle, '/x?/code', fields, auth.actions.code);
			return (answer as { status?: number }).status;
		};
		expect([await tryCode(), await tryCode(), await tryCode()]).toEqual([400, 400, 400]);
		expect(await failTimes(auth, 3)).toEqual([
			...['INVALID_CREDENTIALS', 'INVALID_CREDENTIALS', 'TOO_MANY_REQUESTS']
		]);
		expect(await tryCode()).toBe(429);
	});

	test('RL14: sign-out is never limited', async () => {
		const auth = open({ signIn: { points: 1, seconds: 60 } });
		const browser = new Browser();
		await signIn(auth, password, browser);
		await failTimes(auth, 6);
		for (let n = 0; n < 40; n++) {
			expect((await browser.post(auth.handle, '/?/signout', {})).response.status).toBe(303);
		}
		expect(await database.prisma.session.count()).toBe(0);
	});

	test('RL15: the table holds no email and no address', async () => {
		const auth = open();
		await failTimes(auth, 3);
		const rows = await database.prisma.rateLimit.findMany();
		expect(rows.length).toBeGreaterThan(1);
		for (const { id } of rows) expect(id).toMatch(/^[\w-]{22}$/);
	});

	test('a sign-up is limited by its address, and forms with mistakes are not counted', async () => {
		const auth = open({ signUp: { points: 2, seconds: 60 } });
		const signUp = async (email: string) => {
			const { page } = await new Browser().visit(auth.handle, ({ cookies }) =>
				auth.signUp({ cookies, email, password, redirect: false })
			);
			return page!.code ?? 'ok';
		};
		expect(await signUp('no email')).toBe('INVALID_INPUT');
		expect(await signUp('b@example.com')).toBe('ok');
		expect(await signUp('c@example.com')).toBe('ok');
		expect(await signUp('d@example.com')).toBe('TOO_MANY_REQUESTS');
		expect(await database.prisma.user.count()).toBe(3);
	});

	test('`limits: false` limits nothing, and sets no cookie', async () => {
		const auth = open(false);
		const browser = new Browser();
		expect(counted(await failTimes(auth, 9), 'INVALID_CREDENTIALS')).toBe(9);
		expect(await signIn(auth, password, browser)).toBe('ok');
		expect(browser.valueOf('__Host-guardian_session_device')).toBeUndefined();
		expect(await database.prisma.rateLimit.count()).toBe(0);
	});

	test('an action of the app’s own is limited by `auth.limit()`', async () => {
		const auth = open();
		const contact = async (browser: Browser, key?: string) => {
			const { page } = await browser.visit(auth.handle, ({ cookies }) =>
				auth.limit('contact', { cookies, points: 2, seconds: 3600, ...(key && { key }) })
			);
			return page!;
		};
		const [ann, bob] = [new Browser(), from('192.0.2.7')];
		expect(await contact(ann)).toEqual({ ok: true });
		expect(await contact(ann)).toEqual({ ok: true });
		expect(await contact(ann)).toEqual({
			ok: false,
			code: 'TOO_MANY_REQUESTS',
			error: 'There were too many tries. Wait 60 minutes and try again.',
			retryAfter: expect.any(Number)
		});
		expect(await contact(bob)).toEqual({ ok: true });
		expect(await contact(ann, 'a key')).toEqual({ ok: true });
		// Once signed in it is the user who is counted.
		await signIn(auth, password, ann);
		expect(await contact(ann)).toEqual({ ok: true });
		await expect(
			ann.visit(auth.handle, ({ cookies }) => auth.limit('', { cookies, points: 0, seconds: 1.5 }))
		).rejects.toThrow(/`name`.*`points`.*`seconds`/);
	});
});
