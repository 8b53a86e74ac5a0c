import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../e2e/support/database.js';
import { guardianAuth } from '../index.js';
import { createToken } from '../sessions/session-token.js';
import { Browser } from './request-event.test.support.js';

describe('SE42: a browser that presents many session cookies', () => {
	let database: TestDatabase;
	let auth: ReturnType<typeof open>;
	const open = () => guardianAuth({ prisma: database.prisma });

	beforeAll(async () => {
		database = await createDatabase('sqlite');
		await database.prisma.user.create({
			data: { id: 'ann', email: 'ann@example.com', passwordHash: '-' }
		});
		auth = open();
	});
	beforeEach(() => database.prisma.session.deleteMany());
	afterAll(() => database.close());

	const count = () => database.prisma.session.count();

	/** One that keeps the cookies of as many sign-ins, each made without the others' cookies. */
	async function browserWith(sessions: number) {
		const browser = new Browser();
		for (let n = 0; n < sessions; n++) {
			const one = new Browser();
			await one.visit(auth.handle, ({ cookies }) =>
				auth.createSession({ cookies, userId: 'ann', redirect: false })
			);
			browser.putAs(...one.sessionCookie!);
		}
		expect(await count()).toBe(sessions);
		return browser;
	}

	test.each([2, 5, 8, 20])('signing out ends each of %i sessions', async (sessions) => {
		const browser = await browserWith(sessions);
		await browser.visit(auth.handle, ({ cookies }) => auth.signOut({ cookies, redirect: false }));

		expect(await count()).toBe(0);
		expect(browser.session).toBeNull();
	});

	test.each([8, 20])('signing in ends each of %i sessions before', async (sessions) => {
		const browser = await browserWith(sessions);
		await browser.visit(auth.handle, ({ cookies }) =>
			auth.createSession({ cookies, userId: 'ann', redirect: false })
		);

		expect(await count()).toBe(1);
		expect(await browser.visit(auth.handle, ({ locals }) => locals.user?.id)).toMatchObject({
			page: 'ann'
		});
	});

	test.each([
		['of the right name', (browser: Browser) => browser.present(createToken()), 5],
		[
			'of a wrong name',
			(browser: Browser) =>
				browser.putAs(`__Host-guardian_session_${createToken().slice(0, 12)}`, createToken()),
			40
		]
	])('planted cookies %s hide no session from a sign-out', async (_, plant, planted) => {
		const browser = await browserWith(1);
		const [name, value] = browser.sessionCookie!;
		for (let n = 0; n < planted; n++) plant(browser);
		await browser.visit(auth.handle, ({ cookies }) => auth.signOut({ cookies, redirect: false }));

		expect(await count()).toBe(0);
		const copy = new Browser();
		copy.putAs(name, value);
		expect((await copy.visit(auth.handle, ({ locals }) => locals.user)).page).toBeNull();
	});

	test('sign-out clears the cookies of an earlier `cookie.name`', async () => {
		const browser = await browserWith(1);
		const [name] = browser.sessionCookie!;
		const renamed = guardianAuth({
			prisma: database.prisma,
			cookie: { name: 'app_session', legacy: [{ name: '__Host-guardian_session' }] }
		});
		browser.putAs('__Host-guardian_session_other', 'of the app');
		await browser.visit(renamed.handle, ({ cookies }) =>
			renamed.signOut({ cookies, redirect: false })
		);

		expect(browser.valueOf(name)).toBeUndefined();
		expect(browser.valueOf('__Host-guardian_session_other')).toBe('of the app');
	});
});

describe('HU6: a change of the cookie leaves no session alive that its browser has signed out of', () => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await createDatabase('sqlite');
		await database.prisma.user.create({
			data: { id: 'ann', email: 'ann@example.com', passwordHash: '-' }
		});
	});
	beforeEach(() => database.prisma.session.deleteMany());
	afterAll(() => database.close());

	type Cookie = NonNullable<Parameters<typeof guardianAuth>[0]['cookie']>;
	const open = (cookie: Cookie) => guardianAuth({ prisma: database.prisma, cookie });
	type Auth = ReturnType<typeof open>;
	const signIn = (browser: Browser, auth: Auth) =>
		browser.visit(auth.handle, ({ cookies }) =>
			auth.createSession({ cookies, userId: 'ann', redirect: false })
		);
	const who = async (browser: Browser, auth: Auth) =>
		(await browser.visit(auth.handle, ({ locals }) => locals.user?.id ?? null)).page;

	const FORMER = { name: '__Secure-guardian_session', domain: 'app.example' };
	const changes: [string, Cookie, Cookie][] = [
		['to subdomains', {}, { domain: 'app.example' }],
		['from subdomains', { domain: 'app.example' }, { legacy: [FORMER] }],
		['from plain http', { secure: false }, {}],
		['to plain http', {}, { secure: false }],
		['of its name', { name: 'old' }, { legacy: [{ name: '__Host-old' }] }],
		[
			'of its name, to subdomains',
			{ name: 'old' },
			{ domain: 'app.example', legacy: [{ name: '__Host-old' }] }
		]
	];
	/** By its name and domain, as a browser finds it. */
	const setCookie = ({ headers }: Response) => {
		const [, name, domain = ''] = /^([^=]+)=(?:.*; Domain=([^;]+))?/.exec(
			headers.getSetCookie()[0]!
		)!;
		return { name: name!, domain };
	};
	const isDeleted = ({ headers }: Response, { name, domain }: { name: string; domain: string }) =>
		headers
			.getSetCookie()
			.some(
				(one) => one.startsWith(`${name}=;`) && (/Domain=([^;]+)/.exec(one)?.[1] ?? '') === domain
			);

	test.each(changes)('%s: sign-out ends it and deletes its cookie', async (_, before, after) => {
		const [old, auth] = [open(before), open(after)];
		const browser = new Browser();
		const { response } = await signIn(browser, old);
		const cookie = setCookie(response);
		expect(await who(browser, auth)).toBeNull();

		const answer = await browser.visit(auth.handle, ({ cookies }) =>
			auth.signOut({ cookies, redirect: false })
		);
		expect(answer.page).toMatchObject({ ok: true });
		expect(isDeleted(answer.response, cookie)).toBe(true);
		expect(await database.prisma.session.count()).toBe(0);
	});

	test.each(changes)('%s: signing in again ends it', async (_, before, after) => {
		const [old, auth] = [open(before), open(after)];
		const browser = new Browser();
		await signIn(browser, old);
		await signIn(browser, auth);

		expect(await database.prisma.session.count()).toBe(1);
		expect(await who(browser, auth)).toBe('ann');
	});

	test('a cookie without the prefix signs nobody in', async () => {
		const browser = new Browser();
		await signIn(browser, open({ secure: false }));

		expect(await who(browser, open({}))).toBeNull();
	});
});
