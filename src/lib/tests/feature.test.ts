import { afterAll, beforeAll, beforeEach, describe, expect, expectTypeOf, test, vi } from 'vitest';
import { audit } from '../../../e2e/fixture/src/lib/audit.js';
import { providers } from '../../../e2e/support/database.js';
import { isAny } from '../../../e2e/support/gate.js';
import { createSchemaDatabase, type SchemaDatabase } from '../../../e2e/support/schemas.js';
import {
	defineFeature,
	guardianAuth,
	hashPassword,
	type AuthEvent,
	type Guardian
} from '../index.js';
import { Browser } from './request-event.test.support.js';

const password = 'correct horse battery staple';
const email = 'ann@example.com';

const secret = 'a secret of at least 32 characters';

describe.each(providers)('MI2: on %s, a feature of somebody else’s', (provider) => {
	let database: SchemaDatabase;
	let prisma: ReturnType<typeof database.client<'audit'>>;
	let passwordHash: string;
	const open = (events: Record<string, (event: AuthEvent) => void> = {}) =>
		guardianAuth({ prisma, secret, events, features: [audit({ maxLength: 20 })] });

	beforeAll(async () => {
		database = await createSchemaDatabase(provider, 'audit');
		prisma = database.client('audit');
		passwordHash = await hashPassword(password);
	});
	afterAll(() => database.close());
	beforeEach(async () => {
		await prisma.user.deleteMany();
	});

	const makeUser = () => prisma.user.create({ data: { email, passwordHash } });
	async function signedIn(auth = open()) {
		const user = await makeUser();
		const browser = new Browser();
		await browser.visit(auth.handle, ({ cookies }) =>
			auth.signIn({ cookies, email, password, redirect: false })
		);
		return { auth, browser, user };
	}
	const textsOf = async (auth: ReturnType<typeof open>, user: { id: string }) =>
		(await auth.audit.list(user)).map(({ kind, text }) => `${kind} ${text}`.trim());

	test('stores in a model of its own, and hears of sign-ins and sign-outs', async () => {
		const { auth, browser, user } = await signedIn();
		await browser.visit(auth.handle, ({ cookies }) => auth.signOut({ cookies, redirect: false }));

		expect(await textsOf(auth, user)).toEqual(['in password', 'out']);
	});

	test.runIf(isAny(provider))(
		'refuses a sign-in with a code of its own, and no session is made',
		async () => {
			const auth = open();
			const user = await makeUser();
			await auth.audit.lock(user);
			const { page } = await new Browser().visit(auth.handle, ({ cookies }) =>
				auth.signIn({ cookies, email, password, redirect: false })
			);

			expect(page).toEqual({
				ok: false,
				code: 'ACCOUNT_LOCKED',
				error: 'This account is locked. Contact support.'
			});
			expect(await prisma.session.count()).toBe(0);
		}
	);

	test.runIf(isAny(provider))(
		'has an action for a page: checked, for users only, with its own failure at the field',
		async () => {
			const { auth, browser, user } = await signedIn();
			const post = (text: string) =>
				browser.act(auth.handle, '/notes?/note', { text }, auth.actions.note);

			expect(await post('hello')).toMatchObject({ form: { valid: true, data: { text: 'hello' } } });
			expect(await post(' ')).toMatchObject({ status: 400, data: { form: { valid: false } } });
			expect(await post('x'.repeat(21))).toMatchObject({
				status: 400,
				data: { form: { errors: { text: ['This note is too long. Shorten it and try again.'] } } }
			});
			expect(await textsOf(auth, user)).toEqual(['in password', 'note hello']);
			await expect(
				new Browser().act(auth.handle, '/notes?/note', { text: 'hi' }, auth.actions.note)
			).rejects.toMatchObject({ status: 303, location: '/signin?callbackUrl=%2Fnotes' });
		}
	);

	test.runIf(isAny(provider))('has an action that is answered on every page', async () => {
		const { auth, browser, user } = await signedIn();
		await browser.act(auth.handle, '/notes?/note', { text: 'hi' }, auth.actions.note);
		const { response } = await browser.post(auth.handle, '/any/page?/forget', {});

		expect([response.status, response.headers.get('location')]).toEqual([303, '/any/page']);
		expect(await textsOf(auth, user)).toEqual(['in password']);
	});

	test('NC4: nobody locks or unlocks an account by a note, and a lock ends its sessions', async () => {
		const { auth, browser, user } = await signedIn();
		const signIn = async () =>
			(
				await new Browser().visit(auth.handle, ({ cookies }) =>
					auth.signIn({ cookies, email, password, redirect: false })
				)
			).page;
		for (const text of ['lock', 'locked'])
			await browser.act(auth.handle, '/notes?/note', { text }, auth.actions.note);
		expect(await signIn()).toMatchObject({ ok: true });

		await prisma.auditEntry.create({ data: { userId: user.id, kind: 'lock', text: '' } });
		await browser.post(auth.handle, '/any/page?/forget', {});
		expect(await signIn()).toMatchObject({ code: 'ACCOUNT_LOCKED' });

		await auth.audit.lock(user);
		expect(await prisma.session.count()).toBe(0);
		await auth.audit.unlock(user);
		expect(await signIn()).toMatchObject({ ok: true });
	});

	test.runIf(isAny(provider))(
		'an action that needs a fresh sign-in refuses an old one',
		async () => {
			const { auth, browser } = await signedIn();
			const createdAt = new Date(Date.now() - 16 * 60 * 1000);
			await prisma.session.updateMany({ data: { createdAt } });
			const { response } = await browser.post(
				auth.handle,
				'/any/page?/forget',
				{},
				{
					accept: 'application/json'
				}
			);

			expect(await response.json()).toMatchObject({ type: 'failure', status: 403 });
		}
	);

	test.runIf(isAny(provider))('every event can be told to one function', async () => {
		const told: string[] = [];
		const hook = ({ type }: AuthEvent) => void told.push(type);
		const auth = open({
			afterSignIn: hook,
			signInFailed: hook,
			afterSignUp: hook,
			beforeSignIn: hook
		});
		const browser = new Browser();
		await browser.visit(auth.handle, ({ cookies }) =>
			auth.signUp({ cookies, email, password, redirect: false })
		);
		await new Browser().visit(auth.handle, ({ cookies }) =>
			auth.signIn({ cookies, email, password: 'another long one', redirect: false })
		);

		expect(told).toEqual(['afterSignUp', 'beforeSignIn', 'afterSignIn', 'signInFailed']);
	});

	test('a statement that fails in a transaction takes the others back', async () => {
		const user = await makeUser();
		const twice = defineFeature({
			id: 'twice',
			setup: ({ database: { transaction } }) => ({
				api: {
					rename: (id: string, fails: boolean) =>
						transaction(async (model) => {
							await model('user').updateMany({ where: { id }, data: { name: 'Ann' } });
							if (fails) throw new Error('no');
						})
				}
			})
		});
		const auth = guardianAuth({ prisma, secret, features: [twice] });

		await expect(auth.twice.rename(user.id, true)).rejects.toMatchObject({ name: 'StoreError' });
		expect(await prisma.user.findUnique({ where: { id: user.id } })).toMatchObject({ name: null });
		await auth.twice.rename(user.id, false);
		expect(await prisma.user.findUnique({ where: { id: user.id } })).toMatchObject({ name: 'Ann' });
	});

	test.each([
		['once where the transaction is run again', 'P2034', { ok: true }, 1],
		['not where nobody has signed up', 'P2000', { ok: false }, 0]
	])('what follows a new user is done after the commit, %s', async (_, code, outcome, times) => {
		let attempts = 0;
		const follow = vi.fn();
		const signUpFeature = (id: string, whenCreated: () => Promise<(() => void) | void>) =>
			defineFeature({ id, setup: () => ({ api: {}, signUp: { whenCreated } }) });
		const welcome = signUpFeature('welcome', async () => {
			attempts++;
			return follow;
		});
		const conflicting = signUpFeature('conflicting', async () => {
			if (attempts === 1) throw Object.assign(new Error('no'), { code });
		});
		const auth = guardianAuth({ prisma, secret, features: [welcome, conflicting] });
		vi.spyOn(console, 'error').mockImplementation(() => {});
		const { page } = await new Browser().visit(auth.handle, ({ cookies }) =>
			auth.signUp({ cookies, email, password, redirect: false })
		);
		expect(page).toMatchObject(outcome);
		expect(follow).toHaveBeenCalledTimes(times);
		expect(await prisma.user.count()).toBe(times);
		vi.restoreAllMocks();
	});

	test.runIf(isAny(provider))('a way in of one’s own is a session like any other', async () => {
		const auth = open();
		const user = await prisma.user.create({ data: { email, passwordHash: null } });
		const browser = new Browser();
		const enter = (userId: string) =>
			browser.visit(auth.handle, ({ cookies }) =>
				auth.createSession({ cookies, userId, method: 'github', redirect: false })
			);

		expect((await enter(user.id)).page).toMatchObject({ ok: true, user: { email }, url: '/' });
		expect(browser.session).not.toBeNull();
		expect(await textsOf(auth, user)).toEqual(['in github']);
		await prisma.user.updateMany({ data: { disabledAt: new Date() } });
		expect((await enter(user.id)).page).toMatchObject({ code: 'ACCOUNT_UNAVAILABLE' });
		expect((await enter('nobody')).page).toMatchObject({ code: 'ACCOUNT_UNAVAILABLE' });
	});

	test.runIf(isAny(provider))(
		'a user without a password cannot sign in with one, whatever it is',
		async () => {
			const auth = open();
			await prisma.user.create({ data: { email, passwordHash: null } });
			for (const tried of ['null', '', password]) {
				const { page } = await new Browser().visit(auth.handle, ({ cookies }) =>
					auth.signIn({ cookies, email, password: tried, redirect: false })
				);
				expect(page).toMatchObject({ ok: false });
			}
		}
	);
});

