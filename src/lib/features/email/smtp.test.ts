import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createOutboxWorld, mailTo } from './mail-queue.test.support.js';
import { isPermanentRefusal, type EmailMessage } from './send.js';
import { smtp } from './smtp.js';
import { startMailServer, type Behaviour } from './smtp-server.test.support.js';

let server: Awaited<ReturnType<typeof startMailServer>>;
let world: Awaited<ReturnType<typeof createOutboxWorld>>;
beforeAll(async () => {
	server = await startMailServer();
	world = await createOutboxWorld('sqlite');
});
afterAll(async () => {
	await server.stop();
	await world.close();
});
afterEach(() => {
	vi.restoreAllMocks();
	server.behave('accepts');
	server.accepted.length = 0;
});

const message = (more: Partial<EmailMessage> = {}): EmailMessage => ({
	...{ to: 'ann@example.com', from: 'My App <no-reply@app.example>', subject: 'Hello', id: 'one' },
	...{ text: 'plain', html: '<p>rich</p>' },
	...more
});
const fast = { timeout: 0.4 };
const ALL = { limit: 100, seconds: 20 };

test('a mail arrives with both texts, and with its id as Message-ID', async () => {
	await smtp(server.url)(message({ subject: 'Grüße 👋' }));
	const [{ mail, recipients } = { mail: null, recipients: [] }] = server.accepted;
	expect(recipients).toEqual(['ann@example.com']);
	expect(mail).toMatchObject({
		...{ subject: 'Grüße 👋', messageId: '<one@app.example>' },
		from: { value: [{ name: 'My App', address: 'no-reply@app.example' }] },
		to: { value: [{ address: 'ann@example.com' }] }
	});
	expect(mail!.text?.trim()).toBe('plain');
	expect(mail!.html).toContain('<p>rich</p>');
});

test.each<[Behaviour, boolean]>([
	['hangs', false],
	['hangs after the mail', false],
	['drops the connection in the mail', false],
	['connection: 421', false],
	['connection: 554', false],
	['account: 454', false],
	// A wrong password of the mail account can be corrected. Until then the mails wait.
	['account: 535', false],
	['recipient: 450', false],
	['recipient: 550', true],
	['mail: 451', false],
	['mail: 554', true]
])(
	'PW16 a mail server that %s: refused for good is %s, and it is known in time',
	async (now, isPermanent) => {
		server.behave(now);
		const url = now.startsWith('account') ? server.url.replace('//', '//ann:secret@') : server.url;
		const start = Date.now();
		const error: unknown = await smtp(url, fast)(message()).catch((error: unknown) => error);
		expect(error).toBeInstanceOf(Error);
		expect(isPermanentRefusal(error)).toBe(isPermanent);
		expect(Date.now() - start).toBeLessThan(5000);
		expect(server.accepted).toEqual([]);
	}
);

describe('PW16: a mail that could not be delivered arrives once, when the mail server', () => {
	const quietly = () => vi.spyOn(console, 'error').mockImplementation(() => {});

	test.each<Behaviour>([
		'hangs',
		'hangs after the mail',
		'drops the connection in the mail',
		'connection: 421',
		'mail: 451'
	])('no longer %s', async (fault) => {
		quietly();
		const queue = world.queue({ send: smtp(server.url, fast) });
		await queue.add(world.access, mailTo('ann@example.com'));
		server.behave(fault);
		expect(await queue.deliver(ALL)).toMatchObject({ sent: 0, postponed: 1 });
		server.behave('accepts');
		await world.skipWaits();
		expect(await queue.deliver(ALL)).toMatchObject({ sent: 1, postponed: 0 });
		await world.skipWaits();
		expect(await queue.deliver(ALL)).toMatchObject({ sent: 0 });

		expect(server.accepted).toHaveLength(1);
		await world.database.prisma.outboxMessage.deleteMany();
	});

	test('is started again', async () => {
		quietly();
		const queue = world.queue({ send: smtp(server.url, fast) });
		await queue.add(world.access, mailTo('ann@example.com'));
		await server.stop();
		expect(await queue.deliver(ALL)).toMatchObject({ sent: 0, postponed: 1 });
		await server.start();
		await world.skipWaits();
		expect(await queue.deliver(ALL)).toMatchObject({ sent: 1 });
		expect(server.accepted).toHaveLength(1);
	});
});

const EVIL = 'Hello\r\nBcc: eve@example.com\r\n\r\n<p>eve</p>';
test.each<[string, Partial<EmailMessage>]>([
	['the subject', { subject: EVIL }],
	['the address', { to: 'ann@example.com\r\nBcc: eve@example.com' }],
	['a list of addresses', { to: 'ann@example.com, eve@example.com' }],
	['a group of addresses', { to: 'all: ann@example.com, eve@example.com;' }],
	['the name of the sender', { from: `"${EVIL}" <no-reply@app.example>` }],
	['the id', { id: `one>\r\nBcc: eve@example.com\r\nX: <` }]
])('%s can add no header and no recipient', async (_, more) => {
	try {
		await smtp(server.url, fast)(message(more));
	} catch {
		// Refused is as good.
	}
	for (const { recipients, mail } of server.accepted) {
		expect(recipients).toHaveLength(1);
		expect(recipients).not.toContain('eve@example.com');
		expect(mail.headers.has('bcc')).toBe(false);
		expect(mail.headers.has('x')).toBe(false);
		expect(mail.text?.trim()).toBe('plain');
	}
});

test('a password is sent by TLS only, except to this machine', async () => {
	const login = (host: string) => smtp(`smtp://ann:secret@${host}:${server.port}`, fast)(message());
	// The same machine, by an address that does not say so.
	await expect(login('0.0.0.0')).rejects.toThrow(/TLS/);
	expect(server.accepted).toEqual([]);
	await login('127.0.0.1');
	expect(server.accepted).toHaveLength(1);
});

test.each(['', 'mail.example.com', 'https://mail.example.com', 'smtp:'])(
	'%j is no URL of a mail server',
	(url) => {
		expect(() => smtp(url)).toThrow('smtps://user:password@mail.example.com');
	}
);
test('a timeout that is none is refused', () => {
	for (const timeout of [0, -1, NaN, 1000]) {
		expect(() => smtp('smtp://localhost', { timeout })).toThrow('a number of seconds up to 50');
	}
});
