import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../prisma/tools/free-port.js';
import { serverUser } from '../../prisma/tools/server-user.js';
import { listens } from './listens.js';

/** Debian installs it where only root's `PATH` leads. */
const PATH = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`;

/** Whether this machine has a PgBouncer. Tests of it are skipped where it has none. */
export const hasPgbouncer = (): boolean =>
	spawnSync('pgbouncer', ['--version'], { env: { ...process.env, PATH } }).status === 0;

const VARIABLE = 'GUARDIAN_POOLER_URL';

/** Whether this run is to go through a pooler and has none. */
export const lacksPooler = (): boolean =>
	Boolean(process.env.GUARDIAN_POOLER) && !process.env[VARIABLE];

/**
 * Starts the pooler of a whole test run, where `GUARDIAN_POOLER` asks for one and there is one. To be called once, in the
 * process that starts the others.
 *
 * @returns what to call when the run is over
 */
export async function providePooler(): Promise<() => Promise<void>> {
	const server = process.env.TEST_DATABASE_URL;
	if (!process.env.GUARDIAN_POOLER || !server || !hasPgbouncer()) return async () => {};
	// As many as the app may have: what is tested is no lack of connections.
	const pooler = await startPgbouncer(server, { default_pool_size: 20 });
	process.env[VARIABLE] = pooler.through(server);
	return pooler.close;
}

/** The URL of a database as the app of a test gets it: through the pooler of this run, if the server is the one behind it. */
export function pooled(url: string): string {
	const { [VARIABLE]: pooler, TEST_DATABASE_URL: server } = process.env;
	if (!pooler || !server || !url.startsWith('postgres')) return url;
	const through = new URL(url);
	if (through.host !== new URL(server).host) return url;
	through.host = new URL(pooler).host;
	return through.href;
}

/** A pooler in front of a PostgreSQL server. */
export interface Pooler {
	/** The URL of the same database, through the pooler. */
	through(url: string): string;
	close(): Promise<void>;
}

/** How long it may take to listen. */
const START_MS = 10_000;

/**
 * Starts PgBouncer in transaction mode before a PostgreSQL server: each transaction gets any of its few connections to the
 * server, so that what one of them has prepared is not there for the next.
 *
 * @param server a URL of the server
 * @param settings of PgBouncer, such as `{ max_prepared_statements: 0 }`
 *
 * @example
 * ```ts
 * const pooler = await startPgbouncer(database.url);
 * const adapter = new Pg({ url: pooler.through(database.url) });
 * ```
 */
export async function startPgbouncer(
	server: string,
	settings: Record<string, string | number> = {}
): Promise<Pooler> {
	const { hostname, port, username, password } = new URL(server);
	const [user, own, folder] = await Promise.all([
		serverUser(),
		freePort(),
		mkdtemp(join(tmpdir(), 'guardian-pgbouncer-'))
	]);
	const all = {
		listen_addr: '127.0.0.1',
		listen_port: own,
		unix_socket_dir: '',
		auth_type: 'any',
		pool_mode: 'transaction',
		default_pool_size: 4,
		max_client_conn: 1000,
		...settings
	};
	const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`);
	const target = `host=${hostname} port=${port || 5432} user=${username} password=${password}`;
	const file = join(folder, 'pgbouncer.ini');
	await writeFile(file, ['[databases]', `* = ${target}`, '[pgbouncer]', ...lines, ''].join('\n'));
	await chmod(folder, 0o755);

	const child = spawn('pgbouncer', ['-q', file], {
		...user,
		env: { ...process.env, PATH },
		stdio: 'ignore'
	});
	const ended = once(child, 'exit');
	const kill = () => void child.kill('SIGKILL');
	process.once('exit', kill);
	const close = async () => {
		kill();
		await ended;
		process.off('exit', kill);
		await rm(folder, { recursive: true, force: true });
	};
	for (const until = Date.now() + START_MS; !(await listens(own));) {
		if (child.exitCode !== null || Date.now() > until) {
			await close();
			throw new Error('PgBouncer did not start.');
		}
		await sleep(20);
	}
	return {
		through(url) {
			const through = new URL(url);
			through.host = `127.0.0.1:${own}`;
			return through.href;
		},
		close
	};
}
