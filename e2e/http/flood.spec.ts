import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { newAccount, signedIn, signUp } from '../support/account.js';
import { Client, urlencoded } from '../support/client.js';
import type { OwnServer, Server } from '../support/server.js';
import { expect, test } from '../support/test.js';

const FLOOD = 250;

/** How many clients go before they are answered: as many as may wait. */
const GONE = 95;

/** How many sign-ins are measured to know what one costs. */
const TRIES = 10;

/**
 * On a machine that does other things as well, a database may answer late in a flood: that is not what is tested here. Nor
 * are the limits, which would refuse most of it before: an attacker with many addresses and many emails is not held by them.
 */
const fixture = {
	build: 'fixture',
	options: { limits: false, store: { timeout: 60 } }
} as const;

test.beforeEach(() => test.setTimeout(120_000));

/** That many wrong sign-ins at once, for accounts that exist and for others. */
function flood(server: Server, mode: 'post' | 'enhanced', email: string) {
	const emails = [email, newAccount().email];
	return Array.from({ length: FLOOD }, (_, n) =>
		new Client(server)[mode]('/signin?/signin', { email: emails[n % 2]!, password: 'wrong one' })
	);
}

for (const mode of ['post', 'enhanced'] as const) {
	const how = mode === 'post' ? 'native' : 'enhanced';
	const tag = '@gate';

	test(
		`RL16, SE2: a flood of sign-ins is answered, most of it with 503 and when to try again (${how})`,
		{ tag },
		async ({ start }) => {
			const server = await start(fixture);
			const ann = await signedIn(server);
			const leaving = await signedIn(server);
			const attempts = flood(server, mode, ann.account.email);

			// Signed in and out of meanwhile: neither waits for a password.
			expect(await ann.whoami()).toBe(ann.account.email);
			expect((await leaving.post('/?/signout')).status).toBe(303);
			expect(leaving.token).toBeUndefined();

			const answers = await Promise.all(attempts);
			const statuses = answers.map(({ status, json }) =>
				mode === 'post' ? status : json().status
			);
			const busy = answers.filter((_, n) => statuses[n] === 503);
			expect(new Set(statuses)).toEqual(new Set([400, 503]));
			expect(busy.length).toBeGreaterThan(FLOOD / 4);
			for (const { headers, body, setCookies } of busy) {
				expect(headers['retry-after']).toMatch(/^[1-9]\d*$/);
				expect(body).toContain('TOO_BUSY');
				expect(body).toContain('try again');
				expect(body).not.toContain('wrong one');
				expect(setCookies).toEqual([]);
			}
			const wrong = answers.filter((_, n) => statuses[n] === 400);
			expect(wrong.map(({ headers }) => headers['retry-after'])).toEqual(
				wrong.map(() => undefined)
			);

			// Afterwards everything is as before.
			await signUp(new Client(server));
			expect((await new Client(server).post('/signin?/signin', { ...ann.account })).status).toBe(
				303
			);
		}
	);
}

test(
	'RL16, SE2: a sign-up is refused in a flood like a sign-in, and no account is made',
	{ tag: '@gate' },
	async ({ start }) => {
		const server = await start(fixture);
		const accounts = Array.from({ length: FLOOD }, newAccount);
		const answers = await Promise.all(
			accounts.map((account) => new Client(server).post('/signup?/signup', { ...account }))
		);
		const made = answers.filter(({ status }) => status === 303);
		const busy = answers.filter(({ status }) => status === 503);
		expect(made.length + busy.length).toBe(FLOOD);
		expect(busy.length).toBeGreaterThan(FLOOD / 4);
		expect(busy.every(({ headers }) => headers['retry-after'])).toBe(true);
		expect(await server.database.prisma.user.count()).toBe(made.length);
	}
);

test(
	'RL16, SE2: nothing is hashed for clients that have gone: the next person does not wait for them',
	{ tag: '@gate' },
	async ({ start }) => {
		test.skip(process.platform !== 'linux', 'it reads what a process has computed');
		const server = await start(fixture);
		const { account } = await signedIn(server);
		const fail = () =>
			new Client(server).post('/signin?/signin', { email: account.email, password: 'wrong one' });
		await fail();
		const first = await computed(server);
		for (let n = 0; n < TRIES; n++) await fail();
		const each = ((await computed(server)) - first) / TRIES;

		const begin = await computed(server);
		await Promise.all(Array.from({ length: GONE }, () => sendAndLeave(server, account.email)));
		const { status, body } = await new Client(server).post('/signin?/signin', { ...account });
		expect(status, body).toBe(303);
		// What was begun while they were there is finished.
		expect((await computed(server)) - begin).toBeLessThan((GONE * each * 2) / 3);
	}
);

/** What a server has computed, in hundredths of a second: on a busy machine time says less. */
async function computed({ pid }: OwnServer): Promise<number> {
	const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
	// The name of the program may hold spaces.
	const [user = NaN, system = NaN] = stat
		.replace(/^.*\) /, '')
		.split(' ')
		.slice(11, 13)
		.map(Number);
	return user + system;
}

/** Posts a wrong sign-in, and closes the connection once the server has had the time to read it. */
async function sendAndLeave(server: Server, email: string): Promise<void> {
	const body = urlencoded({ email, password: 'wrong one' });
	const message = [
		'POST /signin?/signin HTTP/1.1',
		`host: ${new URL(server.origin).host}`,
		`origin: ${server.origin}`,
		'accept: text/html',
		'content-type: application/x-www-form-urlencoded',
		`content-length: ${body.length}`,
		'',
		body
	].join('\r\n');
	const socket = connect(server.port, '127.0.0.1');
	await once(socket, 'connect');
	socket.write(message);
	await sleep(200);
	socket.destroy();
	await once(socket, 'close');
}
