/* eslint-disable no-empty-pattern -- Playwright wants to see which fixtures one asks for, also where it is none */
import { expect, test as base, type Browser, type Response } from '@playwright/test';
import { connect, type Client } from '../../prisma/tools/connect.js';
import { signedIn, type Account } from './account.js';
import { Complaints } from './complaints.js';
import type { Provider } from './database.js';
import { sharedServers, type SharedServers } from './global-setup.js';
import { lacksPooler } from './pgbouncer.js';
import { openMailbox } from './mailbox.js';
import { openHydrated } from './hydrated.js';
import { hasPostgres } from './postgres.js';
import { endRoutes } from './routes.js';
import { startServer, type OwnServer, type Server, type ServerOptions } from './server.js';

interface TestFixtures {
	/** Starts a server of the test's own, for what would disturb others. */
	start: (options: ServerOptions) => Promise<OwnServer>;
	/**
	 * Opens the database of a server, to look into it. Whoever writes to more than the rows of their own account starts a
	 * server of their own.
	 */
	databaseOf: (server: Server) => Client;
	/**
	 * A fixture that no other test uses meanwhile, and whose database is empty. One after another gets it: whoever breaks its
	 * database repairs it.
	 */
	alone: OwnServer;
	/** Opens a page, and waits until it is hydrated where JavaScript runs. */
	open: (path: string) => Promise<Response | null>;
	/** Signs a new account in in this browser, without going through the form. */
	enter: (server: Server) => Promise<Account>;
	/** Skips the test where its engine is not to be had. */
	engine: void;
	/**
	 * Allows a complaint of a page that the test itself causes, such as an answer of 500. Any other error or warning in a
	 * console, and any uncaught error, fails the test.
	 */
	mayLog: (pattern: RegExp) => void;
}

/** What a project of the tests may choose. */
export interface ProjectOptions {
	/** The engine that all servers store in. */
	provider: Provider;
}

interface WorkerFixtures extends ProjectOptions {
	servers: SharedServers;
	/** The complaints of all pages. A test that launches a browser of its own has them listen to it. */
	complaints: Complaints;
	browser: Browser;
	/** A mail server, and a demo whose mails arrive there: tests use addresses of their own. */
	mailbox: Awaited<ReturnType<typeof openMailbox>>;
	mailing: OwnServer;
	/** What {@link TestFixtures.alone} hands out. */
	single: OwnServer;
}

/** Playwright's `test`, with the servers. Pages open on the demo unless an address says otherwise. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
	provider: ['sqlite', { option: true, scope: 'worker' }],

	servers: [({ provider }, use) => use(sharedServers(provider)), { scope: 'worker' }],

	engine: [
		async ({ provider }, use, testInfo) => {
			testInfo.skip(provider === 'postgresql' && !hasPostgres(), 'no PostgreSQL could be started');
			testInfo.skip(lacksPooler(), 'this machine has no PgBouncer');
			await use();
		},
		{ auto: true }
	],

	mailbox: [
		async ({}, use) => {
			const mailbox = await openMailbox();
			await use(mailbox);
			await mailbox.close();
		},
		{ scope: 'worker' }
	],

	mailing: [
		async ({ mailbox, provider }, use, { workerIndex }) => {
			const env = { SMTP_URL: mailbox.url };
			const log = `test-results/servers/mailing-${workerIndex}.log`;
			const server = await startServer({ build: 'demo', provider, env }, log);
			await use(server);
			await server.stop();
		},
		{ scope: 'worker' }
	],

	single: [
		async ({ provider }, use, { workerIndex }) => {
			const log = `test-results/servers/single-${workerIndex}.log`;
			const server = await startServer({ build: 'fixture', provider }, log);
			await use(server);
			await server.stop();
		},
		{ scope: 'worker' }
	],

	async alone({ single }, use) {
		// Their sessions go with them.
		await single.database.prisma.user.deleteMany();
		await use(single);
	},

	complaints: [({}, use) => use(new Complaints()), { scope: 'worker' }],

	browser: [
		async ({ browser, complaints }, use) => {
			complaints.listen(browser);
			await use(browser);
		},
		{ scope: 'worker' }
	],

	// It asks for no browser, so that a test over HTTP starts none. As an automatic fixture it ends after every page has.
	mayLog: [
		async ({ complaints }, use) => {
			const allowed: RegExp[] = [];
			await use((pattern) => void allowed.push(pattern));
			expect(complaints.take(allowed), 'Pages logged errors or warnings').toEqual([]);
		},
		{ auto: true }
	],

	// Playwright asks for it before any automatic fixture of ours, and without the engine there are no servers.
	async baseURL({ engine, servers }, use) {
		void engine;
		await use((servers.demo ?? servers.fixture).origin);
	},

	async start({ provider, complaints }, use, testInfo) {
		const started: OwnServer[] = [];
		await use(async (options) => {
			const logFile = testInfo.outputPath(`server-${started.length + 1}.log`);
			const server = await startServer({ provider, ...options }, logFile);
			started.push(server);
			return server;
		});
		// Pages go first: one that is still loading complains about a server that is gone.
		if (started.length > 0) await complaints.closePages();
		await Promise.all(started.map((server) => server.stop()));
	},

	async databaseOf({}, use) {
		const opened: Client[] = [];
		await use(({ databaseUrl }) => {
			const prisma = connect(databaseUrl, { waitTimeout: 10 });
			opened.push(prisma);
			return prisma;
		});
		await Promise.all(opened.map((prisma) => prisma.$disconnect()));
	},

	async context({ context }, use) {
		await use(context);
		await endRoutes(context);
	},

	open: ({ page, javaScriptEnabled }, use) =>
		use(async (path) => {
			return javaScriptEnabled === false ? page.goto(path) : openHydrated(page, path);
		}),

	enter: ({ context }, use) =>
		use(async (server) => {
			const client = await signedIn(server);
			await context.addCookies([
				{
					name: client.cookieName ?? '',
					value: client.token ?? '',
					url: server.origin,
					httpOnly: true,
					sameSite: 'Lax'
				}
			]);
			return client.account;
		})
});

export { expect };
