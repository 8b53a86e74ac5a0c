import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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

const fresh = 'new@example.com';
const DAY_MS = 24 * 60 * 60 * 1000;

describe.each(anyProvider)('on %s', (provider) => {
	let world: Awaited<ReturnType<typeof createEmailWorld>>;
	let auth: ReturnType<typeof world.app>;
	beforeAll(async () => void (world = await createEmailWorld(provider)));
	beforeEach(async () => {
		auth = world.app();
		await world.makeAnn({ emailVerifiedAt: new Date(0) });
	});
	afterEach(() => world.reset());
	afterAll(() => world.close());

	const request = (browser: Browser, email = fresh, password = OLD) =>
		world.post(auth, browser, 'changeemail', { email, password });
	const confirm = (browser: Browser, fields: Record<string, string> = {}) =>
		world.post(auth, browser, 'verifyemail', fields);
	const undo = (browser: Browser, password = NEW, fields: Record<string, string> = {}) =>
		world.post(auth, browser, 'undoemailchange', { password, ...fields });
	const emailOf = async (id = 'ann') => (await world.user(id)).email;
	/** Changes the address, and returns the notice to the old one. */
	async function changed(to = fresh, from = ann, browser?: Browser) {
		const own = browser ?? (await world.signIn(auth, from)).browser;
		await request(own, to);
		await world.open(auth, own, await world.mailTo(auth, to));
		await confirm(own);
		const notice = await world.mailTo(auth, from);
		return { browser: own, notice };
	}
	async function opened(mail: Awaited<ReturnType<typeof changed>>['notice']) {
		const browser = new Browser();
		await world.open(auth, browser, mail);
		return browser;
	}

	describe('PW13: an email changes only when the new address answers', () => {
		test('and not before its link is confirmed', async () => {
			const { browser } = await world.signIn(auth);
			expect(await request(browser)).toMatchObject({ status: 200, valid: true });
			const mail = await world.mailTo(auth, fresh);
			expect(mail?.subject).toBe('Confirm your new email for Blue Kettle');
			expect(world.sent.filter(({ to }) => to === ann)).toEqual([]);
			await world.open(auth, browser, mail);
			expect(await emailOf()).toBe(ann);

			expect(await confirm(browser)).toMatchObject({ status: 200, valid: true });
			expect(await world.user()).toMatchObject({ email: fresh });
			expect((await world.user()).emailVerifiedAt!.getTime()).toBeGreaterThan(0);
			expect(await world.userIn(auth, browser)).toMatchObject({ email: fresh });
			const notice = await world.mailTo(auth, ann);
			expect(notice?.subject).toBe('Your email for Blue Kettle was changed');
			expect(notice?.text).toContain(fresh);
			expect(notice?.text).toContain('7 days');
		});

		test('it needs the current password, and is refused to nobody', async () => {
			const { browser } = await world.signIn(auth);
			for (const password of ['', 'wrong']) {
				expect(await request(browser, fresh, password)).toMatchObject({ status: 400 });
			}
			const anonymous = await request(new Browser());
			expect(anonymous).toMatchObject({ status: 303 });
			expect((anonymous as { location: string }).location).toMatch(/^\/signin/);
			await world.deliver(auth);
			expect(world.sent).toEqual([]);
		});

		test('whoever gets the mail by a typo cannot confirm it, nor can a scanner', async () => {
			const { browser } = await world.signIn(auth);
			await request(browser);
			const stranger = await opened(await world.mailTo(auth, fresh));
			expect(await confirm(stranger)).toMatchObject({ status: 400 });
			expect(await confirm(stranger, { password: 'a guess' })).toMatchObject({ status: 400 });
			expect(await emailOf()).toBe(ann);
		});

		test('on another device it takes the password', async () => {
			const { browser } = await world.signIn(auth);
			await request(browser);
			const phone = await opened(await world.mailTo(auth, fresh));
			expect(await confirm(phone, { password: OLD })).toEqual({ status: 303, location: '/' });
			expect(await emailOf()).toBe(fresh);
		});
	});

	describe('PW13: the old address can undo it', () => {
		test('which restores it, ends every session and sets a new password', async () => {
			const { browser: thief, notice } = await changed();
			const { browser: other } = await world.signIn(auth, fresh);
			const owner = await opened(notice);
			const location = '/signin?notice=email-restored';
			expect(await undo(owner)).toEqual({ status: 303, location });
			expect(await emailOf()).toBe(ann);
			for (const each of [thief, other]) expect(await world.userIn(auth, each)).toBeNull();
			expect((await world.signIn(auth, ann, OLD)).result.ok).toBe(false);
			expect((await world.signIn(auth, ann, NEW)).result.ok).toBe(true);
			const again = await undo(owner, NEW, { token: tokenIn(notice) });
			// Nobody can ask for a new one.
			const error = expect.not.stringContaining('Ask for');
			expect(again).toMatchObject({ code: 'LINK_INVALID', error });
		});

		test('a thief who changes the password as well, and the email again, cannot prevent it', async () => {
			const { browser: thief, notice } = await changed();
			await thief.visit(auth.handle, ({ cookies }) =>
				auth.changePassword({ cookies, currentPassword: OLD, newPassword: 'the thief’s own words' })
			);
			await world.post(auth, thief, 'changeemail', {
				...{ email: 'thief@example.com', password: 'the thief’s own words' }
			});
			await world.open(auth, thief, await world.mailTo(auth, 'thief@example.com'));
			await confirm(thief);
			expect(await emailOf()).toBe('thief@example.com');
			// Nor by undoing the second change.
			const second = await world.mailTo(auth, fresh);
			expect(second?.subject).toContain('was changed');
			expect(await undo(await opened(second), 'the thief’s third words')).toMatchObject({
				status: 303
			});
			expect(await emailOf()).toBe(fresh);

			expect(await undo(await opened(notice))).toMatchObject({ status: 303 });
			expect(await emailOf()).toBe(ann);
			expect((await world.signIn(auth, ann, NEW)).result.ok).toBe(true);
		});

		test('and what the thief has got by mail is void then', async () => {
			const { browser: thief, notice } = await changed();
			await world.post(auth, thief, 'forgotpassword', { email: fresh });
			const reset = tokenIn(await world.mailTo(auth, fresh));
			await request(thief, 'third@example.com');
			const change = tokenIn(await world.mailTo(auth, 'third@example.com'));
			await undo(await opened(notice));
			const own = new Browser();
			expect(
				await world.post(auth, own, 'resetpassword', { token: reset, password: OLD })
			).toMatchObject({ code: 'LINK_INVALID' });
			expect(await confirm(own, { token: change, password: NEW })).toMatchObject({
				code: 'LINK_INVALID'
			});
		});

		test('until then nobody else signs up with the old address, nor changes to it', async () => {
			await changed();
			const { browser: bobs } = await (async () => {
				await world.makeUser(bob);
				return await world.signIn(auth, bob);
			})();
			const result = await world.post(auth, new Browser(), 'signup', { email: ann, password: NEW });
			expect(result).toMatchObject({ status: 409 });
			await request(bobs, ann);
			const before = world.sent.length;
			await world.deliver(auth);
			expect(world.sent).toHaveLength(before);
			// Its owner may.
			const { browser } = await world.signIn(auth, fresh);
			await request(browser, ann);
			await world.open(auth, browser, await world.mailTo(auth, ann));
			expect(await confirm(browser)).toMatchObject({ valid: true });
			expect(await emailOf()).toBe(ann);
		});

		test('but not an address that was never confirmed: by a typo it may be a stranger’s', async () => {
			await world.database.prisma.user.updateMany({ data: { emailVerifiedAt: null } });
			const { notice } = await changed();
			expect(notice?.subject).toContain('was changed');
			expect(notice?.text).not.toMatch(/token=|new@example/);
			const purposes = (await world.tokens()).map(({ purpose }) => purpose);
			expect(purposes).not.toContain('undo-email-change');
			// What it was changed to is confirmed by the change.
			const next = await changed('third@example.com', fresh);
			expect(next.notice?.text).toMatch(/token=/);
		});

		test('for seven days', async () => {
			await changed();
			const [token] = (await world.tokens()).filter(
				({ purpose }) => purpose === 'undo-email-change'
			);
			const days = (token!.expiresAt.getTime() - token!.createdAt.getTime()) / DAY_MS;
			// From when the notice is sent.
			expect(days).toBeGreaterThanOrEqual(7);
			expect(days).toBeLessThan(7.01);
		});
	});

	test('PW14: a change of the email voids the links that are on their way', async () => {
		await world.post(auth, new Browser(), 'forgotpassword', { email: ann });
		const reset = tokenIn(await world.mailTo(auth, ann));
		await changed();
		expect(
			await world.post(auth, new Browser(), 'resetpassword', { token: reset, password: NEW })
		).toMatchObject({ code: 'LINK_INVALID' });
	});

	test('PW14: of two changes at once one is made', async () => {
		const { browser } = await world.signIn(auth);
		const tokens: string[] = [];
		for (const address of [fresh, 'other@example.com']) {
			await request(browser, address);
			tokens.push(tokenIn(await world.mailTo(auth, address)));
		}
		const results = await Promise.all(tokens.map((token) => confirm(browser, { token })));
		expect(results.filter(({ status }) => status === 200)).toHaveLength(1);
		expect([fresh, 'other@example.com']).toContain(await emailOf());
		await world.deliver(auth);
		expect(world.sent.filter(({ subject }) => subject.includes('was changed'))).toHaveLength(1);
	});

	test('an address that is taken is told to its owner only, at once or meanwhile', async () => {
		await world.makeUser(bob);
		const { browser } = await world.signIn(auth);
		const [taken, free] = [await request(browser, bob), await request(browser)];
		expect({ ...taken, fields: null }).toEqual({ ...free, fields: null });
		expect((await world.mailTo(auth, bob))?.subject).toContain('You have an account');
		await world.open(auth, browser, await world.mailTo(auth, fresh));
		await world.makeUser(fresh);
		expect(await confirm(browser)).toMatchObject({ status: 409, code: 'EMAIL_TAKEN' });
		expect(await emailOf()).toBe(ann);
	});

	test('PW7: 20 posts of one link at once send one notice', async () => {
		const { browser } = await world.signIn(auth);
		await request(browser);
		const token = tokenIn(await world.mailTo(auth, fresh));
		const results = await Promise.all(
			Array.from({ length: 20 }, () => confirm(browser, { token }))
		);
		// The others are told that it is done.
		expect(results.filter(({ status }) => status === 200)).toHaveLength(20);
		expect(world.told.filter(({ type }) => type === 'credentialsChanged')).toHaveLength(1);
		await world.deliver(auth);
		expect(world.sent.filter(({ to }) => to === ann)).toHaveLength(1);
	});

	test('RL13: asking for a change spends from the account’s count of failed tries', async () => {
		auth = world.app({}, { limits: { account: { points: 3, seconds: 300 } } });
		const { browser } = await world.signIn(auth);
		for (let n = 0; n < 3; n++) await request(browser, `n${n}@example.com`, 'wrong');
		expect((await world.signIn(auth)).result.code).toBe('TOO_MANY_REQUESTS');
	});
});
