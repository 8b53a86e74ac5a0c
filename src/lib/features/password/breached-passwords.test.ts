import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../../e2e/support/database.js';
import { guardianAuth } from '../../index.js';
import { Browser } from '../../tests/request-event.test.support.js';
import { createBreachCheck } from './breached-passwords.js';

const BREACHED = 'a sentence from a breach';
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase();
const hash = sha1(BREACHED);
const OTHERS = ['0018A45C4D1DEF81644B54AB7F969B88D65:10', '00D4F6E8FA6EECAD2A3AA415EEC418D38EC:2'];
const listed = (count: number) => [...OTHERS, `${hash.slice(5)}:${count}`].join('\r\n');

type Answer = (response: ServerResponse) => void;
let answer: Answer;
const asked: IncomingMessage[] = [];
const server = createServer((request, response) => {
	asked.push(request);
	answer(response);
});
let url: string;
let logged: ReturnType<typeof vi.spyOn>;

beforeAll(async () => {
	await once(server.listen(0, '127.0.0.1'), 'listening');
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/range/`;
});
beforeEach(() => {
	logged = vi.spyOn(console, 'error').mockImplementation(() => {});
	answer = (response) => response.end(listed(3));
});
afterEach(() => {
	vi.restoreAllMocks();
	asked.length = 0;
});
afterAll(() => {
	server.close();
	server.closeAllConnections();
});

/** What was logged of a check. Files share their process: what another one has begun may log as well. */
const lines = () =>
	logged.mock.calls
		.map((call: unknown[]) => call.join(' '))
		.filter((line: string) => line.includes('could not be checked for breaches'));
const check = (timeout = 1) => createBreachCheck({ url, timeout });

describe('PW27: a password that is known from a breach is found', () => {
	test('by five hex digits of its hash, and the answer is filled up', async () => {
		expect(await check()(BREACHED)).toBe(true);
		const [{ url: path, headers } = {} as IncomingMessage] = asked;
		expect(path).toBe(`/range/${hash.slice(0, 5)}`);
		expect(headers['add-padding']).toBe('true');
		expect(JSON.stringify(headers)).not.toContain(hash.slice(5));
		expect(lines()).toEqual([]);
	});

	test.each([
		['what only fills the answer up', listed(0)],
		['the hash of another one', OTHERS.join('\r\n')]
	])('%s is none', async (_, text) => {
		answer = (response) => response.end(text);
		expect(await check()(BREACHED)).toBe(false);
		expect(lines()).toEqual([]);
	});
});

describe('PW27: where the other server does not answer as it should, the password is accepted and a line is logged', () => {
	const endless = (response: ServerResponse) => {
		const more = () => {
			while (!response.destroyed && response.write(`${'x'.repeat(1000)}\n`));
			if (!response.destroyed) response.once('drain', more);
		};
		more();
	};

	test.each<[string, Answer]>([
		['it hangs', () => {}],
		['it hangs within the answer', (response) => void response.write(OTHERS.join('\n'))],
		['it fails', (response) => void response.writeHead(500).end(listed(3))],
		['it limits', (response) => void response.writeHead(429).end()],
		['it leads elsewhere', (response) => void response.writeHead(302, { location: url }).end()],
		['it is huge', endless],
		['it is garbage', (response) => void response.end('<html>Please sign in to this Wi-Fi</html>')],
		['it is empty', (response) => void response.end()],
		['it hangs up', (response) => void response.destroy()]
	])('%s', async (_, how) => {
		answer = how;
		const started = performance.now();
		expect(await check(0.5)(BREACHED)).toBe(false);
		expect(performance.now() - started).toBeLessThan(5000);
		expect(lines()).toHaveLength(1);
		expect(lines()[0]).not.toContain(hash.slice(0, 5));
		expect(asked.length).toBeGreaterThan(0);
		expect(asked.length).toBeLessThanOrEqual(2);
	});

	test.each([0.5005, 1.001])(
		'a time limit need not be whole milliseconds: %d s',
		async (timeout) => {
			expect(await check(timeout)(BREACHED)).toBe(true);
		}
	);

	test('a connection that was closed meanwhile is opened again', async () => {
		const isBreached = check();
		expect(await isBreached(BREACHED)).toBe(true);
		server.closeAllConnections();
		expect(await isBreached(BREACHED)).toBe(true);
		expect(lines()).toEqual([]);
	});

	test('nobody listens', async () => {
		const isBreached = createBreachCheck({ url: 'http://127.0.0.1:9/', timeout: 1 });
		expect(await isBreached(BREACHED)).toBe(false);
		expect(lines()).toHaveLength(1);
	});

	test('of many checks at once ten are asked, none waits longer than one, and one line is logged', async () => {
		answer = () => {};
		const isBreached = check(1);
		const started = performance.now();
		const results = Promise.all(Array.from({ length: 150 }, () => isBreached(BREACHED)));
		// When their time is over, the server may see the next ones before it sees that the first have gone.
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(asked).toHaveLength(10);
		expect(await results).toEqual(Array(150).fill(false));
		expect(performance.now() - started).toBeLessThan(5000);
		expect(lines()).toHaveLength(1);
	});
});

describe('PW27: `passwords.hibp` is asked wherever a password is set', () => {
	let database: TestDatabase;
	let passwords: { hibp: false | { url: string; timeout: number } };
	const app = () => guardianAuth({ prisma: database.prisma, passwords });
	beforeAll(async () => void (database = await createDatabase('sqlite')));
	beforeEach(() => void (passwords = { hibp: { url, timeout: 5 } }));
	afterAll(() => database.close());

	const other = 'words that nobody has lost';

	test('at a sign-up, a change and by server code', async () => {
		const auth = app();
		const browser = new Browser();
		const email = 'ann@example.com';
		const signUp = (password: string) =>
			browser.visit(auth.handle, ({ cookies }) =>
				auth.signUp({ cookies, email, password, redirect: false })
			);
		expect((await signUp(BREACHED)).page).toMatchObject({ ok: false, code: 'PASSWORD_BREACHED' });
		const { page } = await signUp(other);
		expect(page).toMatchObject({ ok: true });
		const { page: changed } = await browser.visit(auth.handle, ({ cookies }) =>
			auth.changePassword({ cookies, currentPassword: other, newPassword: BREACHED })
		);
		expect(changed).toMatchObject({ code: 'PASSWORD_BREACHED' });
		const user = { id: (await database.prisma.user.findFirstOrThrow()).id };
		expect(await auth.setPassword(user, BREACHED)).toMatchObject({ code: 'PASSWORD_BREACHED' });
		// What the list of the kit refuses is looked up nowhere, and a sign-in neither.
		asked.length = 0;
		expect((await signUp('password1')).page).toMatchObject({ code: 'PASSWORD_TOO_COMMON' });
		await browser.visit(auth.handle, ({ cookies }) =>
			auth.signIn({ cookies, email, password: other, redirect: false })
		);
		expect(asked).toEqual([]);
	});

	test('not by default, nor where it is switched off', async () => {
		passwords = { hibp: false };
		const auth = app();
		const { page } = await new Browser().visit(auth.handle, ({ cookies }) =>
			auth.signUp({ cookies, email: 'bob@example.com', password: BREACHED, redirect: false })
		);
		expect(page).toMatchObject({ ok: true });
		expect(asked).toEqual([]);
	});
});
