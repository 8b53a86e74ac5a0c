import type { RequestEvent } from '@sveltejs/kit';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { email } from '../../email.js';
import { guardianAuth } from '../../index.js';
import { createRowId } from '../../outbox/row-id.js';
import { Browser } from '../../tests/request-event.test.support.js';
import { createOutboxWorld, mailTo } from './mail-queue.test.support.js';
import type { EmailOptions } from './options.js';

const secret = 'a secret of at least 32 characters';
const required = {
	...{ send: async () => {}, from: 'App <no-reply@app.example>', origin: 'https://app.example' },
	deliverEvery: false
} as const satisfies EmailOptions;

let world: Awaited<ReturnType<typeof createOutboxWorld>>;
beforeAll(async () => void (world = await createOutboxWorld('sqlite')));
afterAll(() => world.close());
afterEach(async () => {
	vi.restoreAllMocks();
	vi.unstubAllEnvs();
	await world.database.prisma.outboxMessage.deleteMany();
});

const open = (options: Partial<EmailOptions> = {}, more: object = {}) =>
	guardianAuth({
		...{ prisma: world.database.prisma, secret, ...more },
		features: [email({ ...required, ...options })]
	});

describe('PW5: sending begins after the response', () => {
	async function visit() {
		const order: string[] = [];
		// It never answers, and nobody waits for it.
		const send = () => new Promise<never>(() => void order.push('sending'));
		const queue = world.queue({ send });
		const auth = open();
		await new Browser().visit(auth.handle, async (event) => {
			await queue.add(world.access, mailTo('ann@example.com'));
			queue.sendSoon(event);
			await new Promise((resolve) => setTimeout(resolve, 50));
			order.push('page');
		});
		order.push('answered');
		await vi.waitFor(() => expect(order).toContain('sending'));
		return order;
	}

	test('also where the page takes long, and the mail server never answers', async () => {
		expect(await visit()).toEqual(['page', 'answered', 'sending']);
	});

	test.each(['context', 'ctx'])(
		'a platform that has %s.waitUntil keeps the function alive until the mail is sent',
		async (name) => {
			const order: string[] = [];
			const queue = world.queue({
				async send() {
					await new Promise((resolve) => setTimeout(resolve, 20));
					order.push('sent');
				}
			});
			let kept: Promise<unknown> | undefined;
			const waitUntil = (work: Promise<unknown>) => (kept = work);
			await new Browser().visit(open().handle, async (event) => {
				Object.assign(event, { platform: { [name]: { waitUntil } } });
				await queue.add(world.access, mailTo('ann@example.com'));
				queue.sendSoon(event);
			});
			order.push('answered');
			await kept;
			expect(order).toEqual(['answered', 'sent']);
		}
	);

	test('of what a process that ends has left to send, it begins no more', async () => {
		const send = vi.fn();
		const queue = world.queue({ send });
		for (let n = 0; n < 30; n++) await queue.add(world.access, mailTo(`u${n}@example.com`));
		send.mockImplementation(() => queue.close());
		let isOver: Promise<unknown> | undefined;
		const platform = { ctx: { waitUntil: (work: Promise<unknown>) => (isOver = work) } };
		queue.sendSoon({ platform } as unknown as RequestEvent);
		await isOver;
		expect(send).toHaveBeenCalledTimes(10);
		queue.sendSoon();
		expect(await queue.pending({ limit: 100, offset: 0 })).toHaveLength(20);
	});
});

