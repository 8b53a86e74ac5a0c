import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { anyProvider } from '../../../../e2e/support/gate.js';
import { defineFeature } from '../../index.js';
import { Browser } from '../../tests/request-event.test.support.js';
import { ann, createEmailWorld, NEW, OLD, tokenIn } from '../../tests/email-world.test.support.js';

const SUBJECT = 'Your password for Blue Kettle was changed';

/** A feature that changes passwords in its own way, and tells of it. */
const hears = defineFeature({
	id: 'hears',
	setup: ({ emit }) => ({
		api: {
			changed: (userId: string) =>
				emit({ type: 'credentialsChanged', userId, what: 'password', event: null })
		}
	})
});

describe.each(anyProvider)('on %s', (provider) => {
	let world: Awaited<ReturnType<typeof createEmailWorld>>;
	beforeAll(async () => void (world = await createEmailWorld(provider)));
	beforeEach(async () => void (await world.makeAnn({ emailVerifiedAt: new Date(0) })));
	afterEach(() => world.reset());
	afterAll(() => world.close());

	/** An app that notes which notices are stored when it is told of a new password, before any hook of a feature runs. */
	function open() {
		const stored: number[] = [];
		const { outboxMessage } = world.database.prisma;
		async function credentialsChanged({ what }: { what: string }) {
			if (what !== 'password') return;
			stored.push(await outboxMessage.count({ where: { kind: 'passwordChanged', to: ann } }));
		}
		const auth = world.app({}, { limits: false, events: { credentialsChanged } }, [hears]);
		return { auth, stored };
	}
	type Auth = ReturnType<typeof open>['auth'];

	const ways: [string, number, (auth: Auth) => Promise<unknown>][] = [
		[
			'the form that changes it',
			1,
			async (auth) => {
				const { browser } = await world.signIn(auth);
				const fields = { currentPassword: OLD, newPassword: NEW };
				return await world.post(auth, browser, 'changepassword', fields);
			}
		],
		['server code', 1, (auth) => auth.setPassword({ id: 'ann' }, NEW)],
		[
			'a reset',
			1,
			async (auth) => {
				await world.post(auth, new Browser(), 'forgotpassword', { email: ann });
				const token = tokenIn(await world.mailTo(auth, ann));
				return await world.post(auth, new Browser(), 'resetpassword', { token, password: NEW });
			}
		],
		[
			'undoing a change of the address',
			1,
			async (auth) => {
				const { browser } = await world.signIn(auth);
				const email = 'new@example.com';
				await world.post(auth, browser, 'changeemail', { email, password: OLD });
				const confirm = tokenIn(await world.mailTo(auth, email));
				await world.post(auth, browser, 'verifyemail', { token: confirm });
				const token = tokenIn(await world.mailTo(auth, ann));
				return await world.post(auth, new Browser(), 'undoemailchange', { token, password: NEW });
			}
		],
		[
			'another feature, which only tells of it',
			0,
			(auth) =>
				(auth as unknown as { hears: { changed(id: string): Promise<void> } }).hears.changed('ann')
		]
	];
	test.each(ways)(
		'the owner is told once of a password that was changed by %s; the kit stores the notice with the change',
		async (_, before, change) => {
			const { auth, stored } = open();
			await change(auth);
			expect(stored).toEqual([before]);
			await world.deliver(auth);
			expect(world.sent.filter(({ subject }) => subject === SUBJECT)).toMatchObject([{ to: ann }]);
		}
	);

	test('an address that can get no mail, such as an imported one, keeps nobody from a new password and a new address', async () => {
		const log = vi.spyOn(console, 'error').mockImplementation(() => {});
		const { auth } = open();
		const { browser } = await world.signIn(auth);
		await world.database.prisma.user.updateMany({ data: { email: 'admin@localhost' } });
		const fields = { currentPassword: OLD, newPassword: NEW };
		await world.post(auth, browser, 'changepassword', fields);
		await world.post(auth, browser, 'changeemail', { email: ann, password: NEW });
		const token = tokenIn(await world.mailTo(auth, ann));
		await world.post(auth, browser, 'verifyemail', { token });
		expect(await world.user()).toMatchObject({ email: ann });
		await world.deliver(auth);
		expect(world.sent).toHaveLength(1);
		// The rounds of another test's app may say that its database is gone.
		const reports = log.mock.calls.map(String).filter((said) => said.includes('was not told'));
		log.mockRestore();
		expect(reports).toEqual(Array(2).fill(expect.stringContaining('can get no mail')));
	});
});
