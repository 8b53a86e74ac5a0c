import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { anyProvider } from '../../../../e2e/support/gate.js';
import { defineFeature } from '../../index.js';
import { Browser } from '../../tests/request-event.test.support.js';
import {
	ann,
	bob,
	createEmailWorld,
	linkIn,
	NEW,
	OLD,
	tokenIn
} from '../../tests/email-world.test.support.js';
import { email } from './index.js';

describe.each(anyProvider)('on %s', (provider) => {
	let world: Awaited<ReturnType<typeof createEmailWorld>>;
	let auth: ReturnType<typeof world.app>;
	beforeAll(async () => void (world = await createEmailWorld(provider)));
	beforeEach(async () => {
		auth = world.app();
		await world.makeAnn();
	});
	afterEach(() => world.reset());
	afterAll(() => world.close());

	const request = (address = ann, browser = new Browser()) =>
		world.post(auth, browser, 'forgotpassword', { email: address });
	/** Asks for a link and opens it. */
	async function opened(browser = new Browser()) {
		await request();
		const mail = await world.mailTo(auth, ann);
		await world.open(auth, browser, mail);
		return { browser, mail };
	}
	const reset = (browser: Browser, password = NEW) =>
		world.post(auth, browser, 'resetpassword', { password });
	const DONE = { status: 303, location: '/signin?notice=password-reset' };

	test('whoever opens the link chooses a new password, and signs in with it', async () => {
		const { browser, mail } = await opened();
		expect(mail).toMatchObject({ subject: 'Set a new password for Blue Kettle', to: ann });
		expect(await reset(browser)).toEqual(DONE);
		expect((await world.signIn(auth, ann, OLD)).result.code).toBe('INVALID_CREDENTIALS');
		expect((await world.signIn(auth, ann, NEW)).result.ok).toBe(true);
		expect((await world.mailTo(auth, ann))?.subject).toBe(
			'Your password for Blue Kettle was changed'
		);
	});

	describe('PW4: after a reset nothing from before opens the account', () => {
		test('no earlier session', async () => {
			const { browser: thief } = await world.signIn(auth);
			const { browser } = await opened((await world.signIn(auth)).browser);
			expect(await reset(browser)).toEqual(DONE);
			for (const each of [thief, browser]) expect(await world.userIn(auth, each)).toBeNull();
			expect(await world.sessions()).toBe(0);
			expect(world.told).toMatchObject([
				// Before hooks that hear of the password, each of which may take ten seconds.
				{ type: 'afterSignOut', userId: 'ann', scope: 'all', reason: 'password-reset', revoked: 2 },
				{ type: 'credentialsChanged', userId: 'ann', what: 'password' }
			]);
		});

		test('no device proof, and the failures before count no more', async () => {
			const strict = world.app({}, { limits: { account: { points: 2, seconds: 300 } } });
			const { browser: thief } = await world.signIn(strict);
			const fill = async (count: number) => {
				for (let n = 0; n < count; n++) await world.signIn(strict, ann, 'wrong');
			};
			await fill(3);
			const right = async (browser?: Browser, password = OLD) =>
				(await world.signIn(strict, ann, password, browser)).result;
			expect((await right()).code).toBe('TOO_MANY_REQUESTS');
			expect((await right(thief)).ok).toBe(true);

			const { browser } = await opened();
			await reset(browser);
			expect((await right(undefined, NEW)).ok).toBe(true);
			await fill(3);
			expect((await right(thief, NEW)).code).toBe('TOO_MANY_REQUESTS');
		});

		test('no sign-in with the old password that is under way', async () => {
			const { browser } = await opened();
			const [result] = await Promise.all([
				reset(browser),
				...Array.from({ length: 5 }, () => world.signIn(auth))
			]);
			expect(result).toEqual(DONE);
			expect(await world.sessions()).toBe(0);
		});
	});

	describe('PW5: a request tells nobody which accounts there are', () => {
		test('the answer is the same for a known, an unknown and a disabled address', async () => {
			await world.makeUser('off@example.com', { disabledAt: new Date() });
			const answers = [];
			for (const address of [ann, bob, 'off@example.com'])
				answers.push({ ...(await request(address)), fields: null });
			expect(answers).toEqual(
				Array(3).fill({ status: 200, valid: true, fields: null, errors: {} })
			);
			await world.deliver(auth);
			expect(world.sent.map(({ to }) => to)).toEqual([ann]);
		});

		test('the statements are the same, and none is sent to a mail server meanwhile', async () => {
			const statementsOf = async (address: string) => {
				world.database.statements.length = 0;
				let count = 0;
				const browser = new Browser();
				await browser.act(
					auth.handle,
					'/page?/forgotpassword',
					{ email: address },
					async (event) => {
						const result = await auth.actions.forgotpassword(event);
						count = world.database.statements.length;
						expect(world.sent).toEqual([]);
						return result;
					}
				);
				// What an earlier mail has left to do is no part of it.
				const shapes = world.database.statements
					.slice(0, count)
					.filter((sql) => !/^SELECT.*OutboxMessage/.test(sql));
				await world.deliver(auth);
				world.sent.length = 0;
				return shapes;
			};
			await statementsOf(ann);
			const known = await statementsOf(ann);
			expect(known).toHaveLength(3);
			expect(await statementsOf(bob)).toEqual(known);
		});
	});

	test('PW7: of 20 posts of one link at once, one succeeds', async () => {
		const { mail } = await opened();
		const token = tokenIn(mail);
		const posts = Array.from({ length: 20 }, (_, n) => {
			const browser = new Browser();
			browser.address = `198.51.100.${n}`;
			return world.post(auth, browser, 'resetpassword', { token, password: `${NEW} ${n}` });
		});
		const results = await Promise.all(posts);
		expect(results.filter(({ status }) => status === 303)).toHaveLength(1);
		expect((await world.user()).passwordHash).not.toBeNull();
	});

	describe('PW8: GET and HEAD change nothing', () => {
		test.each(['GET', 'HEAD'] as const)('%s of the link, as often as it comes', async (method) => {
			await request();
			const mail = await world.mailTo(auth, ann);
			const { pathname, search } = new URL(linkIn(mail));
			const before = JSON.stringify([await world.user(), await world.tokens()]);
			world.database.statements.length = 0;
			for (let n = 0; n < 3; n++) {
				const { response } = await new Browser().get(auth.handle, pathname + search, {}, method);
				expect(response.status).toBe(303);
			}
			expect(world.database.statements).toEqual([]);
			expect(JSON.stringify([await world.user(), await world.tokens()])).toBe(before);
		});

		test('a scanner that opens the link and posts the form as it is spends nothing', async () => {
			const { browser: scanner } = await opened();
			expect(await reset(scanner, '')).toMatchObject({ status: 400 });
			const { browser } = await opened();
			expect(await reset(browser)).toEqual(DONE);
		});
	});

	describe('PW9: a further request leaves the link in the mailbox valid', () => {
		test('both work until one is used, and then none does', async () => {
			const [first, second] = [await opened(), await opened()];
			expect(tokenIn(first.mail)).not.toBe(tokenIn(second.mail));
			expect(await reset(first.browser)).toEqual(DONE);
			expect(await reset(second.browser, OLD)).toMatchObject({ code: 'LINK_INVALID' });
		});
	});

	describe('PW10: the origin of a link is configured', () => {
		test.each([
			['host', 'evil.example'],
			['x-forwarded-host', 'evil.example'],
			['forwarded', 'host=evil.example'],
			['x-original-host', 'evil.example']
		])('a forged %s changes nothing', async (name, value) => {
			const browser = new Browser();
			await browser.visit(auth.handle, async (event) => {
				const request = new Request(event.request, { headers: { [name]: value } });
				const { cookies } = Object.assign(event, { request });
				await auth.email.requestPasswordReset({ cookies, email: ann });
			});
			const mail = (await world.mailTo(auth, ann))!;
			expect(linkIn(mail)).toMatch(/^https:\/\/app\.example\/_guardian\/email\/reset\?token=/);
			expect(mail.text + mail.html).not.toContain('evil.example');
		});

		test.each(['', '/path', 'app.example', 'https://app.example/path', 'javascript:alert(1)'])(
			'and %j is none',
			(origin) => {
				const options = { send: () => {}, from: 'no-reply@app.example', origin };
				expect(() => email(options)).toThrow('origin');
			}
		);
	});

	describe('PW11: the token leaves the address at once', () => {
		test('the link redirects to a clean address, and no referrer is sent', async () => {
			await request();
			const browser = new Browser();
			const mail = await world.mailTo(auth, ann);
			const { headers, status } = await world.open(auth, browser, mail);
			expect([status, headers.get('location')]).toEqual([303, '/reset-password']);
			expect(headers.get('referrer-policy')).toBe('no-referrer');
			expect(headers.get('cache-control')).toBe('private, no-store');
			const cookie = headers.getSetCookie().find((each) => each.includes(tokenIn(mail)))!;
			expect(cookie).toMatch(/^__Host-guardian_session_reset=.*HttpOnly.*Secure.*SameSite=lax/i);
			expect(browser.valueOf('__Host-guardian_session_reset')).toBe(tokenIn(mail));
			await reset(browser);
			expect(browser.valueOf('__Host-guardian_session_reset')).toBeFalsy();
		});

		test('the form never sends it back', async () => {
			const { browser, mail } = await opened();
			const token = tokenIn(mail);
			const result = await world.post(auth, browser, 'resetpassword', { token, password: 'short' });
			expect(result).toMatchObject({ status: 400, fields: { token: '', password: '' } });
		});
	});

	test('PW12: a reset signs nobody in, and no further step is left out', async () => {
		const step = defineFeature({
			id: 'step',
			codes: { SECOND_STEP: { status: 403, message: 'One more step.' } },
			setup: ({ failure }) => ({
				api: {},
				admit: () => ({ ...failure('SECOND_STEP'), url: '/second-step' })
			})
		});
		const both = world.app({}, {}, [step]);
		const { browser } = await opened();
		const result = await world.post(both, browser, 'resetpassword', { password: NEW });
		expect(result).toEqual(DONE);
		expect(browser.session).toBeNull();
		expect(await world.sessions()).toBe(0);
		const { result: signedIn } = await world.signIn(both, ann, NEW);
		expect(signedIn).toMatchObject({ ok: false, code: 'SECOND_STEP', url: '/second-step' });
		expect(await world.sessions()).toBe(0);
	});

	test('PW14: a change of the password voids the links that are on their way', async () => {
		const { browser } = await opened();
		expect(await auth.setPassword({ id: 'ann' }, 'set by the support desk')).toMatchObject({
			ok: true
		});
		expect(await reset(browser)).toMatchObject({ code: 'LINK_INVALID' });
	});

	test('PW15: a reset is a proof of the mailbox: what was set before it is dropped', async () => {
		const { browser: thief } = await world.signIn(auth);
		const { browser } = await opened();
		expect((await world.user()).emailVerifiedAt).toBeNull();
		await reset(browser);
		expect((await world.user()).emailVerifiedAt).not.toBeNull();
		expect(await world.userIn(auth, thief)).toBeNull();
		expect((await world.signIn(auth)).result.ok).toBe(false);
	});

	describe('what is refused spends nothing', () => {
		test.each([
			['too short', 'short', 'at least 8'],
			['too common', 'password1', 'easy to guess'],
			['the email', 'ann@example.com', 'easy to guess']
		])('a password that is %s', async (_, password, words) => {
			const { browser } = await opened();
			expect(await reset(browser, password)).toMatchObject({
				status: 400,
				errors: { password: [expect.stringContaining(words)] }
			});
			expect(await reset(browser)).toEqual(DONE);
		});

		test('no link, a foreign one, one of a disabled user', async () => {
			expect(await reset(new Browser())).toMatchObject({ code: 'LINK_INVALID', status: 400 });
			const { browser } = await opened();
			await auth.disableUser({ id: 'ann' });
			expect(await reset(browser)).toMatchObject({ code: 'LINK_INVALID' });
			await auth.enableUser({ id: 'ann' });
			expect(await reset(browser)).toEqual(DONE);
		});
	});

	test('a link works for an hour; then its token is deleted with the sessions that have expired', async () => {
		const { browser } = await opened();
		await world.database.prisma.oneTimeToken.updateMany({ data: { expiresAt: new Date() } });
		expect(await reset(browser)).toMatchObject({ code: 'LINK_INVALID' });
		expect(await world.tokens()).toHaveLength(1);
		await auth.sessions.deleteExpired();
		expect(await world.tokens()).toEqual([]);
	});

	test('server code resets a password by the token it is given', async () => {
		const { mail } = await opened();
		const { page } = await new Browser().visit(auth.handle, ({ cookies }) =>
			auth.email.resetPassword({ cookies, token: tokenIn(mail), password: NEW, redirect: false })
		);
		expect(page).toEqual({ ok: true });
	});
});

describe('on PostgreSQL, where the database compares as people do', () => {
	test('PW5: the mail goes to the address that is stored, and to nobody with a similar one', async () => {
		const world = await createEmailWorld('postgresql');
		const { prisma } = world.database;
		await prisma.$executeRawUnsafe(
			"CREATE COLLATION base (provider = icu, locale = 'und-u-ks-level1', deterministic = false)"
		);
		await prisma.$executeRawUnsafe(
			'ALTER TABLE "User" ALTER COLUMN "email" TYPE text COLLATE base'
		);
		await world.makeUser('Kim@example.com');
		await world.makeUser('ánn@example.com');
		const auth = world.app();
		for (const typed of ['kim@example.com', 'KIM@EXAMPLE.COM', 'ann@example.com'])
			await world.post(auth, new Browser(), 'forgotpassword', { email: typed });
		await world.deliver(auth);
		expect(world.sent.map(({ to }) => to)).toEqual(['Kim@example.com', 'Kim@example.com']);
		await world.close();
	});
});
