import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { anyProvider } from '../../../e2e/support/gate.js';
import { createOutboxWorld, mailTo } from '../features/email/mail-queue.test.support.js';
import { createOutbox, type Delivery } from './outbox.js';
import type { OutboxRow } from './outbox-columns.js';

const ALL = { limit: 10, seconds: 3600 };
const SENT: Delivery = { status: 'sent' };
const ann = 'ann@example.com';

describe.each(anyProvider)('on %s, a delivery that ends after its time', (provider) => {
	let world: Awaited<ReturnType<typeof createOutboxWorld>>;
	beforeAll(async () => void (world = await createOutboxWorld(provider)));
	afterAll(() => world.close());
	afterEach(async () => {
		vi.useRealTimers();
		vi.restoreAllMocks();
		await world.database.prisma.outboxMessage.deleteMany();
	});

	/** Begins a delivery and lets its time be over. */
	async function outlast<Result>(deliver: () => Promise<Result>, hasBegun: () => boolean) {
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
		vi.spyOn(console, 'error').mockImplementation(() => {});
		const round = deliver();
		await expect.poll(hasBegun).toBe(true);
		await vi.advanceTimersByTimeAsync(60_000);
		expect(await round).toMatchObject({ sent: 0, postponed: 1 });
	}

	test('PW40 a mail that was sent after all is not sent again, and counts for its address', async () => {
		const ends: (() => void)[] = [];
		const send = vi.fn(() => new Promise<void>((resolve) => ends.push(resolve)));
		const queue = world.queue({ send, perAddressPerHour: 1 });
		await queue.add(world.access, mailTo(ann));
		await outlast(
			() => queue.deliver(ALL),
			() => ends.length === 1
		);
		ends[0]!();
		await expect.poll(async () => (await world.rows())[0]!.sentAt).not.toBeNull();
		expect(await world.rows()).toMatchObject([{ lease: null, data: '' }]);
		await world.skipWaits();
		await queue.deliver(ALL);
		await queue.add(world.access, mailTo(ann));
		expect(await queue.deliver(ALL)).toMatchObject({ sent: 0, postponed: 1 });
		expect(send).toHaveBeenCalledTimes(1);
	});

	test('PW40 a second attempt that has begun meanwhile sends nothing', async () => {
		const ends: (() => void)[] = [];
		const composing: (() => void)[] = [];
		const send = vi.fn(() => new Promise<void>((resolve) => ends.push(resolve)));
		const content = { subject: 'x', text: 'x', html: 'x' };
		const queue = world.queue({
			send,
			compose: {
				async verifyEmail() {
					if (ends.length > 0) await new Promise<void>((resolve) => composing.push(resolve));
					return content;
				}
			}
		});
		await queue.add(world.access, mailTo(ann));
		await outlast(
			() => queue.deliver(ALL),
			() => ends.length === 1
		);
		await world.skipWaits();
		const second = queue.deliver(ALL);
		await expect.poll(() => composing.length).toBe(1);
		ends[0]!();
		await expect.poll(async () => (await world.rows())[0]!.sentAt).not.toBeNull();
		composing[0]!();
		expect(await second).toMatchObject({ sent: 0, failed: 0, postponed: 0 });
		expect(send).toHaveBeenCalledTimes(1);
	});

	test('PW40 a mail whose text took too long is sent by a later attempt', async () => {
		const texts: (() => void)[] = [];
		const send = vi.fn();
		const content = { subject: 'x', text: 'x', html: 'x' };
		const verifyEmail = vi.fn(async () => {
			if (verifyEmail.mock.calls.length === 1)
				await new Promise<void>((resolve) => texts.push(resolve));
			return content;
		});
		const queue = world.queue({ send, compose: { verifyEmail } });
		await queue.add(world.access, mailTo(ann));
		await outlast(
			() => queue.deliver(ALL),
			() => texts.length === 1
		);
		vi.useRealTimers();
		texts[0]!();
		// The first attempt finds that the mail is not its own any more.
		await sleep(100);
		expect(send).not.toHaveBeenCalled();
		await world.skipWaits();
		expect(await queue.deliver(ALL)).toMatchObject({ sent: 1 });
		expect(send).toHaveBeenCalledTimes(1);
	});

	const outcomes: [string, Delivery, number][] = [
		['delivered, is removed', SENT, 0],
		['unwanted, waits: it looks so where somebody else has it', { status: 'unwanted' }, 1],
		['put off, waits', { status: 'later', at: new Date() }, 1]
	];
	test.each(outcomes)('a row that does not stay, %s', async (_, delivery, left) => {
		let end: (delivery: Delivery) => void = () => {};
		const deliver = vi.fn(() => new Promise<Delivery>((resolve) => (end = resolve)));
		const outbox = createOutbox<OutboxRow>({
			...{ database: world.access, model: 'outboxMessage', orderedBy: 'to' },
			...{ deliver, isPermanent: () => false, giveUpAfter: 3600, what: 'A row' },
			onGivenUp: async () => {}
		});
		await world.queue({ send: () => {} }).add(world.access, mailTo(ann));
		await outlast(
			() => outbox.deliver(ALL),
			() => deliver.mock.calls.length === 1
		);
		end(delivery);
		if (left === 0) await expect.poll(() => world.rows()).toEqual([]);
		await world.skipWaits();
		deliver.mockResolvedValue({ status: 'unwanted' });
		await outbox.deliver(ALL);
		expect(deliver).toHaveBeenCalledTimes(1 + left);
	});
});
