import type { RequestEvent } from '@sveltejs/kit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hash } from '@node-rs/argon2';
import { createDatabase, type TestDatabase } from '../../../e2e/support/database.js';
import { guardianAuth } from '../index.js';
import type { AfterSignOutEvent } from '../events.js';
import { Browser } from './request-event.test.support.js';

const email = 'ann@example.com';
const password = 'correct horse battery staple';

describe('HU1: after the response has begun', () => {
	let database: TestDatabase;
	let auth: ReturnType<typeof open>;
	let told: AfterSignOutEvent<unknown>[];
	const open = () =>
		guardianAuth({
			prisma: database.prisma,
			limits: false,
			events: { afterSignOut: (event) => void told.push(event) }
		});

	beforeAll(async () => {
		database = await createDatabase('sqlite');
		const passwordHash = await hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 });
		await database.prisma.user.createMany({
			data: [
				{ id: 'ann', email, passwordHash },
				{ id: 'bob', email: 'bob@example.com', passwordHash: '-' }
			]
		});
		auth = open();
	});
	beforeEach(async () => {
		await database.prisma.session.deleteMany();
		told = [];
	});
	afterAll(() => database.close());

	const sessions = () => database.prisma.session.count();
	async function signedIn(userId: string) {
		const browser = new Browser();
		await browser.visit(auth.handle, ({ cookies }) =>
			auth.createSession({ cookies, userId, redirect: false })
		);
		return browser;
	}
	/** The event of a request whose response has been made, as what a `load` streams has it. */
	async function begun(browser: Browser): Promise<RequestEvent> {
		const { page } = await browser.visit(auth.handle, (event) => event);
		return page!;
	}

	test.each<[string, (event: RequestEvent) => Promise<unknown>]>([
		['signOut()', ({ cookies }) => auth.signOut({ cookies })],
		['signOut()', ({ cookies }) => auth.signOut({ cookies, redirect: false, scope: 'all' })],
		[
			'signOut()',
			({ cookies, locals }) =>
				auth.signOut({ cookies, sessionId: (locals as { session: { id: string } }).session.id })
		],
		['signIn()', ({ cookies }) => auth.signIn({ cookies, email, password })],
		[
			'signUp()',
			({ cookies }) => auth.signUp({ cookies, email: 'new@example.com', password, name: '' })
		],
		['createSession()', ({ cookies }) => auth.createSession({ cookies, userId: 'bob' })]
	])('%s is refused before anything is done', async (call, act) => {
		const browser = await signedIn('ann');
		const event = await begun(browser);

		await expect(act(event)).rejects.toMatchObject({
			code: 'ARGUMENT_INVALID',
			message: expect.stringContaining(`${call} was called after the response had begun`)
		});
		expect(await sessions()).toBe(1);
		expect(await database.prisma.user.count()).toBe(2);
		expect((await browser.visit(auth.handle, ({ locals }) => locals.user?.id)).page).toBe('ann');
	});

	test.each<[string, (event: RequestEvent) => Promise<unknown>]>([
		[
			'signing out another user',
			({ cookies }) => auth.signOut({ cookies, userId: 'bob', scope: 'all', redirect: false })
		],
		[
			'ending the other sessions',
			({ cookies }) => auth.signOut({ cookies, scope: 'others', redirect: false })
		],
		['auth.sessions.revokeAll()', () => auth.sessions.revokeAll({ id: 'bob' })]
	])('what needs no cookie is done: %s', async (_, act) => {
		await signedIn('ann');
		await signedIn('bob');
		const event = await begun(await signedIn('ann'));
		await act(event);

		expect(await sessions()).toBe(2);
		expect(told.length).toBeGreaterThan(0);
	});
});
