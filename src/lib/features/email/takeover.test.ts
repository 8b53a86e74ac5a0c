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

const B = 'thief@evil.example';
const C = 'thief2@evil.example';
const THIEF = 'the thief’s own words';

/** Somebody who knows the password has the account, and uses whatever waits to be sent. */
describe.each(anyProvider)('on %s', (provider) => {
	let world: Awaited<ReturnType<typeof createEmailWorld>>;
	let auth: ReturnType<typeof world.app>;
	beforeAll(async () => void (world = await createEmailWorld(provider)));
	beforeEach(async () => {
		auth = world.app({ perAddressPerHour: 3 });
		await world.makeAnn({ emailVerifiedAt: new Date(0) });
	});
	afterEach(() => world.reset());
	afterAll(() => world.close());

	/** Sends what is due. A request of before may be sending as well: what waits for that is due once more. */
	async function send() {
		const { outboxMessage } = world.database.prisma;
		const soon = () => ({ sentAt: null, nextAttemptAt: { lte: new Date(Date.now() + 5000) } });
		for (let tries = 0; tries < 100; tries++) {
			await auth.email.deliver({ seconds: 5 });
			const count = await world.makeDue({ ...soon(), lease: null });
			const leased = await outboxMessage.count({ where: { sentAt: null, NOT: { lease: null } } });
			if (count + leased === 0) return;
			if (leased > 0) await new Promise((resolve) => setTimeout(resolve, 10));
		}
		throw new Error('These mails are not sent.');
	}
	const last = (to: string) => world.sent.findLast((mail) => mail.to === to);
	const waiting = async () => (await auth.email.pending()).map(({ kind, to }) => [kind, to]);
	/** What is sent once an hour has passed. */
	async function anHourLater() {
		const { outboxMessage } = world.database.prisma;
		const before = world.sent.length;
		await outboxMessage.deleteMany({ where: { NOT: { sentAt: null } } });
		await world.makeDue({ lease: null });
		await send();
		return world.sent.slice(before);
	}
	const ask = (browser: Browser, email: string, password = OLD) =>
		world.post(auth, browser, 'changeemail', { email, password });
	const confirm = (browser: Browser, to: string) =>
		world.post(auth, browser, 'verifyemail', { token: tokenIn(last(to)) });
	/** Confirms it, while no mail can be sent. */
	async function confirmWhileDown(browser: Browser, to: string) {
		const up = auth;
		auth = world.app({ send: () => Promise.reject(new Error('down')) });
		await confirm(browser, to);
		await send();
		auth = up;
	}
	async function change(browser: Browser, to: string) {
		await ask(browser, to);
		await send();
		const result = await confirm(browser, to);
		await send();
		return result;
	}
	async function forgot(email: string, count: number) {
		for (let n = 0; n < count; n++) {
			await world.post(auth, new Browser(), 'forgotpassword', { email });
			await send();
		}
	}
	async function fillQuota(email: string) {
		const now = new Date();
		await world.database.prisma.outboxMessage.createMany({
			data: [1, 2, 3].map((n) => ({
				...{ id: `${email}${n}`, kind: 'resetPassword', to: email, data: '', attempts: 1 },
				...{ createdAt: now, nextAttemptAt: now, sentAt: now }
			}))
		});
	}
	const undo = (mail: Parameters<typeof tokenIn>[0], password = NEW) =>
		world.post(auth, new Browser(), 'undoemailchange', { token: tokenIn(mail), password });
	const reset = async (email: string) => {
		await forgot(email, 1);
		const token = tokenIn(last(email));
		return world.post(auth, new Browser(), 'resetpassword', { token, password: NEW });
	};

	describe('PW14: a mail that waits brings no link after the links were voided', () => {
		const voided = {
			'an undo': async () => void (await undo(last(ann))),
			'a reset': async () => void (await reset(B)),
			'a new password by server code': async () =>
				void (await auth.setPassword({ id: 'ann' }, NEW)),
			'another address': async (browser: Browser) => void (await change(browser, C))
		};
		const kinds = {
			resetPassword: () => world.post(auth, new Browser(), 'forgotpassword', { email: B }),
			verifyEmail: async () => {
				const data = { emailVerifiedAt: null };
				await world.database.prisma.user.updateMany({ data });
				return world.post(auth, new Browser(), 'resendverification', { email: B });
			},
			confirmNewEmail: async (browser: Browser) => {
				await fillQuota('third@evil.example');
				return ask(browser, 'third@evil.example');
			}
		};
		for (const [how, end] of Object.entries(voided)) {
			test.each(Object.entries(kinds))(`by ${how}: %s`, async (kind, leave) => {
				const { browser } = await world.signIn(auth);
				await change(browser, B);
				if (how !== 'a reset') await fillQuota(B);
				else if (kind !== 'confirmNewEmail') {
					// The link of the reset is in the mailbox before the further mail waits.
					await forgot(B, 1);
					await fillQuota(B);
				}
				await leave(browser);
				if (how !== 'a reset' || kind === 'confirmNewEmail') await send();
				if (how === 'a reset' && kind !== 'confirmNewEmail') {
					await send();
					const token = tokenIn(last(B));
					await world.post(auth, new Browser(), 'resetpassword', { token, password: NEW });
				} else await end(browser);
				expect((await waiting()).map(([left]) => left)).not.toContain(kind);
				for (const { text } of await anHourLater()) expect(text).not.toContain('token=');
			});
		}

		test('nor is one sent that is composed meanwhile', async () => {
			let meanwhile = async () => {};
			const resetPassword = async ({ url }: { url: string }) => {
				await meanwhile();
				return { subject: 'Set', text: url, html: url };
			};
			auth = world.app({ messages: { resetPassword } });
			await forgot(ann, 1);
			const token = tokenIn(last(ann));
			const password = NEW;
			meanwhile = async () =>
				void (await world.post(auth, new Browser(), 'resetpassword', { token, password }));
			await forgot(ann, 1);
			expect((await world.signIn(auth, ann, NEW)).result.ok).toBe(true);
			expect(world.sent.filter(({ subject }) => subject === 'Set')).toHaveLength(1);
		});
	});

	describe('PW20: a link goes to the mailbox that the account has when it is sent', () => {
		test.each(['resetPassword', 'verifyEmail'])('%s', async (kind) => {
			const data = { emailVerifiedAt: null };
			await world.database.prisma.user.updateMany({ data });
			await fillQuota(ann);
			const action = kind === 'verifyEmail' ? 'resendverification' : 'forgotpassword';
			await world.post(auth, new Browser(), action, { email: ann });
			// An app of its own way to change addresses, which announces nothing.
			await world.database.prisma.user.updateMany({ data: { email: B } });
			expect(await anHourLater()).toEqual([]);
			expect(await waiting()).toEqual([]);
		});
	});

	describe('PW18: changes are undone by when they were made', () => {
		test('the notice of a later change brings no link after the undo', async () => {
			const { browser } = await world.signIn(auth);
			await change(browser, B);
			await ask(browser, C);
			await send();
			await confirmWhileDown(browser, C);
			expect(await waiting()).toEqual([['emailChanged', B]]);
			await undo(last(ann));
			const late = await anHourLater();
			expect(late.filter(({ to, text }) => to === B && text.includes('token='))).toEqual([]);
		});

		test('a notice that was late restores the address that was there first', async () => {
			const { browser } = await world.signIn(auth);
			await ask(browser, B);
			await send();
			await confirmWhileDown(browser, B);
			await change(browser, C);
			const thiefs = last(B);
			expect(thiefs?.subject).toContain('was changed');
			const [notice] = await anHourLater();
			expect(notice?.to).toBe(ann);
			await undo(notice);
			expect(await undo(thiefs, THIEF)).toMatchObject({ code: 'LINK_INVALID' });
			expect((await world.user()).email).toBe(ann);
		});

		test('it waits for no mail that a stranger can ask for', async () => {
			const { browser } = await world.signIn(auth);
			await forgot(ann, 5);
			expect(await waiting()).toContainEqual(['resetPassword', ann]);
			await change(browser, B);
			expect(last(ann)?.subject).toContain('was changed');
			await auth.setPassword({ id: 'ann' }, THIEF);
			await send();
			expect(last(B)?.subject).toContain('password');
		});

		test.each(['emailChanged', 'passwordChanged'])(
			'%s comes although the account was disabled meanwhile',
			async (kind) => {
				const { browser } = await world.signIn(auth);
				await ask(browser, B);
				await send();
				if (kind === 'emailChanged') await confirm(browser, B);
				else await auth.setPassword({ id: 'ann' }, THIEF);
				await auth.disableUser({ id: 'ann' });
				await send();
				expect(last(ann)?.subject).toContain('was changed');
				await auth.enableUser({ id: 'ann' });
				if (kind === 'emailChanged') {
					expect(await undo(last(ann))).toMatchObject({ status: 303 });
				}
			}
		);
	});

	describe('PW17: nothing pushes out the link that undoes a change', () => {
		test('further changes are refused', async () => {
			auth = world.app({}, { limits: false });
			const { browser } = await world.signIn(auth);
			const results = [];
			for (let n = 0; n < 6; n++) results.push(await change(browser, `b${n}@evil.example`));
			expect(results.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
			const notice = world.sent.find(({ to, text }) => to === ann && text.includes('undo'));
			expect(await undo(notice)).toMatchObject({ status: 303 });
			expect((await world.user()).email).toBe(ann);
		});
	});

	describe('PW19: whoever loses the address is told', () => {
		test('by an undo, without a link', async () => {
			const { browser } = await world.signIn(auth);
			await change(browser, B);
			const notice = last(ann);
			await change(browser, C);
			await undo(notice);
			await send();
			expect(last(C)?.subject).toContain('was changed');
			expect(last(C)?.text).not.toMatch(/token=|ann@/);
		});

		test('and who takes the address back need not fear the one in between', async () => {
			const { browser: thief } = await world.signIn(auth);
			const { browser: owner } = await world.signIn(auth);
			await change(thief, B);
			const notice = last(ann);
			expect(await change(owner, ann)).toMatchObject({ status: 200 });
			expect(last(B)?.subject).toContain('was changed');
			expect(last(B)?.text).not.toContain('token=');
			expect(await undo(notice)).toMatchObject({ code: 'LINK_INVALID' });
			expect(await waiting()).toEqual([]);
		});

		test('a thief who goes back as well leaves the link of the owner', async () => {
			const { browser } = await world.signIn(auth);
			await change(browser, B);
			const notice = last(ann);
			await change(browser, C);
			await anHourLater();
			expect(await change(browser, B)).toMatchObject({ status: 200 });
			expect(await undo(notice)).toMatchObject({ status: 303 });
			expect((await world.user()).email).toBe(ann);
		});
	});

	test('PW20: a mail for nobody swallows none of the account', async () => {
		await fillQuota(bob);
		await world.post(auth, new Browser(), 'resendverification', { email: bob });
		await send();
		await world.makeUser(bob);
		await world.post(auth, new Browser(), 'resendverification', { email: bob });
		// The one for nobody is the first, and the quota is full.
		await world.database.prisma.outboxMessage.updateMany({
			where: { sentAt: null },
			data: { nextAttemptAt: new Date(Date.now() - 1000) }
		});
		await send();
		let sent = await anHourLater();
		sent = [...sent, ...(await anHourLater())];
		expect(sent.map(({ to, subject }) => [to, subject.split(' ')[0]])).toEqual([[bob, 'Confirm']]);
	});

	test('PW13: an address is kept for nobody once its user is deleted', async () => {
		const { browser } = await world.signIn(auth);
		await change(browser, B);
		const signUp = () => world.post(auth, new Browser(), 'signup', { email: ann, password: NEW });
		expect(await signUp()).toMatchObject({ status: 409 });
		await world.database.prisma.user.deleteMany();
		expect(await signUp()).toMatchObject({ status: 303 });
	});
});