describe('auth.email', () => {
	const leave = (kind = 'verifyEmail') =>
		world.database.prisma.outboxMessage.create({
			data: {
				...{ id: createRowId(), kind, to: 'ann@example.com', userId: 'ann', data: '{}' },
				nextAttemptAt: new Date()
			}
		});

	test('lists what waits, and nothing that `send` has not to know', async () => {
		const { id } = await leave();
		expect(await open().email.pending()).toEqual([
			{
				...{ id, kind: 'verifyEmail', to: 'ann@example.com', userId: 'ann', attempts: 0 },
				...{ nextAttemptAt: expect.any(Date), createdAt: expect.any(Date) }
			}
		]);
		expect(await open().email.pending({ offset: 1 })).toEqual([]);
	});

	test.each([{ limit: 0 }, { limit: 1.5 }, { seconds: 0 }, { seconds: Infinity }])(
		'deliver(%j) is refused',
		async (bounds) => {
			await expect(open().email.deliver(bounds)).rejects.toMatchObject({
				code: 'ARGUMENT_INVALID'
			});
		}
	);

	test('PW16: a mail that is given up is an event for the app', async () => {
		vi.spyOn(console, 'error').mockImplementation(() => {});
		const emailFailed = vi.fn();
		const auth = open({}, { events: { emailFailed } });
		const { id } = await leave('of another version');
		const createdAt = new Date(Date.now() - 25 * 60 * 60 * 1000);
		await world.database.prisma.outboxMessage.updateMany({ data: { createdAt } });

		expect(await auth.email.deliver()).toEqual({ sent: 0, failed: 1, postponed: 0, isDone: true });
		expect(emailFailed).toHaveBeenCalledExactlyOnceWith({
			...{ type: 'emailFailed', id, kind: 'of another version', to: 'ann@example.com' },
			...{ userId: 'ann', reason: 'expired', event: null },
			error: 'This version of the app has no mail of the kind of another version.'
		});
	});

	test('the timer of a copy of the auth module that was saved anew ends', async () => {
		vi.stubEnv('NODE_ENV', 'development');
		const set = vi.spyOn(globalThis, 'setTimeout');
		const cleared = vi.spyOn(globalThis, 'clearTimeout');
		const name = { cookie: { name: 'timers' } };
		open({ deliverEvery: 4321 }, name);
		const started = set.mock.calls.findIndex(([, delay]) => delay === 4_321_000);
		const timer: unknown = set.mock.results[started]!.value;
		expect(cleared).not.toHaveBeenCalledWith(timer);
		open({}, name);
		expect(cleared).toHaveBeenCalledWith(timer);
	});

	test('without the model the app does not start, and is told what to add', () => {
		const prisma = new Proxy(world.database.prisma, {
			get: (target, name) =>
				name === 'outboxMessage' ? undefined : (Reflect.get(target, name) as unknown)
		});
		expect(() => open({}, { prisma })).toThrow('model OutboxMessage {');
		expect(() => guardianAuth({ prisma, secret })).not.toThrow();
	});
});

describe('the options of email() are checked once', () => {
	test.each<[string, object, string]>([
		['no function', { send: 'smtp://localhost' }, 'send: write smtp(url), or a function'],
		['no address', { from: 'My App' }, 'from: write an address such as'],
		['two addresses', { from: 'a@app.example, b@app.example' }, 'from: write an address such as'],
		['a line end', { from: 'App\r\nBcc: e@e.example <a@app.example>' }, 'from: write an address'],
		['no origin', { origin: undefined }, 'origin: write an origin such as'],
		['a path', { origin: 'https://app.example/app' }, 'origin: write an origin such as'],
		['another scheme', { origin: 'capacitor://localhost' }, 'origin: write an origin such as'],
		[
			'too many',
			{ perAddressPerHour: 1000 },
			'perAddressPerHour: write a whole number from 1 to 100'
		],
		['an interval of 0', { deliverEvery: 0 }, 'deliverEvery: write a number of seconds from 1'],
		['an unknown one', { sender: '' }, 'sender: there is no such option']
	])('%s is refused', (_, wrong, sentence) => {
		expect(() => email({ ...required, ...wrong })).toThrow(sentence);
	});

	test.each(['no-reply@app.example', 'My App <no-reply@app.example>', 'Grüße <a@b.example>'])(
		'%s can be the sender',
		(from) => {
			expect(() => email({ ...required, from })).not.toThrow();
		}
	);
});
