import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

/** What would be published. */
export interface Packed {
	/** The archive that the registry would be sent. */
	tarball: string;
	/** An app's folder, empty but for its `node_modules`; inside the repository, so that it finds what is installed there. */
	app: string;
	/** Where the app has the package. */
	folder: string;
	/** Every file of the package, relative to its folder. */
	files: string[];
}

declare module 'vitest' {
	interface ProvidedContext {
		packed: Packed;
	}
}

/** Packs the package once for all tests, and unpacks it where an app would have it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const app = join(root, 'e2e/.package');
	const folder = join(app, 'node_modules/svelte-guardian');
	await rm(app, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });

	// Without scripts, for the package is made already; and for real, also where npm was told `--dry-run`.
	const options = ['--ignore-scripts', '--no-dry-run', '--json', '--pack-destination', app];
	const { stdout } = await run('npm', ['pack', ...options], { cwd: root });
	const [packed] = JSON.parse(stdout) as Array<{
		filename: string;
		files: Array<{ path: string }>;
	}>;
	if (!packed) throw new Error(`npm pack made nothing:\n${stdout}`);
	const tarball = join(app, packed.filename);
	await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);

	project.provide('packed', {
		tarball,
		app,
		folder,
		files: packed.files.map(({ path }) => path).sort()
	});
	return () => rm(app, { recursive: true, force: true });
}
