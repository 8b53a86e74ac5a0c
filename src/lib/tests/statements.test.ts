import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
	createDatabase,
	lockSessions,
	providers,
	type TestDatabase
} from '../../../e2e/support/database.js';
import { isAny } from '../../../e2e/support/gate.js';
import { guardianAuth } from '../index.js';
import { Browser } from './request-event.test.support.js';
import type { AfterSignOutEvent } from '../events.js';

const account = { email: 'ann@example.com', password: 'correct horse battery' };

describe.each(providers)('MI2: on %s, what a request costs the database', (provider) => {
	let database: TestDatabase;
	let browser: Browser;

	const open = (options: object = {}) => guardianAuth({ prisma: database.prisma, ...options });
	const auths = () => open();

	/** Signs a browser up, and forgets what that has cost. */
	async function signedUp(auth = auths(), { email, password } = account) {
		await browser.visit(auth.handle, ({ cookies }) =>
			auth.signUp({ cookies, email, password, redirect: false })
		);
		database.statements.length = 0;
		return auth;
	}
	const verbs = () => database.statements.map((statement) => statement.split(' ')[0]);
	const who = (auth: ReturnType<typeof auths>) =>
		browser.visit(auth.handle, ({ locals }) => (locals as { user: unknown }).user);

	beforeEach(async () => {
		database = await createDatabase(provider);
		browser = new Browser();
	});
	afterEach(async () => {
		vi.restoreAllMocks();
		await database.close();
	});

	test('a page for a visitor who is not signed in: nothing', async () => {
		const { page, response } = await who(auths());

		expect(page).toBeNull();
		expect(verbs()).toEqual([]);
		expect(response.headers.get('cache-control')).toBeNull();
	});

	test('nor for one whose cookie cannot be a token', async () => {
		browser.present('garbage');

		expect((await who(auths())).page).toBeNull();
		expect(verbs()).toEqual([]);
	});

	test('a page for somebody signed in: one statement', async () => {
		const auth = await signedUp();

		expect((await who(auth)).page).toMatchObject({ email: account.email });
		expect(verbs()).toEqual(['SELECT']);
	});

	test('each visit asks again: what is revoked is refused by the next', async () => {
		const auth = await signedUp();
		await who(auth);
		await database.prisma.session.deleteMany();

		expect((await who(auth)).page).toBeNull();
	});

	test('where its use has to be written down: two', async () => {
		const auth = await signedUp(open({ session: { renewAfter: 0 } }));

		expect((await who(auth)).page).toMatchObject({ email: account.email });
		expect(verbs()).toEqual(['SELECT', 'UPDATE']);
	});

	test('SO1: signing out: one, whatever the session is worth by then', async () => {
		const auth = await signedUp();
		const { response } = await browser.post(auth.handle, '/account?/signout', {});

		expect(verbs()).toEqual(['DELETE']);
		expect(response.status).toBe(303);
		expect(response.headers.get('location')).toBe('/');
		expect(response.headers.get('cache-control')).toBe('private, no-store');
		expect(browser.session).toBeNull();
		expect(await database.prisma.session.count()).toBe(0);
	});

	test('SL4: signing out of a session that has expired takes its row along', async () => {
		const auth = await signedUp();
		await database.prisma.session.updateMany({ data: { expiresAt: new Date(0) } });
		const { response } = await browser.post(auth.handle, '/?/signout', {});

		expect(response.headers.get('location')).toBe('/');
		expect(await database.prisma.session.count()).toBe(0);
		expect(browser.session).toBeNull();
	});

	test('SO5: signing out of a session that is gone is fine', async () => {
		const auth = await signedUp();
		await database.prisma.session.deleteMany();
		const { response } = await browser.post(auth.handle, '/?/signout', { redirect: 'false' });

		expect(response.status).toBe(303);
		expect(browser.session).toBeNull();
	});

	test('signing out without being signed in: nothing', async () => {
		await browser.post(auths().handle, '/?/signout', {});
		browser.present('garbage');
		await browser.post(auths().handle, '/?/signout', {});

		expect(verbs()).toEqual([]);
	});

	test.each([{ scope: 'others' }, { scope: 'all' }])(
		'SO11: with %j it has to be known whose the others are: one more',
		async (fields) => {
			const auth = await signedUp();
			await new Browser().visit(auth.handle, ({ cookies }) =>
				auth.signIn({ cookies, ...account, redirect: false })
			);
			database.statements.length = 0;
			await browser.post(auth.handle, '/?/signout', fields);

			expect(verbs()).toEqual(['SELECT', 'DELETE']);
		}
	);

	test('SO10: a session by its public id has to be one’s own', async () => {
		const auth = await signedUp();
		const [ann] = await database.prisma.session.findMany();
		browser = new Browser();
		await signedUp(auth, { ...account, email: 'bob@example.com' });
		await browser.post(auth.handle, '/?/signout', { sessionId: ann!.publicId });

		// SE35: a deletion that counts 0 is looked at again.
		expect(verbs()).toEqual(['SELECT', 'DELETE', 'SELECT']);
		expect(await database.prisma.session.count()).toBe(2);
	});

	test.runIf(isAny(provider)).each(['beforeSignOut', 'afterSignOut'])(
		'SO12: with events.%s the app is told whose sign-out it is',
		async (name) => {
			const told: AfterSignOutEvent<unknown>[] = [];
			const auth = await signedUp(
				open({ events: { [name]: (event: AfterSignOutEvent<unknown>) => void told.push(event) } })
			);
			await browser.post(auth.handle, '/?/signout', {});

			expect(told).toMatchObject([
				{ user: { email: account.email }, scope: 'current', reason: 'user' }
			]);
			expect(verbs()).toEqual(['SELECT', 'DELETE']);
		}
	);

	test.runIf(isAny(provider))(
		'SO14: a post from elsewhere changes nothing, and `locals` say who is signed in',
		async () => {
			const auth = await signedUp();
			const elsewhere: typeof auth.handle = ({ event, resolve }) => {
				event.request.headers.set('origin', 'https://evil.example');
				return auth.handle({ event, resolve });
			};
			let after: unknown;
			const { response } = await browser.post(
				async (input) => {
					const response = await elsewhere(input);
					after = input.event.locals;
					return response;
				},
				'/?/signout',
				{}
			);

			expect(response.status).toBe(403);
			expect(after).toMatchObject({
				user: { email: account.email },
				session: { id: expect.any(String) }
			});
			expect(await database.prisma.session.count()).toBe(1);
			expect(browser.session).not.toBeNull();
		}
	);

	test.runIf(isAny(provider))('`locals` are nobody’s after it, and so is the status', async () => {
		const auth = await signedUp();
		let after: unknown;
		await browser.post(
			async (input) => {
				const response = await auth.handle(input);
				after = { ...input.event.locals, status: auth.statusOf(input.event) };
				return response;
			},
			'/?/signout',
			{}
		);

		expect(after).toEqual({ user: null, session: null, status: 'anonymous' });
	});

	test('RF1: what the database did not confirm is pending, and finished by the next request', async () => {
		const log = vi.spyOn(console, 'error').mockImplementation(() => {});
		const auth = await signedUp(open({ store: { timeout: 0.5 } }));
		await database.prisma
			.$transaction(
				async (transaction) => {
					await lockSessions(provider, transaction);
					const { response } = await browser.post(auth.handle, '/?/signout', {});
					expect(response.headers.get('location')).toBe('/signout?error=REVOCATION_PENDING');
					expect(browser.session).toBeNull();
					expect(browser.pending).toHaveLength(1);
					throw new Error('over');
				},
				{ timeout: 20_000 }
			)
			.catch((error: Error) => expect(error.message).toBe('over'));
		expect(log).toHaveBeenCalledWith(
			expect.stringContaining('could not be confirmed'),
			expect.anything()
		);

		await who(auth);
		expect(await database.prisma.session.count()).toBe(0);
		expect(browser.pending).toEqual([]);
	});

	test.runIf(isAny(provider))(
		'SO2: a page of one’s own that answers `?/signout` finds out who is asking first',
		async () => {
			const auth = await signedUp(open({ signOutAction: 'page' }));
			const { page } = await browser.visit(
				auth.handle,
				(event) => event.locals as { user: unknown }
			);

			expect(page).toMatchObject({ user: { email: account.email } });
		}
	);
});
