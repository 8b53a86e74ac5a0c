import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { providers } from '../../../../e2e/support/database.js';
import { isAny } from '../../../../e2e/support/gate.js';
import { passwordQueue } from '../password/password-queue.js';
import { Browser } from '../../tests/request-event.test.support.js';
import { ann, bob, createEmailWorld, NEW, OLD } from '../../tests/email-world.test.support.js';

const VERIFY_PAGE = { status: 303, location: '/verify-email' };

describe.each(providers)('on %s', (provider) => {
	let world: Awaited<ReturnType<typeof createEmailWorld>>;
	let auth: ReturnType<typeof world.app>;
	beforeAll(async () => void (world = await createEmailWorld(provider)));
	beforeEach(() => void (auth = world.app({ verification: 'required' })));
	afterEach(async () => {
		vi.restoreAllMocks();
		await world.reset();
	});
	afterAll(() => world.close());

	const signUp = (email = bob, password = NEW) =>
		world.post(auth, new Browser(), 'signup', { email, password });

	describe('PW16: an account and the mail to confirm it are stored together', () => {
		const rename = (from: string, to: string) =>
			world.database.prisma.$executeRawUnsafe(`ALTER TABLE "${from}" RENAME TO "${to}"`);

		const confirmations = async () => {
			await world.deliver(auth);
			return world.sent.filter(({ subject }) => subject.startsWith('Confirm your email'));
		};

		test.each(['optional', 'required'] as const)(
			'%s: where the mail cannot be stored there is no account, and the next sign-up makes one',
			async (verification) => {
				vi.spyOn(console, 'error').mockImplementation(() => {});
				auth = world.app({ verification });
				await rename('OutboxMessage', 'Elsewhere');
				try {
					expect(await signUp()).toMatchObject({ status: 503, code: 'STORE_UNAVAILABLE' });
					expect(await world.byEmail(bob)).toBeNull();
					expect(await world.sessions()).toBe(0);
				} finally {
					await rename('Elsewhere', 'OutboxMessage');
				}
				expect(await signUp()).toMatchObject({ status: 303 });
				expect((await world.mailTo(auth, bob))?.subject).toContain('Confirm your email');
			}
		);

		test('where the account cannot be stored there is no mail', async () => {
			await world.makeUser(bob);
			auth = world.app();
			expect(await signUp()).toMatchObject({ status: 409 });
			expect(await auth.email.pending()).toEqual([]);
		});

		test('a sign-up that is sent again, because its answer was lost, leaves one account and one mail', async () => {
			expect(await signUp()).toEqual(VERIFY_PAGE);
			expect(await signUp()).toEqual(VERIFY_PAGE);
			expect(await confirmations()).toHaveLength(1);
		});

		test('of several at once one makes the account', async () => {
			const answers = await Promise.all(Array.from({ length: 5 }, () => signUp()));
			expect(answers).toEqual(Array(5).fill(VERIFY_PAGE));
			expect(await world.database.prisma.user.count()).toBe(1);
			expect(await confirmations()).toHaveLength(1);
		});
	});

	describe.runIf(isAny(provider))(
		'PW24: whether an email is taken is not told by the time of a sign-up',
		() => {
			test('one password is hashed or checked, and the answer comes at a whole quarter of a second', async () => {
				// It waits for that: see each-test-file.ts.
				vi.restoreAllMocks();
				await world.makeUser(ann, { createdAt: new Date(Date.now() - 3_600_000) });
				await signUp('young@example.com', OLD);
				const emails = [ann, 'young@example.com', bob];
				const run = vi.spyOn(passwordQueue, 'run');
				for (const email of emails) {
					run.mockClear();
					const started = performance.now();
					expect(await signUp(email)).toEqual(VERIFY_PAGE);
					// A timer may fire a fraction of a millisecond early.
					expect(performance.now() - started, email).toBeGreaterThanOrEqual(249);
					expect(run.mock.calls.length, email).toBe(1);
				}
			});
		}
	);

	test.runIf(isAny(provider))(
		'PW24: a sign-in before the confirmation tells nothing to somebody without the password',
		async () => {
			await signUp();
			const answers = [];
			for (const email of [bob, 'nobody@example.com']) {
				answers.push((await world.signIn(auth, email, 'not the password')).result);
			}
			expect(answers[0]).toEqual(answers[1]);
			expect(answers[0]).toMatchObject({ code: 'INVALID_CREDENTIALS' });
			expect((await world.signIn(auth, bob, NEW)).result).toMatchObject({
				code: 'EMAIL_NOT_VERIFIED'
			});
		}
	);
});
