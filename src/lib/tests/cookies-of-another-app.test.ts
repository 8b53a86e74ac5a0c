import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../e2e/support/database.js';
import { guardianAuth } from '../index.js';
import { Browser } from './request-event.test.support.js';

describe('FR22: two apps on localhost, whose cookies have the same name', () => {
	const databases: TestDatabase[] = [];
	afterEach(() => void vi.unstubAllEnvs());
	afterAll(() => Promise.all(databases.map((database) => database.close())));

	async function open() {
		const database = await createDatabase('sqlite');
		databases.push(database);
		await database.prisma.user.create({
			data: { id: 'ann', email: 'ann@example.com', passwordHash: '-' }
		});
		return guardianAuth({ prisma: database.prisma, secret: '-'.repeat(32) });
	}
	let a: Awaited<ReturnType<typeof open>>;
	let b: typeof a;
	beforeAll(async () => {
		[a, b] = [await open(), await open()];
	});

	const signIn = (auth: typeof a, browser: Browser) =>
		browser.visit(auth.handle, ({ cookies }) =>
			auth.createSession({ cookies, userId: 'ann', redirect: false })
		);
	const isSignedIn = async (auth: typeof a, browser: Browser) =>
		(await browser.visit(auth.handle, ({ locals }) => locals.user !== null)).page;

	test.each([
		['in development a visit of one leaves the session of the other', 'development', true],
		['elsewhere a cookie of nobody is deleted', 'test', false]
	])('%s', async (_, mode, isLeft) => {
		vi.stubEnv('NODE_ENV', mode);
		const browser = new Browser();
		await signIn(a, browser);
		expect(await isSignedIn(b, browser)).toBe(false);
		expect(await isSignedIn(a, browser)).toBe(isLeft);
	});

	test('a sign-in and a sign-out replace it, in development as well', async () => {
		vi.stubEnv('NODE_ENV', 'development');
		const browser = new Browser();
		await signIn(a, browser);
		await signIn(b, browser);
		expect(await isSignedIn(a, browser)).toBe(false);
		expect(await isSignedIn(b, browser)).toBe(true);
		await browser.visit(b.handle, ({ cookies }) => b.signOut({ cookies, redirect: false }));
		expect(browser.sessionCookie).toBeNull();
	});
});
