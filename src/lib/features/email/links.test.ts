import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Browser } from '../../tests/request-event.test.support.js';
import {
	ann,
	bob,
	createEmailWorld,
	NEW,
	OLD,
	tokenIn
} from '../../tests/email-world.test.support.js';

let world: Awaited<ReturnType<typeof createEmailWorld>>;
let auth: ReturnType<typeof world.app>;
beforeAll(async () => void (world = await createEmailWorld('sqlite')));
beforeEach(async () => {
	auth = world.app();
	await world.makeAnn({ emailVerifiedAt: new Date(0) });
});
afterEach(() => world.reset());
afterAll(() => world.close());

/** Leaves the mail with a link of each kind for an account, and returns it. */
const mails = {
	async resetPassword(email: string) {
		await world.post(auth, new Browser(), 'forgotpassword', { email });
		return await world.mailTo(auth, email);
	},
	async verifyEmail(email: string) {
		await world.database.prisma.user.updateMany({ data: { emailVerifiedAt: null } });
		await world.post(auth, new Browser(), 'resendverification', { email });
		return await world.mailTo(auth, email);
	},
	async undoEmailChange(email: string) {
		const { browser } = await world.signIn(auth, email);
		const to = `next-${email}`;
		await world.post(auth, browser, 'changeemail', { email: to, password: OLD });
		const token = tokenIn(await world.mailTo(auth, to));
		await world.post(auth, browser, 'verifyemail', { token });
		return await world.mailTo(auth, email);
	}
};
const KINDS = [
	['resetPassword', 'resetpassword'],
	['verifyEmail', 'verifyemail'],
	['undoEmailChange', 'undoemailchange']
] as const;

describe('PW21: a form is for the link that its page has shown', () => {
	test.each(KINDS)('%s: not for one that was opened later', async (kind, action) => {
		await world.makeUser(bob, { emailVerifiedAt: new Date(0) });
		const [anns, bobs] = [await mails[kind](ann), await mails[kind](bob)];
		const browser = new Browser();
		await world.open(auth, browser, anns);
		const shown = async () =>
			(await browser.visit(auth.handle, (event) => auth.email.openedLink(event, kind))).page!.email;
		const account = await shown();
		await world.open(auth, browser, bobs);
		const password = kind === 'verifyEmail' ? OLD : NEW;
		const send = (more: object) =>
			world.post(auth, browser, action, { password, ...more } as Record<string, string>);
		expect(await send({ account })).toMatchObject({ code: 'LINK_INVALID' });
		expect((await world.signIn(auth, account === ann ? bob : ann, NEW)).result.ok).toBe(false);
		expect(await send({ account: await shown() })).toMatchObject({ status: 303 });
	});

	test('a form that says none is for the last one', async () => {
		const browser = new Browser();
		await world.open(auth, browser, await mails.resetPassword(ann));
		expect(await world.post(auth, browser, 'resetpassword', { password: NEW })).toMatchObject({
			status: 303
		});
	});
});

describe('PW22: a sign-out takes the links that were opened from the browser', () => {
	test.each(KINDS)('%s', async (kind, action) => {
		const mail = await mails[kind](ann);
		const owner = kind === 'undoEmailChange' ? `next-${ann}` : ann;
		const { browser } = await world.signIn(auth, owner);
		await world.open(auth, browser, mail);
		await browser.post(auth.handle, '/any?/signout', {});
		expect(await world.userIn(auth, browser)).toBeNull();
		const password = kind === 'verifyEmail' ? OLD : NEW;
		expect(await world.post(auth, browser, action, { password })).toMatchObject({
			code: 'LINK_INVALID'
		});
		// The mail is still there.
		await world.open(auth, browser, mail);
		expect(await world.post(auth, browser, action, { password })).toMatchObject({ status: 303 });
	});
});

