import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
export const root = join(import.meta.dirname, '..', '..');

/** Where an app of this name is made: inside the repository, so that it finds what is installed there. */
const folderOf = (name: string) => join(root, 'e2e', '.quick-start', name);

/** What `sv create` leaves. */
const SCAFFOLD = {
	'package.json': JSON.stringify({ name: 'quick-start', private: true, type: 'module' }),
	'svelte.config.js':
		"import adapter from '@sveltejs/adapter-node';\nexport default { kit: { adapter: adapter() } };\n",
	'vite.config.js':
		"import { sveltekit } from '@sveltejs/kit/vite';\nexport default { plugins: [sveltekit()] };\n",
	'tsconfig.json': JSON.stringify({
		extends: './.svelte-kit/tsconfig.json',
		compilerOptions: { strict: true, skipLibCheck: true }
	}),
	'src/app.html': '<!doctype html>%sveltekit.head%<body>%sveltekit.body%</body>',
	'src/routes/+page.svelte': '<h1>Home</h1>'
};

/** What `init` writes into an app in TypeScript, on SQLite. */
export async function templates(): Promise<Map<string, string>> {
	const found = new Map<string, string>();
	for (const layer of ['shared', 'sqlite', 'ts', 'ts-sqlite']) {
		const folder = join(root, 'src/lib/cli/templates', layer);
		for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
			if (!entry.isFile()) continue;
			const path = join(entry.parentPath, entry.name);
			found.set(relative(folder, path).replaceAll('\\', '/'), await readFile(path, 'utf8'));
		}
	}
	return found;
}

/**
 * Makes the package as it would be published. svelte-package works in a folder that is one for all: not to be called twice
 * at once.
 *
 * @returns its folder
 */
export async function createPackage(): Promise<string> {
	const made = folderOf('package');
	await rm(made, { recursive: true, force: true });
	await mkdir(made, { recursive: true });
	await cp(join(root, 'package.json'), join(made, 'package.json'));
	await node(root, '@sveltejs/package/package.json', 'src/cli.js', '-o', join(made, 'dist'));
	return made;
}

/**
 * Makes an app of its own: what `sv create` leaves, the files, a generated Prisma client, and the package installed.
 *
 * @param made what `createPackage()` answered
 * @returns the app's folder
 */
export async function createApp(
	name: string,
	files: Map<string, string>,
	made: string
): Promise<string> {
	const app = folderOf(name);
	await rm(app, { recursive: true, force: true });
	for (const [path, content] of [...Object.entries(SCAFFOLD), ...files]) {
		await mkdir(dirname(join(app, path)), { recursive: true });
		await writeFile(join(app, path), content);
	}
	await cp(join(root, 'prisma/client'), join(app, 'src/generated/prisma'), { recursive: true });

	await cp(made, join(app, 'node_modules/svelte-guardian'), { recursive: true });
	return app;
}

/** What svelte-check prints about an app; it fails on warnings, too. */
export async function check(app: string): Promise<string> {
	await node(app, '@sveltejs/kit/package.json', 'svelte-kit.js', 'sync');
	const { stdout } = await node(
		app,
		'svelte-check/package.json',
		'bin/svelte-check',
		'--fail-on-warnings'
	).catch((failed: { stdout: string }) => failed);
	return stdout;
}

/** Runs a package's command without a shell. */
export function node(cwd: string, manifest: string, script: string, ...args: string[]) {
	return run(process.execPath, [join(dirname(require.resolve(manifest)), script), ...args], {
		cwd
	});
}
