import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { anyProvider } from '../../../../e2e/support/gate.js';
import { guardianAuth } from '../../index.js';
import { Browser } from '../../tests/request-event.test.support.js';
import {
	ann,
	bob,
	createEmailWorld,
	linkIn,
	NEW,
	OLD,
	ORIGIN,
	tokenIn
} from '../../tests/email-world.test.support.js';
import { email } from './index.js';

const VERIFY_PAGE = { status: 303, location: '/verify-email' };

describe.each(anyProvider)('on %s', (provider) => {
	let world: Awaited<ReturnType<typeof createEmailWorld>>;
	let auth: ReturnType<typeof world.app>;
	beforeAll(async () => void (world = await createEmailWorld(provider)));
	beforeEach(() => void (auth = world.app()));
	afterEach(() => world.reset());
	afterAll(() => world.close());

	const signUp = (browser = new Browser(), address = bob, password = OLD) =>
		world.post(auth, browser, 'signup', { email: address, password });
	const verify = (browser: Browser, fields: Record<string, string> = {}) =>
		world.post(auth, browser, 'verifyemail', fields);
	const isVerified = async (address = bob) =>
		(await world.byEmail(address))!.emailVerifiedAt !== null;
	const linkFor = (browser: Browser) =>
		browser.visit(auth.handle, (event) => auth.email.openedLink(event, 'verifyEmail'));

	describe('optional', () => {
		test('a sign-up signs in and sends a link, which confirms in that browser by one press', async () => {
			const browser = new Browser();
			expect(await signUp(browser)).toMatchObject({ status: 303, location: '/' });
			const mail = await world.mailTo(auth, bob);
			expect(mail?.subject).toBe('Confirm your email for Blue Kettle');
			const { headers } = await world.open(auth, browser, mail);
			expect(headers.get('location')).toBe('/verify-email');
			expect((await linkFor(browser)).page).toEqual({
				...{ email: bob, needsPassword: false },
				isDone: false
			});
			expect(await isVerified()).toBe(false);

			expect(await verify(browser)).toMatchObject({ status: 200, valid: true });
			expect(await isVerified()).toBe(true);
			expect(await world.userIn(auth, browser)).toMatchObject({ email: bob });
			expect((await linkFor(browser)).page).toMatchObject({ isDone: true });
		});

		test('on another device it takes the password, and signs in there', async () => {
			await signUp();
			const phone = new Browser();
			await world.open(auth, phone, await world.mailTo(auth, bob));
			expect((await linkFor(phone)).page).toEqual({
				...{ email: bob, needsPassword: true },
				isDone: false
			});
			expect(await verify(phone)).toMatchObject({ status: 400, errors: { password: [/Enter/] } });
			expect(await verify(phone, { password: 'wrong' })).toMatchObject({
				status: 400,
				errors: { password: [expect.stringContaining('not the password')] }
			});
			expect(await verify(phone, { password: OLD })).toEqual({ status: 303, location: '/' });
			expect(await world.userIn(auth, phone)).toMatchObject({ email: bob });
			expect(await isVerified()).toBe(true);
		});
	});

	describe('PW24: a page can say that the email is not confirmed', () => {
		const needs = async (browser: Browser) =>
			(await browser.visit(auth.handle, (event) => auth.email.needsVerification(event))).page;

		test('from the sign-up to the confirmation', async () => {
			const browser = new Browser();
			expect(await needs(browser)).toBe(false);
			await signUp(browser);
			expect(await needs(browser)).toBe(true);
			await world.open(auth, browser, await world.mailTo(auth, bob));
			await verify(browser);
			expect(await needs(browser)).toBe(false);
		});

		test('and not where nothing is confirmed', async () => {
			auth = world.app({ verification: false });
			const browser = new Browser();
			await signUp(browser);
			expect(await needs(browser)).toBe(false);
		});
	});

	describe('PW15: nobody confirms an account that somebody else has made with their address', () => {
		test('who has the link and neither the session nor the password cannot', async () => {
			const attacker = new Browser();
			await signUp(attacker, ann, 'the attacker knows it');
			const victim = new Browser();
			await world.open(auth, victim, await world.mailTo(auth, ann));
			expect(await verify(victim)).toMatchObject({ status: 400 });
			expect(await verify(victim, { password: OLD })).toMatchObject({ status: 400 });
			expect(await isVerified(ann)).toBe(false);
		});

		test('who proves the mailbox by a reset has the account alone', async () => {
			const attacker = new Browser();
			await signUp(attacker, ann, 'the attacker knows it');
			const verification = await world.mailTo(auth, ann);
			const victim = new Browser();
			await world.post(auth, victim, 'forgotpassword', { email: ann });
			await world.open(auth, victim, await world.mailTo(auth, ann));
			await world.post(auth, victim, 'resetpassword', { password: NEW });

			expect(await isVerified(ann)).toBe(true);
			expect(await world.userIn(auth, attacker)).toBeNull();
			const { result } = await world.signIn(auth, ann, 'the attacker knows it');
			expect(result.ok).toBe(false);
			expect(await verify(attacker, { token: tokenIn(verification) })).toMatchObject({
				code: 'LINK_INVALID'
			});
		});

		test('a confirmation by the link of the own sign-up drops neither password nor session', async () => {
			const browser = new Browser();
			await signUp(browser);
			const before = browser.session!.value;
			await world.open(auth, browser, await world.mailTo(auth, bob));
			await verify(browser);
			expect(browser.session!.value).toBe(before);
			expect((await world.signIn(auth, bob)).result.ok).toBe(true);
		});
	});

	describe('PW8: a scanner that opens every link and presses every button', () => {
		test('confirms nothing, and the link works afterwards', async () => {
			const browser = new Browser();
			await signUp(browser);
			const mail = await world.mailTo(auth, bob);
			const scanner = new Browser();
			const { pathname, search } = new URL(linkIn(mail));
			await scanner.get(auth.handle, pathname + search, {}, 'HEAD');
			await world.open(auth, scanner, mail);
			for (const action of ['verifyemail', 'resetpassword', 'undoemailchange'] as const) {
				expect(await world.post(auth, scanner, action, {})).toMatchObject({ valid: false });
			}
			expect(await isVerified()).toBe(false);
			await world.open(auth, browser, mail);
			expect(await verify(browser)).toMatchObject({ valid: true });
		});
	});

	describe('required', () => {
		beforeEach(() => void (auth = world.app({ verification: 'required' })));

		test('a sign-up signs nobody in; the link and the password do', async () => {
			const browser = new Browser();
			expect(await signUp(browser)).toEqual(VERIFY_PAGE);
			expect(browser.session).toBeNull();
			const { result } = await world.signIn(auth, bob);
			expect(result).toMatchObject({
				ok: false,
				code: 'EMAIL_NOT_VERIFIED',
				url: '/verify-email',
				error: expect.stringContaining('Confirm your email first')
			});
			expect(await world.sessions()).toBe(0);
			await world.open(auth, browser, await world.mailTo(auth, bob));
			expect(await verify(browser, { password: OLD })).toEqual({ status: 303, location: '/' });
			expect(await world.userIn(auth, browser)).toMatchObject({ email: bob });
			expect((await world.signIn(auth, bob)).result.ok).toBe(true);
		});

		test('a sign-up with an address that is taken says the same, and its owner gets a mail', async () => {
			await world.makeAnn({ emailVerifiedAt: new Date() });
			expect(await signUp(new Browser(), ann, 'somebody else’s')).toEqual(
				await signUp(new Browser(), bob)
			);
			const { page } = await new Browser().visit(auth.handle, ({ cookies }) =>
				auth.signUp({ cookies, email: ann, password: 'somebody else’s' })
			);
			expect(page).toMatchObject({ ok: false, code: 'EMAIL_NOT_VERIFIED', url: '/verify-email' });
			const mail = await world.mailTo(auth, ann);
			expect(mail?.subject).toBe('You have an account at Blue Kettle already');
			expect(mail?.text).toContain(`${ORIGIN}/signin`);
			expect(mail?.text).toContain(`${ORIGIN}/forgot-password`);
			expect((await world.signIn(auth)).result.ok).toBe(true);
		});

		test('a reset confirms as well', async () => {
			await signUp();
			const browser = new Browser();
			await world.post(auth, browser, 'forgotpassword', { email: bob });
			await world.deliver(auth);
			// The other is the one that confirms: what anybody can have sent goes last.
			const mail = world.sent.find(({ subject }) => subject.startsWith('Set a new password'));
			await world.open(auth, browser, mail);
			await world.post(auth, browser, 'resetpassword', { password: NEW });
			expect((await world.signIn(auth, bob, NEW)).result.ok).toBe(true);
		});
	});

	test('the link is sent again, and to nobody who needs none; the answer is the same', async () => {
		await signUp();
		await world.deliver(auth);
		await world.makeAnn({ emailVerifiedAt: new Date() });
		world.sent.length = 0;
		const answers = [];
		for (const address of [bob, ann, 'nobody@example.com']) {
			const browser = new Browser();
			const answer = await world.post(auth, browser, 'resendverification', { email: address });
			answers.push({ ...answer, fields: null });
		}
		expect(answers).toEqual(Array(3).fill(answers[0]));
		await world.deliver(auth);
		expect(world.sent.map(({ to }) => to)).toEqual([bob]);
	});

	test('PW9: an earlier link works as long as none was used', async () => {
		const browser = new Browser();
		await signUp(browser);
		const first = await world.mailTo(auth, bob);
		await world.post(auth, browser, 'resendverification', { email: bob });
		const second = await world.mailTo(auth, bob);
		expect(tokenIn(first)).not.toBe(tokenIn(second));
		expect(await verify(browser, { token: tokenIn(first) })).toMatchObject({ valid: true });
		expect(await verify(browser, { token: tokenIn(second) })).toMatchObject({ valid: true });
	});

	test('RL13: the form spends from the account’s count of failed tries', async () => {
		auth = world.app({}, { limits: { account: { points: 3, seconds: 300 } } });
		await signUp();
		const phone = new Browser();
		await world.open(auth, phone, await world.mailTo(auth, bob));
		for (let n = 0; n < 3; n++) await verify(phone, { password: 'wrong' });
		expect(await verify(phone, { password: OLD })).toMatchObject({ status: 429 });
		expect((await world.signIn(auth, bob)).result.code).toBe('TOO_MANY_REQUESTS');
	});

	test('server code sends the link for an account that it has made, once there is one to confirm', async () => {
		await world.makeAnn();
		expect(await auth.email.sendVerification({ id: 'ann' })).toBe(true);
		expect((await world.mailTo(auth, ann))?.subject).toContain('Confirm');
		expect(await auth.email.sendVerification({ id: 'nobody' })).toBe(false);
	});

	test('switched off, no mail is sent, and no column is needed', async () => {
		auth = world.app({ verification: false });
		await signUp();
		await world.deliver(auth);
		expect(world.sent).toEqual([]);
	});
});

test('a model of users without the column is refused at startup, unless verification is off', async () => {
	const { database, close } = await createEmailWorld('sqlite');
	const { prisma } = database;
	const fields: Record<string, unknown> = { ...prisma.user.fields };
	delete fields.emailVerifiedAt;
	const user = new Proxy(prisma.user, {
		get: (target, key) => (key === 'fields' ? fields : Reflect.get(target, key))
	});
	const client = new Proxy(prisma, {
		get: (target, key) => (key === 'user' ? user : Reflect.get(target, key))
	});
	const open = (verification?: false) =>
		guardianAuth({
			prisma: client,
			secret: 'a secret of at least 32 characters',
			features: [
				email({
					...{ send: vi.fn(), from: 'a@app.example', origin: ORIGIN, deliverEvery: false },
					...(verification === false && { verification })
				})
			]
		});
	expect(() => open()).toThrow('emailVerifiedAt');
	expect(() => open(false)).not.toThrow();
	await close();
});
