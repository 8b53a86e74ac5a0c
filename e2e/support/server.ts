import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../prisma/tools/free-port.js';
import { createDatabase, type Provider, type TestDatabase } from './database.js';
import { isGate } from './is-gate.js';
import { kit3Build } from './kit-3.js';
import { listens } from './listens.js';
import { pooled } from './pgbouncer.js';

const root = join(import.meta.dirname, '../..');

/** The builds there are: the demo, and the fixture without and with a base path. */
const BUILDS = {
	demo: 'build',
	fixture: 'e2e/fixture/build/root',
	'fixture-base': 'e2e/fixture/build/base'
};

/** How long a server may take to listen: it takes half a second, and more where many start at once. */
const START_MS = 20_000;

/** Ends every server that is running. */
const running = new Set<() => void>();
process.once('exit', () => running.forEach((kill) => kill()));

/** How to start a server. */
export interface ServerOptions {
	build: keyof typeof BUILDS;
	/** The public address, where it is not the one it listens on. `PORT` stands for the port. */
	origin?: string;
	/** For the fixture's `guardianAuth()`. */
	options?: object;
	env?: Record<string, string>;
	/** A command that becomes the server, such as `setpriv` with what it may not do. */
	through?: string[];
	/** Shares the database of another server, as a second instance does. Default: one of its own. */
	database?: TestDatabase;
	/** The engine of a database of its own. Default: SQLite. */
	provider?: Provider;
}

/** A running server, as a test needs to know it. Plain data: it crosses processes. */
export interface Server {
	/** The address in the browser. */
	origin: string;
	/** Where it listens on this machine. */
	port: number;
	databaseUrl: string;
	/** The base path, where it has one. */
	base?: string;
}

/** A server of one's own. */
export interface OwnServer extends Server {
	pid: number;
	database: TestDatabase;
	/** What it has written to stdout and stderr. */
	log(): string;
	stop(): Promise<void>;
	/** Asks the process to end, as a process manager does, and waits until it has. */
	terminate(): Promise<{ code: number | null; signal: string | null }>;
}

/**
 * Starts a production build on a free port, with a fresh database.
 *
 * @throws when it does not listen; the message holds its log
 *
 * @example
 * ```ts
 * const server = await startServer({ build: 'fixture' }, testInfo.outputPath('server.log'));
 * await server.stop();
 * ```
 */
export async function startServer(options: ServerOptions, logFile: string): Promise<OwnServer> {
	const kit3 = kit3Build();
	const [port, database] = await Promise.all([
		kit3?.port ?? freePort(),
		options.database ?? createDatabase(options.provider)
	]);
	const origin = options.origin?.replace('PORT', String(port)) ?? `http://localhost:${port}`;

	// It may be there from an earlier run of the gate, and missing in a fresh clone.
	if (options.build === 'fixture-base' && !isGate) {
		throw new Error('Only the gate builds the fixture with a base path. Tag the test @gate.');
	}
	mkdirSync(dirname(logFile), { recursive: true });
	const log = openSync(logFile, 'w');
	const program = kit3
		? [kit3.node, kit3.build]
		: [process.execPath, join(root, BUILDS[options.build])];
	const [command = process.execPath, ...args] = [...(options.through ?? []), ...program];
	const child = spawn(command, args, {
		cwd: root,
		stdio: ['ignore', log, log],
		env: {
			...process.env,
			NODE_ENV: 'production',
			HOST: '127.0.0.1',
			PORT: String(port),
			ORIGIN: origin,
			DATABASE_URL: pooled(database.url),
			GUARDIAN_OPTIONS: JSON.stringify(options.options ?? {}),
			...options.env
		}
	});
	closeSync(log);
	const kill = () => child.kill('SIGKILL');
	running.add(kill);
	const ended = once(child, 'exit');

	const read = () => readFileSync(logFile, 'utf8');
	const stop = async () => {
		running.delete(kill);
		kill();
		await ended;
		if (!options.database) await database.close();
	};

	const deadline = Date.now() + START_MS;
	while (!(await listens(port))) {
		if (child.exitCode !== null || Date.now() > deadline) {
			await stop();
			throw new Error(`${options.build} did not start:\n${read()}`);
		}
		await sleep(20);
	}

	return {
		pid: child.pid!,
		origin,
		port,
		databaseUrl: database.url,
		...(options.build === 'fixture-base' && { base: '/base' }),
		database,
		log: read,
		stop,
		async terminate() {
			child.kill('SIGTERM');
			const [code, signal] = await ended;
			return { code, signal };
		}
	};
}
