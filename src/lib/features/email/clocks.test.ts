import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { providers } from '../../../../e2e/support/database.js';
import { Browser } from '../../tests/request-event.test.support.js';
import { ann, createEmailWorld, NEW, OLD, tokenIn } from '../../tests/email-world.test.support.js';

const B = 'thief@evil.example';
const C = 'thief2@evil.example';

describe.each(providers)(
	'PW18: on %s, changes are ordered as they were made, by whatever clocks',
	(provider) => {
		let world: Awaited<ReturnType<typeof createEmailWorld>>;
		let auth: ReturnType<typeof world.app>;
		let thief: Browser;
		let start: number;
		beforeAll(async () => void (world = await createEmailWorld(provider)));
		beforeEach(async () => {
			start = Date.now();
			vi.useFakeTimers({ toFake: ['Date'], now: start });
			auth = world.app();
			await world.makeAnn({ emailVerifiedAt: new Date(0) });
			({ browser: thief } = await world.signIn(auth));
		});
		afterEach(async () => {
			vi.useRealTimers();
			await world.reset();
		});
		afterAll(() => world.close());

		/** By a server whose clock shows so many seconds since the beginning. */
		async function change(to: string, seconds: number, isSent = true) {
			await world.post(auth, thief, 'changeemail', { email: to, password: OLD });
			const token = tokenIn(await world.mailTo(auth, to));
			vi.setSystemTime(start + seconds * 1000);
			const result = await world.post(auth, thief, 'verifyemail', { token });
			if (isSent) await world.deliver(auth);
			return result;
		}
		const undo = (token: string) =>
			world.post(auth, new Browser(), 'undoemailchange', { token, password: NEW });
		const linkTo = (to: string) => tokenIn(world.sent.findLast((mail) => mail.to === to));

		test.each([true, false])(
			'an undo voids the link of a change that was made after it, by a clock that is behind: sent %s',
			async (isSent) => {
				await world.deliver(auth);
				await change(B, 3);
				await change(C, 1, isSent);
				const owners = linkTo(ann);
				const later = isSent ? linkTo(B) : null;
				expect(await undo(owners)).toMatchObject({ status: 303 });
				vi.setSystemTime(start + 10_000);
				await world.deliver(auth);
				if (later !== null) expect(await undo(later)).toMatchObject({ code: 'LINK_INVALID' });
				const links = (await world.tokens()).filter(({ purpose }) => purpose.includes('undo'));
				expect(links).toEqual([]);
				expect((await world.user()).email).toBe(ann);
			}
		);

		test('a thief who goes back leaves the link of the owner', async () => {
			await change(B, 3);
			const owners = linkTo(ann);
			await change(C, 1);
			expect(await change(B, 2)).toMatchObject({ status: 200 });
			expect(await undo(owners)).toMatchObject({ status: 303 });
			expect((await world.user()).email).toBe(ann);
		});

		test('so are two whose notices both wait', async () => {
			const { outboxMessage } = world.database.prisma;
			await change(B, 3, false);
			const notices = { kind: 'emailChanged' };
			const nextAttemptAt = new Date(start + 60_000);
			await outboxMessage.updateMany({ where: notices, data: { nextAttemptAt } });
			await world.post(auth, thief, 'changeemail', { email: C, password: OLD });
			await vi.waitFor(async () => {
				await auth.email.deliver({ seconds: 5 });
				linkTo(C);
			});
			vi.setSystemTime(start + 1000);
			await world.post(auth, thief, 'verifyemail', { token: linkTo(C) });
			const rows = await outboxMessage.findMany({
				where: { ...notices, sentAt: null },
				orderBy: { createdAt: 'asc' }
			});
			expect(rows.map(({ to }) => to)).toEqual([ann, B]);
		});
	}
);
