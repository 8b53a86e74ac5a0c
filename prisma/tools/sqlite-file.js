import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MigrationError } from './errors.js';

/** How long another process may hold the file before we give up. */
const MAX_WAIT_MS_MS = 10_000;

/** @param {unknown} error */
const codeOf = (error) => String(/** @type {{ code?: unknown }} */ (error)?.code ?? '');

/**
 * Says in one sentence what a person can do about a file that cannot be used.
 *
 * @param {string} file
 * @param {unknown} error
 * @returns {unknown} a {@link MigrationError}, or the error itself when nobody at the terminal could mend it
 *
 * @example
 * throw explain('/srv/app.db', error);
 */
export function explain(file, error) {
	if (error instanceof MigrationError) return error;
	const code = codeOf(error);
	if (code === 'SQLITE_NOTADB') {
		return new MigrationError(
			`${file} is not a SQLite database: move it away, or point DATABASE_URL at another file.`
		);
	}
	if (code === 'SQLITE_BUSY') {
		return new MigrationError(
			`${file} stayed locked for ${MAX_WAIT_MS_MS / 1000} seconds: stop the process that is writing to it, and try again.`
		);
	}
	const unusable =
		/^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|EISDIR|ENOENT|SQLITE_(CANTOPEN|READONLY|PERM))$/.test(
			code
		) ||
		// Opening reports no code, only this message.
		(error instanceof Error && error.message.startsWith('ConnectionFailed'));
	if (unusable) {
		return new MigrationError(
			`${file} cannot be opened for writing: let this user write to ${dirname(file)}, or point DATABASE_URL at another file.`
		);
	}
	return error;
}

/**
 * Tries again for as long as another process holds the file. SQLite's own busy timeout would block this process' event
 * loop while it waits, and never end if the holder is in this process too.
 *
 * @template T
 * @param {() => Promise<T>} attempt
 * @returns {Promise<T>}
 * @throws what the last attempt threw
 *
 * @example
 * await patiently(() => client.execute('BEGIN IMMEDIATE'));
 */
export async function patiently(attempt) {
	const deadline = Date.now() + MAX_WAIT_MS_MS;
	for (;;) {
		try {
			return await attempt();
		} catch (error) {
			if (codeOf(error) !== 'SQLITE_BUSY' || Date.now() > deadline) throw error;
			await sleep(20 + Math.random() * 30);
		}
	}
}

/**
 * Creates an empty file, which SQLite takes for an empty database, and the folder around it. One that exists is kept.
 *
 * @param {string} file
 * @throws {NodeJS.ErrnoException}
 *
 * @example
 * await createFile('/srv/app.db');
 */
export async function createFile(file) {
	await mkdir(dirname(file), { recursive: true });
	try {
		// Password hashes will be in it: readable by its owner only. SQLite gives its side files the same mode.
		await (await open(file, 'wx', 0o600)).close();
	} catch (error) {
		if (codeOf(error) !== 'EEXIST') throw error;
	}
}