describe('PW23: nobody is mailed without end, and nobody keeps an owner from a mail', () => {
	test('an account has at most 10 addresses mailed in an hour', async () => {
		const { browser } = await world.signIn(auth);
		const results = [];
		for (let n = 0; n < 12; n++) {
			browser.address = `198.51.100.${n}`;
			const fields = { email: `v${n}@example.org`, password: OLD };
			results.push((await world.post(auth, browser, 'changeemail', fields)).status);
		}
		expect(results).toEqual([...Array(10).fill(200), 429, 429]);
		await world.deliver(auth);
		expect(world.sent).toHaveLength(10);
	});

	test('a client address has at most 20, with however many accounts', async () => {
		const results = [];
		for (let n = 0; n < 3; n++) {
			await world.makeUser(`bot${n}@evil.example`);
			const { browser } = await world.signIn(auth, `bot${n}@evil.example`);
			browser.address = '198.51.100.7';
			for (let count = 0; count < 8; count++) {
				const fields = { email: `v${n}${count}@example.org`, password: OLD };
				results.push((await world.post(auth, browser, 'changeemail', fields)).status);
			}
		}
		expect(results).toEqual([...Array(20).fill(200), ...Array(4).fill(429)]);
	});

	test.each(['forgotpassword', 'resendverification'] as const)(
		'%s: beyond five in a minute it is done already, for everybody',
		async (action) => {
			await world.database.prisma.user.updateMany({ data: { emailVerifiedAt: null } });
			const answers = [];
			for (const email of [ann, bob]) {
				for (let n = 0; n < 7; n++) {
					const browser = new Browser();
					browser.address = `198.51.100.${n}`;
					const answer = await world.post(auth, browser, action, { email });
					answers.push({ ...answer, fields: null });
				}
			}
			expect(answers).toEqual(Array(14).fill(answers[0]));
			expect(answers[0]).toMatchObject({ status: 200, valid: true });
			expect(await auth.email.pending()).toHaveLength(10);
		}
	);

	test('but one client address is refused', async () => {
		const results = [];
		for (let n = 0; n < 21; n++) {
			const email = `${n}@example.com`;
			results.push((await world.post(auth, new Browser(), 'forgotpassword', { email })).status);
		}
		expect(results.at(-1)).toBe(429);
	});
});

describe('PW14: the links of mails are voided with a new password, or it is not set', () => {
	test.each(['setPassword', 'changePassword'] as const)('%s', async (how) => {
		const { browser } = await world.signIn(auth);
		const token = tokenIn(await mails.resetPassword(ann));
		const { prisma } = world.database;
		await prisma.$executeRawUnsafe(
			'CREATE TRIGGER keep BEFORE DELETE ON "OneTimeToken" BEGIN SELECT RAISE(ABORT, \'kept\'); END'
		);
		const set = () =>
			how === 'setPassword'
				? auth.setPassword({ id: 'ann' }, NEW).catch(({ code }) => ({ ok: false, code }))
				: browser
						.visit(auth.handle, ({ cookies }) =>
							auth.changePassword({ cookies, currentPassword: OLD, newPassword: NEW })
						)
						.then(({ page }) => page!);
		expect(await set()).toMatchObject({ ok: false, code: 'STORE_UNAVAILABLE' });
		expect((await world.signIn(auth, ann, NEW)).result.ok).toBe(false);
		await prisma.$executeRawUnsafe('DROP TRIGGER keep');
		expect(await set()).toMatchObject({ ok: true });
		expect(
			await world.post(auth, new Browser(), 'resetpassword', { token, password: OLD })
		).toMatchObject({ code: 'LINK_INVALID' });
	});
});

test('FR23: a confirmation that signs in leads to the check of the cookie, where that may be refused', async () => {
	const mail = await mails.verifyEmail(ann);
	auth = world.app({}, { cookie: { domain: 'other.example' } });
	const browser = new Browser();
	await world.open(auth, browser, mail);
	expect(await world.post(auth, browser, 'verifyemail', { password: OLD })).toEqual({
		status: 303,
		location: '/_guardian/cookie/check?callbackUrl=%2F'
	});
});

test.each(KINDS)(
	'SE47: a page that shows an opened link is in no shared cache: %s',
	async (kind) => {
		const mail = await mails[kind](ann);
		const visit = async (browser: Browser) => {
			const { response } = await browser.visit(auth.handle, async (event) => {
				event.setHeaders({ 'cache-control': 'public, s-maxage=60' });
				return await auth.email.openedLink(event, kind);
			});
			return response.headers.get('cache-control');
		};
		const browser = new Browser();
		await world.open(auth, browser, mail);
		expect(await visit(browser)).toBe('private, no-store');
		expect(await visit(new Browser())).toBe('public, s-maxage=60');
	}
);
