import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
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

const VERIFY_PAGE = { status: 303, location: '/verify-email' };

describe.each(anyProvider)('on %s', (provider) => {
	let world: Awaited<ReturnType<typeof createEmailWorld>>;
	let auth: ReturnType<typeof world.app>;
	beforeAll(async () => void (world = await createEmailWorld(provider)));
	beforeEach(async () => {
		auth = world.app({ verification: 'required' });
		await world.makeAnn({ emailVerifiedAt: new Date(0) });
	});
	afterEach(() => world.reset());
	afterAll(() => world.close());

	const signUp = (email: string, fields: Record<string, string> = {}) =>
		world.post(auth, new Browser(), 'signup', { email, password: NEW, ...fields });
	/** Ann's address goes to somebody else, and is kept for her. */
	async function taken() {
		const { browser } = await world.signIn(auth);
		const to = 'thief@evil.example';
		await world.post(auth, browser, 'changeemail', { email: to, password: OLD });
		const token = tokenIn(await world.mailTo(auth, to));
		await world.post(auth, browser, 'verifyemail', { token });
		return await world.mailTo(auth, ann);
	}

	describe('PW24: a sign-up does not tell whether its email is taken, where that is not to be told', () => {
		test('nor does a name that is taken', async () => {
			const { prisma } = world.database;
			const isMysql = (provider as string) === 'mysql';
			const table = isMysql ? 'User' : '"User"';
			await prisma.$executeRawUnsafe(`CREATE UNIQUE INDEX user_name_key ON ${table}(name)`);
			try {
				await world.makeUser(bob, { name: 'Bob' });
				// It waits for a whole quarter of a second: see each-test-file.ts.
				vi.restoreAllMocks();
				const answers = [];
				for (const email of [ann, 'free@example.com']) {
					const started = performance.now();
					answers.push({ ...(await signUp(email, { name: 'Bob' })), fields: null });
					expect(performance.now() - started, email).toBeGreaterThanOrEqual(249);
				}
				expect(answers[0]).toEqual(answers[1]);
				expect(answers[0]).toMatchObject({ status: 409, errors: { name: [expect.anything()] } });
				expect(await auth.email.pending()).toEqual([]);
				for (const email of [ann, 'free@example.com']) {
					expect(await signUp(email, { name: `Somebody ${email}` })).toEqual(VERIFY_PAGE);
				}
				expect(await prisma.user.count()).toBe(3);
			} finally {
				await prisma.$executeRawUnsafe(`DROP INDEX user_name_key${isMysql ? ' ON User' : ''}`);
			}
		});

		test('nor does the app’s own hook, by its time', async () => {
			let release = () => {};
			const told: string[] = [];
			const afterSignUp = async ({ user }: { user: { id: string } }) => {
				told.push(user.id);
				await new Promise<void>((resolve) => (release = resolve));
			};
			auth = world.app({ verification: 'required' }, { events: { afterSignUp } });
			// It would not be answered before the hook is done.
			expect(await signUp(bob)).toEqual(VERIFY_PAGE);
			expect(await auth.email.pending()).toMatchObject([{ kind: 'verifyEmail', to: bob }]);
			await expect.poll(() => told).toEqual([(await world.byEmail(bob))!.id]);
			release();
		});

		test('without it, the hook is waited for', async () => {
			const told: string[] = [];
			const afterSignUp = async ({ user }: { user: { id: string } }) =>
				void (await Promise.resolve(), told.push(user.id));
			auth = world.app({}, { events: { afterSignUp } });
			await signUp(bob);
			expect(told).toHaveLength(1);
		});

		test('an address that is kept for its owner brings the link again that takes it back', async () => {
			const first = await taken();
			const [before] = await world.database.prisma.oneTimeToken.findMany({
				where: { purpose: 'undo-email-change' }
			});
			world.sent.length = 0;
			expect(await signUp(ann)).toEqual(VERIFY_PAGE);
			const again = await world.mailTo(auth, ann);
			expect(again?.subject).toContain('was changed');
			expect(tokenIn(again)).not.toBe(tokenIn(first));
			const undos = (await world.tokens()).filter(({ purpose }) => purpose === before!.purpose);
			expect(undos).toHaveLength(2);
			for (const row of undos) {
				expect(row.expiresAt.getTime()).toBeLessThanOrEqual(before!.expiresAt.getTime());
				expect(row.createdAt).toEqual(before!.createdAt);
			}
			const fields = { token: tokenIn(again), password: NEW };
			expect(await world.post(auth, new Browser(), 'undoemailchange', fields)).toMatchObject({
				status: 303
			});
			expect((await world.user()).email).toBe(ann);
			// What the thief has confirmed is remembered, and good for nothing.
			const left = (await world.tokens()).map(({ purpose }) => purpose);
			expect(left).toEqual(['used confirm-new-email']);
		});

		test('ten times at most', async () => {
			await taken();
			for (let n = 0; n < 12; n++) {
				await signUp(ann);
				await world.deliver(auth);
			}
			expect(world.sent.filter(({ to, text }) => to === ann && text.includes('undo'))).toHaveLength(
				10
			);
		});
	});
});

describe('on PostgreSQL, where the database compares as people do', () => {
	test.each(['is sent', 'waits'])(
		'PW24: whoever has a similar address is not sent the link that undoes a change, while the notice %s',
		async (state) => {
			const world = await createEmailWorld('postgresql');
			const { prisma } = world.database;
			const run = (sql: string) => prisma.$executeRawUnsafe(sql);
			await run(
				"CREATE COLLATION base (provider = icu, locale = 'und-u-ks-level1', deterministic = false)"
			);
			for (const [table, column] of [
				['User', 'email'],
				['OneTimeToken', 'email'],
				['OutboxMessage', 'to']
			])
				await run(`ALTER TABLE "${table}" ALTER COLUMN "${column}" TYPE text COLLATE base`);
			const auth = world.app({ verification: 'required' });
			const [victim, similar, to] = ['änn@example.com', ann, 'new@example.com'];
			await world.makeUser(victim, { emailVerifiedAt: new Date(0) });
			const { browser } = await world.signIn(auth, victim);
			await world.post(auth, browser, 'changeemail', { email: to, password: OLD });
			const token = tokenIn(await world.mailTo(auth, to));
			await world.post(auth, browser, 'verifyemail', { token });
			if (state === 'is sent') await world.deliver(auth);

			const signUp = (email: string) =>
				world.post(auth, new Browser(), 'signup', { email, password: NEW });
			// For the database it is the address that is kept.
			expect(await signUp(similar)).toEqual(VERIFY_PAGE);
			await world.deliver(auth);
			expect(world.sent.filter((mail) => mail.to === similar)).toEqual([]);
			expect(await world.byEmail(similar)).toBeNull();

			world.sent.length = 0;
			expect(await signUp(victim)).toEqual(VERIFY_PAGE);
			const again = tokenIn(await world.mailTo(auth, victim));
			const fields = { token: again, password: NEW };
			await world.post(auth, new Browser(), 'undoemailchange', fields);
			expect(await world.byEmail(victim)).toMatchObject({ email: victim });
			await world.close();
		}
	);
});
