import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const FALLBACK = 'file:./prisma/dev.db';

/**
 * The repository's root: the folder that holds package.json. It is searched for from this module upwards, because a
 * bundler moves the module to a depth that nobody knows beforehand. A build that was deployed without its package.json
 * counts from the working directory.
 *
 * @returns {string} an absolute path
 */
export function root() {
	let folder = dirname(fileURLToPath(import.meta.url));
	while (!existsSync(join(folder, 'package.json'))) {
		const parent = dirname(folder);
		if (parent === folder) return process.cwd();
		folder = parent;
	}
	return folder;
}

/** @param {string} path */
function percentDecode(path) {
	try {
		return decodeURIComponent(path);
	} catch {
		// A folder called `100%`, written as it is.
		return path;
	}
}

/**
 * The path of the SQLite file that a `file:` URL names, read as libsql reads it: percent-decoded, an optional empty host.
 * A relative path counts from the repository's root, so that the app and the scripts agree wherever they are started.
 *
 * @param {string} url
 * @returns {string | undefined} an absolute path; `undefined` for any other scheme and for a database in memory
 *
 * @example
 * databaseFile('file:./prisma/dev.db'); // '/home/ada/app/prisma/dev.db'
 */
export function databaseFile(url) {
	const path = /^file:(?:\/\/(?:localhost)?(?=\/))?([^?#]*)/i.exec(url)?.[1];
	if (!path || path.startsWith(':memory:')) return undefined;
	const decoded = percentDecode(path);
	// `file:///C:/app/dev.db`: the slash belongs to the URL, and Windows refuses it in a path.
	const local = /^\/[a-z]:[\\/]/i.test(decoded) ? decoded.slice(1) : decoded;
	return isAbsolute(local) ? local : resolve(root(), local);
}

/**
 * The database that the app and the scripts use: `DATABASE_URL`, or `file:./prisma/dev.db`. A relative `file:` path is
 * made absolute (see {@link databaseFile}); every other URL is returned as it is.
 *
 * @param {string | undefined} [url] instead of the environment's
 * @returns {string}
 *
 * @example
 * new PrismaLibSql({ url: databaseUrl() });
 */
export function databaseUrl(url = process.env.DATABASE_URL) {
	const chosen = url || FALLBACK;
	const file = databaseFile(chosen);
	if (!file) return chosen;
	// `file:` directly before the path is what both libsql and Prisma understand, also with a drive letter.
	const path = file.replaceAll('\\', '/').replace(/[%?#]/g, encodeURIComponent);
	return `file:${path}${/\?[^#]*/.exec(chosen)?.[0] ?? ''}`;
}
