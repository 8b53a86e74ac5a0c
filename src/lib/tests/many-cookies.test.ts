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
