import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { providers } from '../../../../e2e/support/database.js';
import { isAny } from '../../../../e2e/support/gate.js';
import { createOutboxWorld, mailTo, plainly } from './mail-queue.test.support.js';
import type { EmailMessage } from './send.js';

const ALL = { limit: 1000, seconds: 20 };
const ann = 'ann@example.com';
const refusal = (more: object) => Object.assign(new Error('no'), more);

describe.each(providers)('on %s', (provider) => {
	let world: Awaited<ReturnType<typeof createOutboxWorld>>;
	beforeAll(async () => void (world = await createOutboxWorld(provider)));
	afterAll(() => world.close());
	afterEach(async () => {
		vi.restoreAllMocks();
		await world.database.prisma.outboxMessage.deleteMany();
	});

	/** A queue that sends into a list, or fails as it is told. */
	function post(fails: (message: EmailMessage) => unknown = () => null) {
		const sent: EmailMessage[] = [];
		const send = async (message: EmailMessage) => {
			const error = fails(message);
			if (error) throw error;
			sent.push(message);
		};
		const failed = vi.fn(async () => {});
		return { sent, failed, queue: world.queue({ send, onFailed: failed }) };
	}
	const quietly = () => vi.spyOn(console, 'error').mockImplementation(() => {});

	test('a mail is written in the transaction of what it belongs to, and sent after the commit', async () => {
		const { queue, sent } = post();
		const { transaction } = world.access;
		const failing = transaction(async (model) => {
			await queue.add({ model }, mailTo('bob@example.com'));
			throw new Error('no');
		});
		await expect(failing).rejects.toThrow();
		await transaction((model) => queue.add({ model }, mailTo(ann, { data: { n: '1' } })));

		expect(await queue.deliver(ALL)).toEqual({ sent: 1, failed: 0, postponed: 0, isDone: true });
		expect(sent).toEqual([
			{
				...{ to: ann, from: 'App <no-reply@app.example>', id: expect.any(String) },
				...{ subject: 'verifyEmail 1', text: 'verifyEmail', html: 'verifyEmail' }
			}
		]);
		expect(await queue.pending({ limit: 10, offset: 0 })).toEqual([]);
	});

	test('PW16 a mail that is not accepted waits longer each time, keeps its id, and arrives', async () => {
		const log = quietly();
		const ids = new Set<string>();
		let isDown = true;
		const { queue, sent } = post(({ id }) => {
			ids.add(id);
			return isDown ? refusal({ responseCode: 421 }) : null;
		});
		await queue.add(world.access, mailTo(ann));
		const waits = [];
		for (let attempts = 1; attempts <= 3; attempts++) {
			const start = Date.now();
			expect(await queue.deliver(ALL)).toMatchObject({ postponed: 1, sent: 0 });
			const [pending] = await queue.pending({ limit: 10, offset: 0 });
			expect(pending).toMatchObject({ to: ann, kind: 'verifyEmail', attempts });
			waits.push(pending!.nextAttemptAt.getTime() - start);
			await world.skipWaits();
		}
		expect(waits[0]).toBeGreaterThan(20_000);
		expect(waits[1]).toBeGreaterThan(waits[0]! * 1.1);
		expect(waits[2]).toBeGreaterThan(waits[1]! * 1.1);
		isDown = false;
		expect(await queue.deliver(ALL)).toMatchObject({ sent: 1 });
		expect(sent.map(({ id }) => id)).toEqual([...ids]);
		expect(log).toHaveBeenCalledTimes(3);
	});

	test('PW16 mails to one address arrive in order, also where the first one has to be tried again', async () => {
		quietly();
		let failures = 2;
		const { queue, sent } = post(({ to }) => to === ann && failures-- > 0 && new Error('down'));
		for (const n of ['1', '2', '3']) await queue.add(world.access, mailTo(ann, { data: { n } }));
		await queue.add(world.access, mailTo('bob@example.com', { data: { n: 'bob' } }));
		for (let round = 0; round < 3; round++) {
			expect(await queue.deliver(ALL)).toMatchObject({ isDone: true });
			await world.skipWaits();
		}

		const subjects = sent.map(({ subject }) => subject.split(' ')[1]);
		expect(subjects).toEqual(['bob', '1', '2', '3']);
	});

	test.runIf(isAny(provider)).each([
		['SMTP', { responseCode: 550 }],
		['a service', { permanent: true }]
	])('PW16 what %s refuses for good is reported, and tried no more', async (_, more) => {
		const { queue, failed } = post(({ to }) => to === ann && refusal(more));
		await queue.add(world.access, mailTo(ann, { kind: 'resetPassword', userId: 'id-of-ann' }));
		await queue.add(world.access, mailTo('bob@example.com'));

		expect(await queue.deliver(ALL)).toEqual({ sent: 1, failed: 1, postponed: 0, isDone: true });
		expect(failed.mock.calls).toEqual([
			[
				{
					...{ id: expect.any(String), kind: 'resetPassword', to: ann, userId: 'id-of-ann' },
					...{ reason: 'refused', error: 'no' }
				}
			]
		]);
		expect(await queue.pending({ limit: 10, offset: 0 })).toEqual([]);
	});

	test.runIf(isAny(provider))(
		'PW16 a mail that was tried for a day is reported, and tried no more',
		async () => {
			const { queue, failed } = post(() => new Error('down'));
			await queue.add(world.access, mailTo(ann));
			const createdAt = new Date(Date.now() - 24 * 60 * 60 * 1000);
			await world.database.prisma.outboxMessage.updateMany({ data: { createdAt } });

			expect(await queue.deliver(ALL)).toMatchObject({ failed: 1 });
			expect(failed).toHaveBeenCalledWith(expect.objectContaining({ reason: 'expired' }));
		}
	);

	test('an address gets at most so many mails in an hour: further ones wait, and of the same one is kept', async () => {
		const { queue, sent } = post();
		for (let n = 0; n < 30; n++)
			await queue.add(world.access, mailTo(ann, { kind: 'resetPassword' }));
		await queue.add(world.access, mailTo(ann));
		expect(await queue.deliver(ALL)).toMatchObject({ sent: 10, isDone: true });
		const kinds = (await queue.pending({ limit: 100, offset: 0 })).map(({ kind }) => kind);
		expect(kinds.sort()).toEqual(['resetPassword', 'verifyEmail']);
		await world.skipWaits();
		expect(await queue.deliver(ALL)).toMatchObject({ sent: 0, isDone: true });

		const sentAt = new Date(Date.now() - 60 * 60 * 1000);
		await world.database.prisma.outboxMessage.updateMany({
			where: { sentAt: { not: null } },
			data: { sentAt }
		});
		await world.skipWaits();
		expect(await queue.deliver(ALL)).toMatchObject({ sent: 2 });
		expect(sent.at(-1)).toMatchObject({ subject: 'verifyEmail' });
		expect(await world.rows()).toHaveLength(2);
	});

	test.each(['verifyEmail', 'alreadyRegistered', 'confirmNewEmail'] as const)(
		'PW23: however many mails of the kind %s anybody asks for, one to reset the password is sent at once',
		async (kind) => {
			const { queue, sent } = post();
			for (let n = 0; n < 10; n++) await queue.add(world.access, mailTo(ann, { kind }));
			expect(await queue.deliver(ALL)).toMatchObject({ sent: 5 });
			await queue.add(world.access, mailTo(ann, { kind: 'resetPassword' }));
			expect(await queue.deliver(ALL)).toMatchObject({ sent: 1 });
			expect(sent.at(-1)).toMatchObject({ subject: 'resetPassword' });
		}
	);

	test.runIf(isAny(provider))(
		'nobody gets a mail that is no longer wanted, or whose kind this version of the app does not know',
		async () => {
			const log = quietly();
			const queue = world.queue({
				send: () => Promise.reject(new Error('sent')),
				compose: { verifyEmail: async () => null }
			});
			await queue.add(world.access, mailTo(ann));
			await queue.add(world.access, mailTo('bob@example.com', { kind: 'emailChanged' }));

			expect(await queue.deliver(ALL)).toMatchObject({ sent: 0, failed: 0, postponed: 1 });
			const pending = await queue.pending({ limit: 10, offset: 0 });
			expect(pending).toMatchObject([{ to: 'bob@example.com', attempts: 1 }]);
			expect(String(log.mock.calls)).toContain('no mail of the kind emailChanged');
		}
	);

	test('what a process had taken up when it died is taken over after its lease', async () => {
		const { queue, sent } = post();
		await queue.add(world.access, mailTo(ann));
		const { prisma } = world.database;
		const nextAttemptAt = new Date(Date.now() + 60_000);
		await prisma.outboxMessage.updateMany({ data: { lease: 'dead', nextAttemptAt } });
		expect(await queue.deliver(ALL)).toMatchObject({ sent: 0, isDone: true });
		await world.skipWaits();
		expect(await queue.deliver(ALL)).toMatchObject({ sent: 1 });
		expect(sent).toHaveLength(1);
	});

	test.runIf(isAny(provider))('one run keeps to its bounds', async () => {
		const { queue, sent } = post();
		for (let n = 0; n < 25; n++) await queue.add(world.access, mailTo(`u${n}@example.com`));
		expect(await queue.deliver({ limit: 15, seconds: 20 })).toMatchObject({
			sent: 15,
			isDone: false
		});
		expect(sent).toHaveLength(15);
	});

	test.runIf(isAny(provider))('a line end in a subject begins no header', async () => {
		const sent: EmailMessage[] = [];
		const queue = world.queue({
			send: (message) => sent.push(message),
			compose: {
				...plainly,
				verifyEmail: async () => ({
					...{ subject: 'Hello Ann\r\nBcc: eve@example.com\u2028\u202e', text: '', html: '' }
				})
			}
		});
		await queue.add(world.access, mailTo(ann));
		await queue.deliver(ALL);
		expect(sent[0]!.subject).toBe('Hello Ann Bcc: eve@example.com');
	});

	test
		.runIf(isAny(provider))
		.each(['ann@example.com\r\nBcc: eve@example.com', 'a@b.example,eve@example.com', 'ann'])(
		'no mail is stored for %j',
		async (to) => {
			const { queue } = post();
			await expect(queue.add(world.access, mailTo(to))).rejects.toThrow(
				'only be sent to an address'
			);
			expect(await world.rows()).toEqual([]);
		}
	);
});
