import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { anyProvider } from '../../../../e2e/support/gate.js';
import { createRowId } from '../../outbox/row-id.js';
import { createOutboxWorld, mailTo, plainly } from './mail-queue.test.support.js';
import type { EmailMessage } from './send.js';

const ALL = { limit: 1000, seconds: 20 };
const slow = 'slow@example.com';

/** A promise that is settled from outside. */
function gate() {
	let open = () => {};
	const opened = new Promise<void>((resolve) => (open = resolve));
	return { opened, open };
}

describe.each(anyProvider)('on %s', (provider) => {
	let world: Awaited<ReturnType<typeof createOutboxWorld>>;
	beforeAll(async () => void (world = await createOutboxWorld(provider)));
	afterAll(() => world.close());
	afterEach(() => world.database.prisma.outboxMessage.deleteMany());

	/** A queue of which a mail to the slow address is sent once the gate is open. */
	function post() {
		const sent: string[] = [];
		const { opened, open } = gate();
		const started = gate();
		let atOnce = 0;
		let most = 0;
		const send = async ({ to, subject }: EmailMessage) => {
			most = Math.max(most, ++atOnce);
			if (to === slow && subject.endsWith('1')) {
				started.open();
				await opened;
			}
			sent.push(`${to} ${subject}`);
			atOnce--;
		};
		const queue = world.queue({ send, perAddressPerHour: 100 });
		return { sent, queue, open, started: started.opened, most: () => most };
	}
	const first = mailTo(slow, { data: { n: '1' } });
	const second = mailTo(slow, { data: { n: '2' } });

	test('PW40 one delivery that takes long holds up no other: its place alone is taken', async () => {
		const { queue, sent, open, started, most } = post();
		const add = (n: number) => queue.add(world.access, mailTo(`u${n}@example.com`));
		await queue.add(world.access, first);
		for (let n = 0; n < 9; n++) await add(n);
		const delivered = queue.deliver(ALL);
		await started;
		for (let n = 9; n < 35; n++) await add(n);
		await expect.poll(() => sent.length, { timeout: 10_000 }).toBe(35);
		open();
		expect(await delivered).toEqual({ sent: 36, failed: 0, postponed: 0, isDone: true });
		expect(most()).toBeLessThanOrEqual(10);
	});

	test('PW40 what is left while a delivery takes long is sent meanwhile, and the rest of its address at once after it', async () => {
		const { queue, sent, open, started } = post();
		await queue.add(world.access, first);
		const delivered = queue.deliver(ALL);
		await started;
		await queue.add(world.access, second);
		await queue.add(world.access, mailTo('bob@example.com'));
		await expect.poll(() => sent, { timeout: 5000 }).toEqual(['bob@example.com verifyEmail']);
		open();
		expect(await delivered).toMatchObject({ sent: 3, isDone: true });
		expect(sent.slice(1)).toEqual([`${slow} verifyEmail 1`, `${slow} verifyEmail 2`]);
	});

	test('PW40 a mail that another instance has put aside behind one on its way goes right after it', async () => {
		const { queue, sent, open, started } = post();
		const other = world.queue({ send: () => Promise.reject(new Error('sent twice')) });
		await queue.add(world.access, first);
		const delivered = queue.deliver(ALL);
		await started;
		await queue.add(world.access, second);
		// Its time is over before it could take the mail itself.
		const ended = other.deliver({ limit: 10, seconds: 0.1 });
		const isAside = async () => (await world.rows())[1]!.nextAttemptAt > new Date();
		await expect.poll(isAside).toBe(true);
		open();
		expect(await delivered).toMatchObject({ sent: 2, isDone: true });
		expect(await ended).toMatchObject({ sent: 0 });
		expect(sent).toEqual([`${slow} verifyEmail 1`, `${slow} verifyEmail 2`]);
	});

	test('PW40 many due mails behind one on its way hide none of others', async () => {
		const { queue, sent, open, started } = post();
		await queue.add(world.access, first);
		for (let n = 0; n < 60; n++) await queue.add(world.access, second);
		const delivered = queue.deliver({ limit: 2, seconds: 20 });
		await started;
		await queue.add(world.access, mailTo('bob@example.com'));
		await expect.poll(() => sent, { timeout: 5000 }).toEqual(['bob@example.com verifyEmail']);
		open();
		await delivered;
	});

	async function fill(count: number) {
		const nextAttemptAt = new Date(Date.now() - 60_000);
		await world.database.prisma.outboxMessage.createMany({
			data: Array.from({ length: count }, (_, n) => ({
				...{ id: createRowId(), kind: 'resetPassword', to: `nobody${n}@example.com` },
				...{ data: '{}', nextAttemptAt }
			}))
		});
	}

	test('PW41 however many mails for nobody are due, those of an account go first', async () => {
		await fill(300);
		const sent: string[] = [];
		const queue = world.queue({
			send: ({ to }) => void sent.push(to),
			compose: { ...plainly, resetPassword: async () => null }
		});
		await queue.add(world.access, mailTo('ann@example.com', { userId: 'ann' }));
		await queue.deliver({ limit: 1, seconds: 20 });
		expect(sent).toEqual(['ann@example.com']);
	});

	test('PW42 many accounts that want one address delay no other mail to it, and of theirs one waits', async () => {
		const bob = 'bob@example.com';
		const sent: string[] = [];
		const send = ({ subject }: EmailMessage) => void sent.push(subject);
		const queue = world.queue({ send, perAddressPerHour: 3 });
		const reset = mailTo(bob, { kind: 'resetPassword', userId: 'bob' });
		const ask = (n: number) => {
			const data = { from: `bot${n}@example.com` };
			return queue.add(
				world.access,
				mailTo(bob, { kind: 'confirmNewEmail', userId: `${n}`, data })
			);
		};
		for (let n = 0; n < 20; n++) await ask(n);
		await queue.deliver(ALL);
		await queue.add(world.access, reset);
		await queue.deliver(ALL);
		expect(sent).toEqual(['confirmNewEmail', 'confirmNewEmail', 'resetPassword']);
		expect(await queue.pending({ limit: 100, offset: 0 })).toMatchObject([{ userId: '2' }]);

		for (let n = 20; n < 40; n++) await ask(n);
		await queue.add(world.access, reset);
		await world.database.prisma.outboxMessage.deleteMany({ where: { NOT: { sentAt: null } } });
		await world.skipWaits();
		await queue.deliver(ALL);
		expect(sent.slice(3)).toEqual(['resetPassword', 'confirmNewEmail']);
		expect(await queue.pending({ limit: 100, offset: 0 })).toHaveLength(1);
	});

	test('PW41 every look at the outbox finds its rows by an index', async () => {
		const wheres: object[] = [];
		const { access } = world;
		const spied = (key: string) => {
			const model = access.model(key);
			const findMany = (args: { where: object }) => {
				wheres.push(args.where);
				return model.findMany(args);
			};
			return Object.assign(Object.create(model) as typeof model, { findMany });
		};
		const queue = world.queue({ database: { ...access, model: spied as never }, send: () => {} });
		await queue.add(access, mailTo('ann@example.com'));
		expect(await queue.deliver(ALL)).toMatchObject({ sent: 1 });
		// What is due, the first of its address, what was taken, what the address has got; nothing more is due, nothing is old.
		expect(wheres).toHaveLength(6);
		for (const where of wheres) {
			const columns = Object.keys(where);
			expect(columns.some((column) => ['id', 'to', 'sentAt'].includes(column))).toBe(true);
		}
	});
});

test('PW41 a round that has left work is followed by another at once, and stops when it is told to', async () => {
	const { createRounds } = await import('../../rounds.js');
	let calls = 0;
	const rounds = createRounds(async () => ({ isDone: ++calls === 5 }), { every: 60, failed: '' });
	await rounds.wake();
	expect(calls).toBe(5);
	rounds.stop();

	let endless = 0;
	const others = createRounds(async () => ({ isDone: ++endless < 0 }), { every: 60, failed: '' });
	const woken = others.wake();
	await expect.poll(() => endless).toBeGreaterThan(1);
	others.stop();
	await woken;
});
