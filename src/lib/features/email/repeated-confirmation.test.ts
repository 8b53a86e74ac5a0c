import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { anyProvider } from '../../../../e2e/support/gate.js';
import { Browser } from '../../tests/request-event.test.support.js';
import {
	ann,
	bob,
	createEmailWorld,
	NEW,
	OLD,
	tokenIn
} from '../../tests/email-world.test.support.js';

const INVALID = { status: 400, code: 'LINK_INVALID' };
const CONFIRMED = { status: 200, valid: true };
const fresh = 'new@example.com';

describe.each(anyProvider)('on %s', (provider) => {
	let world: Awaited<ReturnType<typeof createEmailWorld>>;
	let auth: ReturnType<typeof world.app>;
	beforeAll(async () => void (world = await createEmailWorld(provider)));
	beforeEach(() => void (auth = world.app()));
	afterEach(async () => {
		vi.useRealTimers();
		await world.reset();
	});
	afterAll(() => world.close());

	const verify = (browser: Browser, fields: Record<string, string> = {}) =>
		world.post(auth, browser, 'verifyemail', fields);
	const linkFor = async (browser: Browser) =>
		(await browser.visit(auth.handle, (event) => auth.email.openedLink(event, 'verifyEmail'))).page;
	async function opened(mail: Awaited<ReturnType<typeof world.mailTo>>) {
		const browser = new Browser();
		await world.open(auth, browser, mail);
		return browser;
	}
	/** Bob signs up, and confirms his email in the same browser. */
	async function confirmed() {
		const browser = new Browser();
		await world.post(auth, browser, 'signup', { email: bob, password: OLD });
		const mail = await world.mailTo(auth, bob);
		await world.open(auth, browser, mail);
		expect(await verify(browser)).toMatchObject(CONFIRMED);
		return { browser, mail };
	}
	/** Ann changes her email. */
	async function changed() {
		await world.makeAnn({ emailVerifiedAt: new Date(0) });
		const { browser } = await world.signIn(auth);
		await world.post(auth, browser, 'changeemail', { email: fresh, password: OLD });
		const mail = await world.mailTo(auth, fresh);
		await world.open(auth, browser, mail);
		expect(await verify(browser)).toMatchObject(CONFIRMED);
		return { browser, mail };
	}

	describe('PW25: whoever confirms an email again is told that it is confirmed', () => {
		test.each([
			['of a sign-up', confirmed],
			['of a change', changed]
		])('by a second press, or the link again: %s', async (_, confirm) => {
			const { browser, mail } = await confirm();
			expect(await linkFor(browser)).toMatchObject({ isDone: true, needsPassword: false });
			expect(await verify(browser)).toMatchObject(CONFIRMED);
			await world.open(auth, browser, mail);
			expect(await verify(browser)).toMatchObject(CONFIRMED);
			// Another device, where nobody is signed in: a scanner, or the person.
			const other = await opened(mail);
			expect(await linkFor(other)).toMatchObject({ isDone: true, needsPassword: false });
			expect(await verify(other)).toMatchObject(CONFIRMED);
			expect(other.session).toBeNull();
		});

		test.each([5, 1])('by presses at the same time (%i tries)', async (tries) => {
			for (let count = 0; count < tries; count++) {
				await world.reset();
				const browser = new Browser();
				await world.post(auth, browser, 'signup', { email: bob, password: OLD });
				await world.open(auth, browser, await world.mailTo(auth, bob));
				const answers = await Promise.all([verify(browser), verify(browser), verify(browser)]);
				for (const answer of answers) expect(answer).toMatchObject(CONFIRMED);
			}
		});

		test('with the password it signs in, as the first time', async () => {
			const { mail } = await confirmed();
			const phone = await opened(mail);
			expect(await verify(phone, { password: 'wrong' })).toMatchObject({
				status: 400,
				errors: { password: [expect.stringContaining('not the password')] }
			});
			expect(phone.session).toBeNull();
			expect(await verify(phone, { password: OLD })).toEqual({ status: 303, location: '/' });
			expect(await world.userIn(auth, phone)).toMatchObject({ email: bob });
		});

		test('RL13: wrong passwords there spend from the account’s count', async () => {
			auth = world.app({}, { limits: { account: { points: 3, seconds: 300 } } });
			const { mail } = await confirmed();
			const phone = await opened(mail);
			for (let n = 0; n < 3; n++) await verify(phone, { password: 'wrong' });
			expect(await verify(phone, { password: OLD })).toMatchObject({ status: 429 });
		});
	});

	describe('PW25: a link that is used is good for nothing else', () => {
		test('not for another purpose', async () => {
			const { mail } = await confirmed();
			const token = tokenIn(mail);
			for (const action of ['resetpassword', 'undoemailchange'] as const) {
				expect(
					await world.post(auth, new Browser(), action, { token, password: NEW })
				).toMatchObject(INVALID);
			}
		});

		test('not once the account has another email, nor for that one', async () => {
			const { browser, mail } = await confirmed();
			await world.database.prisma.user.updateMany({ data: { email: fresh } });
			expect(await verify(browser, { token: tokenIn(mail) })).toMatchObject(INVALID);
			expect(await linkFor(await opened(mail))).toBeNull();
		});

		test('not where the email is to be confirmed again', async () => {
			const { browser, mail } = await confirmed();
			await world.database.prisma.user.updateMany({ data: { emailVerifiedAt: null } });
			expect(await verify(browser, { token: tokenIn(mail) })).toMatchObject(INVALID);
			const fields = { token: tokenIn(mail), password: OLD };
			expect(await verify(new Browser(), fields)).toMatchObject(INVALID);
			expect((await world.byEmail(bob))!.emailVerifiedAt).toBeNull();
		});

		test('a change that was undone is not made again', async () => {
			const { mail } = await changed();
			const owner = await opened(await world.mailTo(auth, ann));
			await world.post(auth, owner, 'undoemailchange', { password: NEW });
			const fields = { token: tokenIn(mail), password: NEW };
			expect(await verify(new Browser(), fields)).toMatchObject(INVALID);
			expect((await world.user()).email).toBe(ann);
		});

		test('not for an account that is disabled, nor after its time', async () => {
			const { mail } = await confirmed();
			const fields = { token: tokenIn(mail) };
			vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 25 * 3_600_000 });
			expect(await verify(new Browser(), fields)).toMatchObject(INVALID);
			vi.useRealTimers();
			await world.database.prisma.user.updateMany({ data: { disabledAt: new Date() } });
			expect(await verify(new Browser(), fields)).toMatchObject(INVALID);
		});

		test('it says nothing of another account in this browser', async () => {
			const { mail } = await confirmed();
			await world.makeAnn();
			const { browser } = await world.signIn(auth);
			await world.open(auth, browser, mail);
			expect(await linkFor(browser)).toBeNull();
			const result = await verify(browser, { token: tokenIn(mail) });
			expect(result).toMatchObject({ status: 400, valid: false });
			const other = await opened(mail);
			await world.post(auth, other, 'signup', { email: 'carol@example.com', password: OLD });
			expect(await linkFor(other)).toBeNull();
		});
	});
});
