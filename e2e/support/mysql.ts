import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PrismaMariaDb } from '@prisma/adapter-mariadb';
import { createPool } from 'mariadb';
import { freePort } from '../../prisma/tools/free-port.js';
import { newDatabaseFile, PARTS } from '../../prisma/tools/new-database.js';
import type { Client } from '../../prisma/tools/connect.js';

/** The server of this run; its tests find it here. */
const SERVER = 'GUARDIAN_TEST_MYSQL';

/** How long the server may take to start, in milliseconds. It takes two seconds. */
const START_MS = 60_000;

/**
 * Starts a MariaDB for a run of tests, in a folder of its own. To be called in the process that starts those of the tests.
 *
 * @returns what to call when the run is over
 * @throws {Error} where none is installed, or it does not start
 */
export async function provideMysql(): Promise<() => Promise<void>> {
	const folder = await mkdtemp(join(tmpdir(), 'guardian-mariadb-'));
	const data = join(folder, 'data');
	const user = `--user=${userInfo().username}`;
	const install = spawn(
		programOf('mariadb-install-db'),
		['--no-defaults', user, `--datadir=${data}`, '--auth-root-authentication-method=normal'],
		{ stdio: 'ignore' }
	);
	const [code] = await once(install, 'exit');
	if (code !== 0) throw new Error(`mariadb-install-db ended with ${code}.`);
	const port = await freePort();
	const server = spawn(
		programOf('mariadbd'),
		[
			...['--no-defaults', user, `--datadir=${data}`, `--port=${port}`, '--bind-address=127.0.0.1'],
			...[`--socket=${join(folder, 'socket')}`, '--skip-name-resolve', '--max-connections=500'],
			// As on a server that is nowhere near the app, and that the disk does not slow down.
			...['--default-time-zone=+05:30', '--innodb-flush-log-at-trx-commit=0'],
			// The SQL of tests is written for every engine; the kit writes none for this one.
			'--sql-mode=ANSI_QUOTES,STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'
		],
		{ stdio: 'ignore' }
	);
	const ended = once(server, 'exit');
	process.once('exit', () => server.kill('SIGKILL'));
	process.env[SERVER] = `mariadb://root@127.0.0.1:${port}`;
	const stop = async () => {
		server.kill('SIGTERM');
		await ended;
		await rm(folder, { recursive: true, force: true });
	};
	const until = Date.now() + START_MS;
	while (
		!(await run('SELECT 1').then(
			() => true,
			() => false
		))
	) {
		if (Date.now() > until || server.exitCode !== null) {
			await stop();
			throw new Error('MariaDB did not start.');
		}
		await sleep(100);
	}
	return stop;
}

/** Debian has its servers where not every user looks. */
function programOf(name: string): string {
	const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
	const found = folders.map((folder) => join(folder, name)).find(existsSync);
	if (!found) throw new Error(`There is no ${name}: install the package mariadb-server.`);
	return found;
}

/** Runs SQL, which may be several statements. */
async function run(sql: string, database = '') {
	const pool = createPool({ ...configOf(database), connectionLimit: 1, multipleStatements: true });
	try {
		return (await pool.query(sql)) as unknown;
	} finally {
		await pool.end();
	}
}

const configOf = (database: string) => {
	const { hostname, port, username } = new URL(process.env[SERVER]!);
	return {
		...{ host: hostname, port: Number(port), user: username },
		...(database && { database })
	};
};

/** A MariaDB database with the tables of `prisma/new-database`, and how to be rid of it. */
export async function createMysqlDatabase() {
	const name = `guardian_test_${randomBytes(8).toString('hex')}`;
	await run(`CREATE DATABASE ${name}`);
	for (const part of PARTS) await run(await readFile(newDatabaseFile('mysql', part), 'utf8'), name);
	return { url: `${process.env[SERVER]}/${name}`, drop: () => run(`DROP DATABASE ${name}`) };
}

/** Opens a client for such a database. */
export async function connectMysql(url: string, { logQueries = false } = {}): Promise<Client> {
	// Made for this run only, so the type check does not know it. By a glob it is found in a bundled program as well.
	const [load] = Object.values(
		import.meta.glob<typeof import('../../prisma/client/client.js')>(
			'../../prisma/client-mysql/client.ts'
		)
	);
	const { PrismaClient } = await load!();
	const database = new URL(url).pathname.slice(1);
	return new PrismaClient({
		adapter: new PrismaMariaDb({ ...configOf(database), connectionLimit: 10 }),
		log: logQueries ? [{ emit: 'event', level: 'query' }] : []
	}) as unknown as Client;
}
