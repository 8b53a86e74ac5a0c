import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { migrationsFolder } from '../../prisma/tools/migrations.js';
import type { Provider } from '../../prisma/tools/provider.js';

const script = fileURLToPath(new URL('../../prisma/tools/migrate.js', import.meta.url));

/** The names of an engine's migrations, in order. */
export const migrationNames = async (provider: Provider): Promise<string[]> =>
	(await readdir(migrationsFolder(provider))).filter((name) => /^\d{14}_/.test(name)).sort();

/** A copy of an engine's migrations in `folder`, with one more that the test gives. */
export async function migrationsPlus(
	provider: Provider,
	folder: string,
	name: string,
	sql: string
): Promise<string> {
	const copy = join(folder, 'migrations');
	await cp(migrationsFolder(provider), copy, { recursive: true });
	await mkdir(join(copy, name));
	await writeFile(join(copy, name, 'migration.sql'), sql);
	return copy;
}

/** Runs `prisma/tools/migrate.js` in a process of its own; a failure is an answer as well. */
export async function migrate(cwd: string, args: string[], env: Record<string, string>) {
	const child = promisify(execFile)(process.execPath, [script, ...args], {
		cwd,
		env: { ...process.env, ...env }
	});
	return child.then(
		({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
		({ code, stdout, stderr }) => ({
			code: code as number,
			stdout: stdout as string,
			stderr: stderr as string
		})
	);
}
