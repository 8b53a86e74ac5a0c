import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { providers } from '../../../e2e/support/database.js';
import { Browser } from './request-event.test.support.js';
import { ann, createEmailWorld, NEW, OLD, tokenIn } from './email-world.test.support.js';

const fresh = 'new@example.com';

/** The connection is lost at the commit, or the process ends right after it: nothing that follows can be relied on. */
describe.each(providers)(
	'PW4: on %s, whatever stores a new password ends sessions with it',
	(provider) => {
		let world: Awaited<ReturnType<typeof createEmailWorld>>;
		let auth: ReturnType<typeof world.app>;
		beforeAll(async () => void (world = await createEmailWorld(provider)));
		beforeEach(async () => {
			vi.spyOn(console, 'error').mockImplementation(() => {});
			auth = world.app();
			await world.makeAnn({ emailVerifiedAt: new Date(0) });
		});
		afterEach(async () => {
			vi.restoreAllMocks();
			await world.reset();
		});
		afterAll(() => world.close());

		/** The transactions of this client are committed, and fail all the same. With `isExtended` its calls go through an extension. */
		function losing(isExtended: boolean) {
			const { prisma } = world.database;
			const client = isExtended ? prisma.$extends({}) : prisma;
			return new Proxy(client, {
				get(target, name) {
					if (name !== '$transaction') return Reflect.get(target, name) as unknown;
					return async (work: never) => {
						await (target as typeof prisma).$transaction(work);
						throw new Error('The connection was lost.');
					};
				}
			}) as typeof prisma;
		}

		type Lossy = typeof auth;
		/** Each gets what it needs while the database answers, and answers what to do when it does not. */
		const ways: Record<
			string,
			() => Promise<(lossy: Lossy, browser: Browser) => Promise<unknown>>
		> = {
			async 'a reset'() {
				await world.post(auth, new Browser(), 'forgotpassword', { email: ann });
				const token = tokenIn(await world.mailTo(auth, ann));
				return (lossy) =>
					world.post(lossy, new Browser(), 'resetpassword', { token, password: NEW });
			},
			async 'an undone change of the email'() {
				const { browser } = await world.signIn(auth);
				await world.post(auth, browser, 'changeemail', { email: fresh, password: OLD });
				const change = tokenIn(await world.mailTo(auth, fresh));
				await world.post(auth, browser, 'verifyemail', { token: change });
				const token = tokenIn(await world.mailTo(auth, ann));
				return (lossy) =>
					world.post(lossy, new Browser(), 'undoemailchange', { token, password: NEW });
			},
			'setPassword()': async () => (lossy) => lossy.setPassword({ id: 'ann' }, NEW),
			'a change of the password': async () => (lossy, browser) =>
				browser.visit(lossy.handle, ({ cookies }) =>
					lossy.changePassword({ cookies, currentPassword: OLD, newPassword: NEW })
				)
		};

		describe.each([false, true])('through a client with extensions: %s', (isExtended) => {
			test.each(Object.entries(ways))('%s, whose answer is lost', async (how, prepare) => {
				const { browser: thief } = await world.signIn(auth);
				const act = await prepare();
				const email = (await world.user()).email;
				const { browser: owner } = await world.signIn(auth, email);
				const lossy = world.app({}, { prisma: losing(isExtended) });
				const outcome = await act(lossy, owner).catch((error: unknown) => error);
				expect(JSON.stringify(outcome)).toContain('STORE_UNAVAILABLE');

				// It was stored all the same.
				const { email: now } = await world.user();
				expect((await world.signIn(auth, now, NEW)).result.ok).toBe(true);
				expect(await world.userIn(auth, thief)).toBeNull();
				// Whoever knew the old password keeps the browser in which they have changed it.
				if (how !== 'a change of the password') expect(await world.userIn(auth, owner)).toBeNull();
			});
		});

		test('so does their event, where events are stored', async () => {
			const { prisma } = world.database;
			const told: unknown[] = [];
			const afterSignOut = ({ reason, revoked }: { reason: string; revoked: number }) =>
				void told.push({ reason, revoked });
			const events = { outbox: true, afterSignOut };
			for (const client of [losing(false), prisma]) {
				await world.signIn(auth);
				const app = world.app({}, { events, prisma: client });
				await app.setPassword({ id: 'ann' }, OLD).catch(() => {});
				const stored = await prisma.guardianEvent.findMany();
				if (client !== prisma) expect(stored).toMatchObject([{ userId: 'ann' }]);
			}
			// Of the one that was answered nothing else is needed to have them delivered.
			await vi.waitFor(() => expect(told).toHaveLength(2));
			expect(told).toEqual(Array(2).fill({ reason: 'password-change', revoked: 1 }));
		});
	}
);
