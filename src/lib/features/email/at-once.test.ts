import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { providers } from '../../../../e2e/support/database.js';
import { runs } from '../../../../e2e/support/gate.js';
import { Browser } from '../../tests/request-event.test.support.js';
import { ann, createEmailWorld, NEW, OLD, tokenIn } from '../../tests/email-world.test.support.js';

/** Each of these met a deadlock within three tries, where the rows were locked in another order by each. */
const TRIES = runs(2, 6);

const one = 'one@example.com';
const two = 'two@example.com';

describe.each(providers)('on %s', (provider) => {
	let world: Awaited<ReturnType<typeof createEmailWorld>>;
	let auth: ReturnType<typeof world.app>;
	beforeAll(async () => void (world = await createEmailWorld(provider)));
	beforeEach(() => {
		auth = world.app({}, { limits: false });
	});
	afterEach(async () => {
		vi.restoreAllMocks();
		await world.reset();
	});
	afterAll(() => world.close());

	/** Ann is signed in, and has asked for a change to each of these addresses, and for a new password. */
	async function asked(...addresses: string[]) {
		await world.reset();
		await world.makeAnn({ emailVerifiedAt: new Date(0) });
		const { browser } = await world.signIn(auth);
		for (const email of addresses)
			await world.post(auth, browser, 'changeemail', { email, password: OLD });
		await world.post(auth, browser, 'forgotpassword', { email: ann });
		const tokens = [];
		for (const to of [...addresses, ann]) tokens.push(tokenIn(await world.mailTo(auth, to)));
		return { browser, tokens };
	}

	const statusOf = ({ status }: { status?: number | undefined }) => status;
	const verify = (browser: Browser, token: string) =>
		world.post(auth, browser, 'verifyemail', { token });

	describe('PW26: changes of one account at the same time wait for each other, and none fails for the other', () => {
		test('two changes of the email: one is made', async () => {
			for (let count = 0; count < TRIES; count++) {
				const { browser, tokens } = await asked(one, two);
				const answers = await Promise.all([
					verify(browser, tokens[0]!),
					verify(browser, tokens[1]!)
				]);
				expect(answers.map(statusOf).toSorted()).toEqual([200, 400]);
				const { email } = await world.user();
				expect(email).toBe(answers[0]!.status === 200 ? one : two);
			}
		});

		test('a change of the email and a reset', async () => {
			for (let count = 0; count < TRIES; count++) {
				const { browser, tokens } = await asked(one);
				const [change, reset] = await Promise.all([
					verify(browser, tokens[0]!),
					world.post(auth, new Browser(), 'resetpassword', { token: tokens[1]!, password: NEW })
				]);
				// The first voids the link of the other.
				expect([change.status, reset.status].toSorted()).toEqual(
					reset.status === 303 ? [303, 400] : [200, 400]
				);
			}
		});

		test('a change of the email and one of the password: both are made, or the link is void', async () => {
			for (let count = 0; count < TRIES; count++) {
				const { browser, tokens } = await asked(one);
				const fields = { currentPassword: OLD, newPassword: NEW };
				const [change, password] = await Promise.all([
					verify(browser, tokens[0]!),
					world.post(auth, browser, 'changepassword', fields)
				]);
				expect(password.status).toBe(200);
				expect([200, 400]).toContain(change.status);
			}
		});

		test('an undo and a further change', async () => {
			for (let count = 0; count < TRIES; count++) {
				const { browser, tokens } = await asked(one);
				await verify(browser, tokens[0]!);
				const undo = tokenIn(await world.mailTo(auth, ann));
				await world.post(auth, browser, 'changeemail', { email: two, password: OLD });
				const further = tokenIn(await world.mailTo(auth, two));
				const [undone] = await Promise.all([
					world.post(auth, new Browser(), 'undoemailchange', { token: undo, password: NEW }),
					verify(browser, further)
				]);
				expect(undone.status).toBe(303);
				expect((await world.user()).email).toBe(ann);
			}
		});
	});
});
