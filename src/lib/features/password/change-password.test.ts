import { setTimeout as sleep } from 'node:timers/promises';
import { hash } from '@node-rs/argon2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, providers, type TestDatabase } from '../../../../e2e/support/database.js';
import { isAny } from '../../../../e2e/support/gate.js';
import { Browser } from '../../tests/request-event.test.support.js';
import type { AuthEvent } from '../../events.js';
import { guardianAuth } from '../../index.js';
// What forms are checked by, which takes its time to be compiled: here, and not in the first test that posts one.
import 'sveltekit-superforms/adapters';

const secret = 'a secret of at least 32 characters';
const email = 'ann@example.com';
const OLD = 'the old pass phrase';
const NEW = 'another pass phrase';
const CHEAP = { memoryCost: 8, timeCost: 1, parallelism: 1 };

describe.each(providers)('on %s', (provider) => {
	let database: TestDatabase;
	let told: AuthEvent[];
	const note = (event: AuthEvent) => void told.push(event);
	const open = (options: object = {}) =>
		guardianAuth({
			prisma: database.prisma,
			secret,
			appName: 'Blue Kettle',
			...options,
			events: { afterSignOut: note, credentialsChanged: note }
		});
	type Auth = ReturnType<typeof open>;

	beforeEach(async () => {
		told = [];
		database = await createDatabase(provider);
		const passwordHash = await hash(OLD, CHEAP);
		await database.prisma.user.create({ data: { id: 'ann', email, passwordHash, name: 'Ann' } });
		await database.prisma.user.create({ data: { id: 'bob', email: 'bob@example.com' } });
	});
	afterEach(() => database.close());

	const signIn = async (auth: Auth, password = OLD, browser = new Browser()) => {
		const { page } = await browser.visit(auth.handle, ({ cookies }) =>
			auth.signIn({ cookies, email, password, redirect: false })
		);
		return { browser, ...page! };
	};
	const change = async (auth: Auth, browser: Browser, currentPassword = OLD, newPassword = NEW) =>
		(
			await browser.visit(auth.handle, ({ cookies }) =>
				auth.changePassword({ cookies, currentPassword, newPassword })
			)
		).page!;
	const userOf = async (browser: Browser, auth: Auth) =>
		(await browser.visit(auth.handle, ({ locals }) => (locals as { user: unknown }).user)).page;
	const rows = () => database.prisma.session.count();
	const hashOf = async () =>
		(await database.prisma.user.findUniqueOrThrow({ where: { id: 'ann' } })).passwordHash;

	describe('PW3: a password is changed by whoever knows the current one', () => {
		test('the other sessions end, and this browser gets a new token', async () => {
			const auth = open();
			const { browser, session } = await signIn(auth);
			const { browser: thief } = await signIn(auth);
			const before = browser.session!.value;
			told = [];

			const result = await change(auth, browser);
			expect(result).toMatchObject({ ok: true, revoked: 1 });
			expect(result.session!.id).not.toBe(session!.id);
			expect(browser.session!.value).not.toBe(before);
			expect(await userOf(browser, auth)).toMatchObject({ email });
			expect(await userOf(thief, auth)).toBeNull();
			const copy = new Browser();
			copy.present(before);
			expect(await userOf(copy, auth)).toBeNull();
			expect(await rows()).toBe(1);

			expect((await signIn(auth)).code).toBe('INVALID_CREDENTIALS');
			expect((await signIn(auth, NEW)).ok).toBe(true);
			expect(told.slice(0, 3)).toMatchObject([
				{ type: 'afterSignOut', scope: 'current', reason: 'replaced', revoked: 1 },
				{ type: 'afterSignOut', scope: 'others', reason: 'password-change', revoked: 1 },
				// Before hooks that hear of the password, each of which may take ten seconds.
				{ type: 'credentialsChanged', userId: 'ann', what: 'password' }
			]);
		});

		test.runIf(isAny(provider))('a wrong current password changes nothing', async () => {
			const auth = open();
			const { browser } = await signIn(auth);
			const before = await hashOf();
			const result = await change(auth, browser, 'not the password');
			expect(result).toMatchObject({
				ok: false,
				code: 'WRONG_PASSWORD',
				error: 'This is not your current password. Check it and try again.'
			});
			expect(await hashOf()).toBe(before);
			expect(await userOf(browser, auth)).not.toBeNull();
			expect(told).toEqual([]);
		});

		test('of two changes at once one counts', async () => {
			const auth = open();
			const one = await signIn(auth);
			const other = await signIn(auth);
			const results = await Promise.all([
				change(auth, one.browser, OLD, 'the first pass phrase'),
				change(auth, other.browser, OLD, 'the second pass phrase')
			]);
			expect(results.filter(({ ok }) => ok)).toHaveLength(1);
			expect(await rows()).toBe(1);
		});

		test.runIf(isAny(provider))(
			'a thief of the session may try as often as a stranger at the sign-in form',
			async () => {
				const auth = open({ limits: { account: { points: 3, seconds: 300 } } });
				const { browser } = await signIn(auth);
				const thief = new Browser();
				thief.present(browser.session!.value);
				const codes = [];
				for (let tried = 0; tried < 4; tried++) {
					codes.push((await change(auth, thief, `wrong ${tried}`)).code);
				}
				expect(codes).toEqual([...Array(3).fill('WRONG_PASSWORD'), 'TOO_MANY_REQUESTS']);
				expect((await change(auth, thief)).code).toBe('TOO_MANY_REQUESTS');
				// A browser in which somebody has signed in has tries of its own.
				expect((await change(auth, browser)).ok).toBe(true);
			}
		);

		test.runIf(isAny(provider))('a new password that is refused is no try', async () => {
			const auth = open({ limits: { account: { points: 2, seconds: 300 } } });
			const { browser } = await signIn(auth);
			for (let tried = 0; tried < 4; tried++) {
				const { code } = await change(auth, browser, OLD, 'password1');
				expect(code).toBe('PASSWORD_TOO_COMMON');
			}
			expect((await change(auth, browser)).ok).toBe(true);
		});

		test.runIf(isAny(provider))(
			'whoever is not signed in is sent to the sign-in page',
			async () => {
				const auth = open();
				const asked = change(auth, new Browser());
				await expect(asked).rejects.toMatchObject({
					status: 303,
					location: /^\/signin\?callbackUrl=/
				});
			}
		);
	});

	describe.runIf(isAny(provider))('the form', { timeout: 30_000 }, () => {
		const post = (auth: Auth, browser: Browser, fields: Record<string, string>) =>
			browser.act(auth.handle, '/account?/changepassword', fields, async (event) => {
				const result = await auth.actions.changepassword(event);
				return JSON.parse(JSON.stringify(result));
			});

		test('changes the password, and sends none back', async () => {
			const auth = open();
			const { browser } = await signIn(auth);
			const { form } = await post(auth, browser, { currentPassword: OLD, newPassword: NEW });
			expect(form).toMatchObject({
				valid: true,
				data: { currentPassword: '', newPassword: '' }
			});
			expect((await signIn(auth, NEW)).ok).toBe(true);
		});

		test.each([
			['PW3: a wrong one', 'not the password', NEW, 'currentPassword', /not your current/],
			['PW1: a short one', OLD, 'short', 'newPassword', /at least 8 characters/],
			['PW2: a common one', OLD, 'password1', 'newPassword', /Many people use/],
			['PW2: the email', OLD, 'ann@example.com', 'newPassword', /easy to guess from your email/],
			['PW2: the name of the app', OLD, 'BlueKettle99', 'newPassword', /the name of this site/]
		])('%s is refused at its field', async (_, currentPassword, newPassword, field, text) => {
			const auth = open();
			const { browser } = await signIn(auth);
			const { status, data } = await post(auth, browser, { currentPassword, newPassword });
			expect(status).toBe(400);
			expect(data.form.errors[field][0]).toMatch(text);
			expect(data.form.data).toEqual({ currentPassword: '', newPassword: '' });
		});
	});

	test.runIf(isAny(provider))(
		'PW2: a sign-up with a common password is refused at its field',
		async () => {
			const auth = open();
			const { page } = await new Browser().visit(auth.handle, ({ cookies }) =>
				auth.signUp({ cookies, email: 'eve@example.com', password: 'password1', redirect: false })
			);
			expect(page).toMatchObject({ ok: false, code: 'PASSWORD_TOO_COMMON' });
			expect(await database.prisma.user.count()).toBe(2);
		}
	);

	test('PW3: a look for other sessions that outlives its time leaves the new one of this browser', async () => {
		let looks = 0;
		let isOver: () => void = () => {};
		const over = new Promise<void>((resolve) => (isOver = resolve));
		const prisma = database.prisma.$extends({
			query: {
				session: {
					async findMany({ args, query }) {
						// The first for all others is in the transaction, the second after it.
						const isForOthers = args.where?.NOT !== undefined;
						if (!isForOthers || ++looks !== 2) return query(args);
						await sleep(900);
						return query(args).finally(isOver);
					}
				}
			}
		});
		const auth = open({ prisma, store: { timeout: 0.5 } });
		const { browser } = await signIn(auth);
		await signIn(auth);
		expect(await change(auth, browser)).toMatchObject({ code: 'OTHERS_NOT_SIGNED_OUT' });
		await over;
		await sleep(100);
		expect(await userOf(browser, auth)).toMatchObject({ email });
	});

	describe('setPassword() for server code', () => {
		test('sets the password, also a first one, and ends every session', async () => {
			const auth = open();
			const { browser } = await signIn(auth);
			expect(await auth.setPassword({ id: 'ann' }, NEW)).toEqual({ ok: true, revoked: 1 });
			expect(await userOf(browser, auth)).toBeNull();
			expect((await signIn(auth, NEW)).ok).toBe(true);
			expect(told).toMatchObject([
				{ type: 'credentialsChanged', userId: 'ann', what: 'password', event: null },
				{ type: 'afterSignOut', scope: 'all', reason: 'password-change', revoked: 1 }
			]);
			expect(await auth.setPassword({ id: 'bob' }, NEW)).toEqual({ ok: true, revoked: 0 });
		});

		test.runIf(isAny(provider)).each([
			['short', 'INVALID_INPUT', 'Use at least 8 characters.'],
			['password1', 'PASSWORD_TOO_COMMON', /Many people/],
			['annexample', 'PASSWORD_TOO_PERSONAL', /easy to guess/]
		])('refuses %s', async (password, code, error) => {
			const before = await hashOf();
			const result = await open().setPassword({ id: 'ann' }, password);
			expect(result).toMatchObject({ ok: false, code, error: expect.stringMatching(error) });
			expect(await hashOf()).toBe(before);
		});

		test.runIf(isAny(provider))('refuses an unknown user, and what is no user', async () => {
			const auth = open();
			expect(await auth.setPassword({ id: 'nobody' }, NEW)).toMatchObject({
				code: 'ACCOUNT_UNAVAILABLE'
			});
			for (const user of [undefined, null, {}, { id: '' }, { id: { not: 'x' } }, 'ann']) {
				await expect(auth.setPassword(user as never, NEW)).rejects.toMatchObject({
					code: 'ARGUMENT_INVALID'
				});
			}
		});
	});
});
