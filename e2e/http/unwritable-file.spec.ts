import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, statSync } from 'node:fs';
import { databaseFile } from '../../prisma/tools/url.js';
import { newAccount, signedIn, signIn, signUp } from '../support/account.js';
import { Client } from '../support/client.js';
import type { OwnServer } from '../support/server.js';
import { expect, test } from '../support/test.js';

test.skip(({ provider }) => provider !== 'sqlite', 'it is about the file');

/** Two uses of a session in a row write the second one down. */
const OPTIONS = { session: { renewAfter: 0 } };
const PENDING = '/signout?error=REVOCATION_PENDING';

const runs = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;

/** Everything that holds while the file can be read and not be written, and afterwards. */
async function keepsItsPromise(server: OwnServer, client: Awaited<ReturnType<typeof signedIn>>) {
	const { prisma } = server.database;
	const thief = client.copy();
	const stays = client.copy();
	const { user } = (await client.get('/api/me')).json();

	// Reading is enough for a visit, and no renewal signs anybody out.
	const page = await client.get('/guarded');
	expect(page.status).toBe(200);
	expect(page.body).toContain(client.account.email);

	const nobody = new Client(server);
	const signIn503 = await nobody.post('/signin?/signin', { ...client.account });
	expect(signIn503.status).toBe(503);
	expect(signIn503.body).toContain('STORE_UNAVAILABLE');
	const late = newAccount();
	const signUp503 = await nobody.post('/signup?/signup', { ...late });
	expect(signUp503.status).toBe(503);
	expect(signUp503.body).toContain('STORE_UNAVAILABLE');
	expect(nobody.cookies.size).toBe(0);

	expect(await client.post('/?/signout')).toMatchObject({ status: 303, location: PENDING });
	expect(client.token).toBeUndefined();
	expect((await client.get('/')).body).toContain('nobody');
	expect((await client.post('/?/signout')).location).toBe(PENDING);
	// As the README says of a copied token, until the work is done.
	expect(await stays.whoami()).toBe(client.account.email);

	return async () => {
		await client.finish();
		expect(client.cookies.size).toBe(0);
		expect(await thief.whoami()).toBeNull();
		expect(await prisma.session.count({ where: { userId: user.id } })).toBe(0);
		expect((await client.get(`/events?user=${user.id}`)).json()).toMatchObject([
			{ userId: user.id, scope: 'current', revoked: 1 }
		]);
		await signUp(nobody, late);
		await signIn(client, client.account);
		expect(await client.whoami()).toBe(client.account.email);
		// In the file, and not only in what the server believes.
		expect(await prisma.session.count()).toBe(2);
	};
}

test(
	'RF1, SO2: on a full disk nothing is called done, visits go on, and the sign-out is finished once there is room',
	{ tag: '@gate' },
	async ({ start }) => {
		// Linux lets a process be told how long its files may get. The write that fails is a real one.
		test.skip(!runs('prlimit', '--version'), 'there is no prlimit here');
		const server = await start({ build: 'fixture', options: OPTIONS });
		const client = await signedIn(server);
		const length = (name: string) => statSync(databaseFile(server.databaseUrl) + name).size;
		const limit = (bytes: number | 'unlimited') =>
			execFileSync('prlimit', [`--pid=${server.pid}`, `--fsize=${bytes}:unlimited`]);

		limit(length('-wal'));
		const wasFinished = await keepsItsPromise(server, client);
		expect(server.log()).not.toContain('readonly');
		limit('unlimited');
		await wasFinished();
	}
);

test(
	'RF1, SO2: with a file that may only be read nothing is called done, visits go on, and the sign-out is finished once it may be written',
	{ tag: '@gate' },
	async ({ start }) => {
		test.slow();
		const isRoot = process.getuid?.() === 0;
		// Root may write to every file, unless this is taken from it.
		const through = isRoot ? ['setpriv', '--bounding-set=-dac_override'] : [];
		test.skip(
			isRoot && !runs('setpriv', ...through.slice(1), 'true'),
			'root writes to any file here'
		);
		const first = await start({ build: 'fixture' });
		const { database } = first;
		const before = await signedIn(first);
		await first.terminate();

		const file = databaseFile(database.url)!;
		chmodSync(file, 0o444);
		const server = await start({ build: 'fixture', options: OPTIONS, database, through });
		const client = Object.assign(new Client(server), { account: before.account });
		client.present(before.token!);
		const wasFinished = await keepsItsPromise(server, client);
		expect(server.log()).toContain('readonly');
		chmodSync(file, 0o600);
		await wasFinished();
	}
);
