import { signedIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { connect } from '../../prisma/tools/connect.js';
import { deploy } from '../../prisma/tools/migrate.js';
import { startPostgres, type Server as Postgres } from '../../prisma/tools/server.js';
import { allProcesses } from '../support/processes.js';
import { expect, test } from '../support/test.js';

test.skip(({ provider }) => provider !== 'postgresql', 'a file has no server');

/** A PostgreSQL of the test's own, for it to be stopped. */
let postgres: Postgres;
let url: string;

test.beforeEach(async () => {
	postgres = await startPostgres();
	url = postgres.url.replace(/postgres$/, 'app');
	await deploy(url, { log: () => {} });
});
test.afterEach(() => postgres.remove());

/** The database as `start` takes it. */
const database = () => ({
	provider: 'postgresql' as const,
	url,
	prisma: connect(url),
	statements: [],
	close: async () => {}
});

test('RF1, MI1: PostgreSQL stopped and started again: nobody is taken for signed in, and the sign-out is finished', async ({
	start
}) => {
	const server = await start({ build: 'fixture', database: database() });
	const client = await signedIn(server);
	const other = await signedIn(server);
	const thief = client.copy();

	await postgres.stop();
	const page = await other.get('/');
	expect(page.status).toBe(200);
	expect(page.body).toContain('nobody');
	expect((await other.get('/guarded')).status).toBe(503);
	expect(other.token).toBeDefined();
	expect((await new Client(server).post('/signin?/signin', { ...other.account })).status).toBe(503);
	const answer = await client.post('/?/signout');
	expect(answer.location).toBe('/signout?error=REVOCATION_PENDING');
	expect(client.token).toBeUndefined();

	await postgres.start();
	await client.finish();
	expect(client.cookies.size).toBe(0);
	expect(await thief.whoami()).toBeNull();
	expect(await other.whoami()).toBe(other.account.email);
	await server.database.prisma.$disconnect();
});

test('RF1: PostgreSQL that stands still is given up in time, and the sign-out finished later', async ({
	start
}) => {
	test.skip(process.platform === 'win32', 'it has no such signal');
	const options = { store: { timeout: 1.5 } };
	const server = await start({ build: 'fixture', database: database(), options });
	const client = await signedIn(server);
	const thief = client.copy();

	const processes = allProcesses(postgres.pid!);
	for (const pid of processes) process.kill(pid, 'SIGSTOP');
	try {
		const began = Date.now();
		const answer = await client.post('/?/signout');
		expect(answer.location).toBe('/signout?error=REVOCATION_PENDING');
		expect((await thief.get('/')).body).toContain('nobody');
		expect((await thief.get('/guarded')).status).toBe(503);
		expect(Date.now() - began).toBeLessThan(15_000);
	} finally {
		for (const pid of processes) process.kill(pid, 'SIGCONT');
	}

	await client.finish();
	expect(client.cookies.size).toBe(0);
	expect(await thief.whoami()).toBeNull();
	expect(await server.database.prisma.session.count()).toBe(0);
	await server.database.prisma.$disconnect();
});
