import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { get, maxHeaderSize } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { freePort } from '../../prisma/tools/free-port.js';
import { signedIn } from '../support/account.js';
import { Client, type Message } from '../support/client.js';
import type { Server } from '../support/server.js';
import { expect, test } from '../support/test.js';

/** By how much one request may block the process longer than ordinary requests do, in milliseconds. */
const MOST = 50;

const form = (body: string, type = 'application/x-www-form-urlencoded'): Message => ({
	headers: { 'content-type': type, accept: 'text/html' },
	body
});
const times = (count: number, part: (index: number) => string, between = '&') =>
	Array.from({ length: count }, (_, index) => part(index)).join(between);
const multipart = (count: number) => {
	const parts = times(
		count,
		(n) => `--x\r\ncontent-disposition: form-data; name="${n}"\r\n\r\n1`,
		'\r\n'
	);
	return form(`${parts}\r\n--x--\r\n`, 'multipart/form-data; boundary=x');
};
const cookies = (cookie: string): Message => ({ headers: { cookie } });
const hex = () => randomBytes(32).toString('hex');

/** Forms, for every action. Where more is sent than is accepted, there is one that fills what is. */
const FORMS: Record<string, Message> = {
	'100,000 fields': form(times(100_000, (n) => `a${n}=`)),
	'fields that fill the limit': form(times(30_000, (n) => `${n % 99}`).slice(0, 127 * 1024)),
	'100,000 parts': multipart(100_000),
	'parts that fill the limit': multipart(2_000),
	'a part without an end': form(
		`--x\r\n${'a'.repeat(127 * 1024)}`,
		'multipart/form-data; boundary=x'
	),
	'a name of 1,000 levels': form(
		`${times(1000, () => 'a', '.')}=1&${times(1000, () => '[a]', '')}=1`
	),
	'one value that fills the limit': form(`email=${'%41'.repeat(42_000)}`),
	'2,500 actions in the address': form('a=1')
};

/** Headers, for everything that answers. Node refuses more than 16 KiB of them, so that is the most that arrives. */
const room = maxHeaderSize - 2048;
const HEADERS: Record<string, Message> = {
	'as many cookies as fit': cookies(times(room / 5, () => 'a=b', '; ').slice(0, room)),
	'as many session cookies as fit': cookies(
		times(
			Math.floor(room / 90),
			() => `guardian_session_${hex().slice(0, 12)}=${randomBytes(32).toString('base64url')}`,
			'; '
		)
	),
	'one cookie as long as fits': cookies(
		`guardian_session_${hex().slice(0, 12)}=${'a'.repeat(room)}`
	),
	'five forged pending revocations': cookies(
		times(
			5,
			() => {
				const key = hex();
				return `guardian_session_pending_all_${key.slice(0, 12)}=${key}.all.1764000000000`;
			},
			'; '
		)
	),
	'one header as long as fits': {
		headers: { accept: `text/html,${times(room / 4, () => 'a/b', ',').slice(0, room)}` }
	},
	'64 KB of header': { headers: { 'x-long': 'a'.repeat(64 * 1024) } }
};

const ACTIONS = ['/signin?/signin', '/signup?/signup', '/?/signout', '/_guardian/sign-out/session'];
const PAGES = ['/', '/account', '/account/__data.json', '/no/such/page'];

async function longestBlock(port: number): Promise<number> {
	const [response] = await once(get({ host: '127.0.0.1', port, agent: false }), 'response');
	return Number(await text(response));
}

/** The longest block while something is sent, of the best of six tries: a noisy machine blocks by itself now and then. */
async function blockedBy(
	probe: number,
	send: () => Promise<unknown>,
	isEnough: (ms: number) => boolean = () => false
) {
	let best = Infinity;
	for (let tries = 0; tries < 6 && !isEnough(best); tries++) {
		await longestBlock(probe);
		await send();
		best = Math.min(best, await longestBlock(probe));
	}
	return best;
}

