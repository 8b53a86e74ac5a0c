import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildDemo, buildFixture, inFixture } from './build.js';
import { providers, type Provider } from './database.js';
import { isGate } from './is-gate.js';
import { kit3Build } from './kit-3.js';
import { providePooler } from './pgbouncer.js';
import { hasPostgres, providePostgres } from './postgres.js';
import { startServer, type OwnServer, type Server, type ServerOptions } from './server.js';

const root = join(import.meta.dirname, '../..');

/** The servers that all tests share. Each test has accounts of its own, so they do not meet. */
const SHARED = {
	demo: { build: 'demo' },
	fixture: { build: 'fixture' },
	/** `?/signout` belongs to the pages. */
	page: { build: 'fixture', options: { signOutAction: 'page' } },
	/** As behind a proxy that ends TLS. */
	https: { build: 'fixture', origin: 'https://app.example' },
	/** Its handler fails, on every sign-out. */
	throwing: { build: 'fixture', env: { GUARDIAN_EVENT_THROWS: '1' } },
	brief: {
		build: 'fixture',
		options: { session: { idle: 2, absolute: 4, renewAfter: 0.1 } }
	},
	base: { build: 'fixture-base' }
} as const satisfies Record<string, ServerOptions>;

/** Name to server, as {@link sharedServers} finds them. */
export type SharedServers = Record<keyof typeof SHARED, Server>;

const VARIABLE = 'GUARDIAN_E2E_SERVERS';

/** The shared servers, in a test: each of them is there once for every engine. */
export const sharedServers = (provider: Provider): SharedServers =>
	JSON.parse(process.env[VARIABLE] ?? '{}')[provider];

/**
 * Builds the fixture and starts the shared servers, each on a free port, so that two runs on one machine do not meet.
 * Playwright's `webServer` would want fixed ports, and a command of its own for each.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
	// Built already, and for one port: one server and SQLite are enough for what depends on SvelteKit.
	const onKit3 = kit3Build() !== null;
	if (!onKit3) await buildAll();
	const removePostgres = onKit3 ? async () => {} : await providePostgres();
	const removePooler = onKit3 ? async () => {} : await providePooler();

	const servers: OwnServer[] = [];
	const stop = async () => {
		await Promise.all(servers.map((server) => server.stop()));
		await removePooler();
		await removePostgres();
	};
	const startAll = async (provider: Provider) => {
		// A usual run has no test on PostgreSQL that needs another one.
		const few = onKit3 || (provider === 'postgresql' && !isGate);
		const shared = few ? { fixture: SHARED.fixture } : SHARED;
		const wanted = Object.entries(shared).filter(([name]) => name !== 'base' || isGate);
		const entries = wanted.map(async ([name, options]) => {
			const log = join(root, 'test-results/servers', `${name}-${provider}.log`);
			const server = await startServer({ ...options, provider }, log);
			servers.push(server);
			const { origin, port, databaseUrl, base } = server;
			return [name, { origin, port, databaseUrl, ...(base && { base }) } satisfies Server] as const;
		});
		return [provider, Object.fromEntries(await Promise.all(entries))] as const;
	};
	try {
		const there = providers.filter(
			(provider) => provider === 'sqlite' || (!onKit3 && hasPostgres())
		);
		const all = await Promise.all(there.map(startAll));
		process.env[VARIABLE] = JSON.stringify(Object.fromEntries(all));
	} catch (error) {
		await stop();
		throw error;
	}
	return stop;
}

async function buildAll(): Promise<void> {
	const isAsked = Boolean(process.env.GUARDIAN_BUILD);
	if (!isAsked && !existsSync(join(root, 'build/index.js'))) {
		throw new Error('The demo is not built. Run `npm run test:e2e`, or `npm run build` first.');
	}
	// Both builds of the fixture read the tsconfig.json that SvelteKit writes, and in a fresh clone nothing has written it yet.
	const fixtures = inFixture('@sveltejs/kit', 'svelte-kit.js', ['sync'], {}).then(() =>
		// What is about the base path runs in the gate.
		Promise.all([buildFixture({}), ...(isGate ? [buildFixture({ BASE_PATH: '/base' })] : [])])
	);
	await Promise.all([fixtures, ...(isAsked ? [buildDemo()] : [])]);
}
