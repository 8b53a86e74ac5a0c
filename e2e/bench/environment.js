import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';

const PACKAGES = [
	'@sveltejs/kit',
	'svelte',
	'@prisma/client',
	'@prisma/adapter-libsql',
	'@prisma/adapter-pg',
	'pg',
	'lucia',
	'@lucia-auth/adapter-prisma',
	'better-auth',
	'@auth/sveltekit',
	'@auth/prisma-adapter'
];

/** @param {string} name */
function versionOf(name) {
	const folders = createRequire(import.meta.url).resolve.paths(name) ?? [];
	for (const folder of folders) {
		try {
			return JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')).version;
		} catch {
			// Not in this one.
		}
	}
	throw new Error(`${name} is not installed.`);
}

/** What was measured with. */
export const versions = () => Object.fromEntries(PACKAGES.map((name) => [name, versionOf(name)]));

/** What was measured on. */
export const machine = () =>
	`${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${release()}, Node ${process.version}`;

/** How busy the machine was in the last minute: how many processes wanted a core at once. */
export const load = () => (loadavg()[0] ?? 0).toFixed(1);