/** Sends the beginning of a body and no more, for a moment. */
async function neverEnd(server: Server, path: string): Promise<void> {
	const socket = connect(server.port, '127.0.0.1');
	await once(socket, 'connect');
	socket.on('error', () => {});
	const { host } = new URL(server.origin);
	socket.write(
		`POST ${path} HTTP/1.1\r\nhost: ${host}\r\norigin: ${server.origin}\r\ncontent-length: 100000\r\n` +
			'content-type: application/x-www-form-urlencoded\r\n\r\nemail='
	);
	for (let n = 0; n < 20; n++) {
		socket.write('a');
		await sleep(10);
	}
	socket.destroy();
}

/** Sends a body within the limit of its size in pieces of one byte, and waits until the server has answered or closed. */
async function sendInPieces(server: Server, path: string): Promise<void> {
	const socket = connect(server.port, '127.0.0.1');
	await once(socket, 'connect');
	socket.on('error', () => {});
	const closed = new Promise((resolve) => socket.once('close', resolve));
	const { host } = new URL(server.origin);
	socket.write(
		`POST ${path} HTTP/1.1\r\nhost: ${host}\r\norigin: ${server.origin}\r\nconnection: close\r\n` +
			'transfer-encoding: chunked\r\ncontent-type: application/x-www-form-urlencoded\r\n\r\n'
	);
	socket.write('1\r\na\r\n'.repeat(131_000) + '0\r\n\r\n');
	socket.resume();
	await closed;
}

test(
	'SE3: no request blocks the process noticeably longer than an ordinary one',
	{ tag: '@gate' },
	async ({ start }) => {
		test.setTimeout(240_000);
		const probe = await freePort();
		const file = pathToFileURL(join(import.meta.dirname, '../support/loop-probe.js')).href;
		const server = await start({
			build: 'demo',
			env: { LOOP_PROBE_PORT: String(probe), NODE_OPTIONS: `--import ${file}` }
		});
		const person = await signedIn(server);
		const send = (
			path: string,
			{ headers, body }: Message,
			method = body === undefined ? 'GET' : 'POST'
		) =>
			// Node answers 431 to more than it takes, and closes; so may the server where a body is too large.
			new Client(server)
				.request(method, path, {
					headers: { origin: server.origin, ...headers },
					...(body !== undefined && { body })
				})
				.catch(() => {});
		const ordinary = async () => {
			for (const path of PAGES) await person.get(path);
			for (const path of ACTIONS) await send(path, form('email=a&password=b'));
		};

		// What is loaded by the first form and the first page is loaded now.
		for (let n = 0; n < 5; n++) await ordinary();
		const idle = await blockedBy(probe, ordinary);
		for (let n = 0; n < 10; n++) await sendInPieces(server, ACTIONS[0]!);
		const isEnough = (ms: number) => ms <= idle + MOST;
		const tooLong: string[] = [];
		const measure = async (what: string, work: () => Promise<unknown>) => {
			const blocked = await blockedBy(probe, work, isEnough);
			if (!isEnough(blocked)) tooLong.push(`${what}: ${Math.round(blocked)} ms`);
		};

		for (const path of ACTIONS) {
			for (const [what, message] of Object.entries(FORMS)) {
				const address = what.includes('address') ? `${path}&${times(2500, (n) => `/${n}`)}` : path;
				await measure(`${what}, to ${path}`, () => send(address, message));
			}
			await measure(`a body that never ends, to ${path}`, () => neverEnd(server, path));
			await measure(`a body in 131,000 pieces, to ${path}`, () => sendInPieces(server, path));
		}
		for (const [what, message] of Object.entries(HEADERS)) {
			for (const path of PAGES) await measure(`${what}, to ${path}`, () => send(path, message));
			await measure(`${what}, to ?/signout`, () =>
				send('/?/signout', { headers: { ...message.headers, ...form('').headers }, body: '' })
			);
		}
		expect(tooLong, `an ordinary request: ${Math.round(idle)} ms`).toEqual([]);
		expect(await person.get('/account')).toMatchObject({ status: 200 });
	}
);