describe('the types of `auth` grow with its features', () => {
	// Without the user's own columns, which another test is about.
	type Auth = Guardian<{ id: string }, [ReturnType<typeof audit>]>;

	test('by their api, their actions and their codes', () => {
		expectTypeOf<Auth['audit']['list']>().toBeCallableWith({ id: 'ann' });
		expectTypeOf<keyof Auth['actions']>().toEqualTypeOf<
			'signin' | 'signup' | 'signout' | 'changepassword' | 'note' | 'forget'
		>();
		type Code = NonNullable<Awaited<ReturnType<Auth['signIn']>>['code']>;
		expectTypeOf<'ACCOUNT_LOCKED'>().toExtend<Code>();
		expectTypeOf<'INVALID_CREDENTIALS'>().toExtend<Code>();
	});
});

describe('a list of features that does not fit is refused at startup', () => {
	const prisma = {} as never;
	const mistake = (features: Parameters<typeof defineFeature>[0][]) => {
		vi.spyOn(console, 'error');
		try {
			guardianAuth({ prisma, secret, features });
		} catch (error) {
			return String(error);
		}
		return 'nothing';
	};
	const bare = (id: string, rest: object = {}) => ({ id, setup: () => ({ api: {} }), ...rest });

	test.each([
		['twice the same', [bare('one'), bare('one')], 'the features name `one`'],
		['the name of a member', [bare('signOut')], 'the features name `signOut`'],
		[
			'a code of the kit',
			[bare('one', { codes: { TOO_BUSY: { status: 500, message: '' } } })],
			'the codes name `TOO_BUSY`'
		],
		[
			'a model of the kit',
			[bare('one', { models: { user: { name: 'User', fields: {} } } })],
			'the models name `user`'
		],
		['no feature', ['audit' as never], 'write the result of a function such as audit()']
	])('%s', (_, features, sentence) => {
		expect(mistake(features)).toContain(sentence);
	});

	test('NC3: a model that the schema lacks is printed with both sides of its relation, and how to migrate', () => {
		const message = mistake([audit() as never]);
		expect(message).toContain('model AuditEntry {\n\tid String @id @default(cuid())');
		expect(message).toContain('to your model `User`');
		expect(message).toContain('\n\tauditEntries AuditEntry[]\n');
		expect(message).toContain('`prisma migrate dev` and `prisma generate`');
	});
});
