import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
// Inside the repository, so that the app finds what is installed there.
const app = join(root, 'e2e', '.quick-start');

/** The code blocks of the README that say which file they are. */
function filesOf(markdown: string): Map<string, string> {
	const blocks = markdown.matchAll(
		/^```(?:ts|svelte|prisma)\n(?:\/\/|<!--) (\S+\/\S+|prisma\.config\.ts)(?: -->)?\n([^]*?)^```/gm
	);
	return new Map([...blocks].map(([, path, code]) => [path!, code!]));
}

/** What `init` writes into an app in TypeScript, on SQLite. */
async function templates(): Promise<Map<string, string>> {
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

const readmeFiles = async () => filesOf(await readFile(join(root, 'README.md'), 'utf8'));

/**
 * The quick start's app: what `sv create` leaves, what `init` writes, the README's files, and the package as it would be
 * published.
 */
async function createApp(): Promise<string[]> {
	await rm(app, { recursive: true, force: true });
	const files = new Map([...(await templates()), ...(await readmeFiles())]);
	const scaffold = {
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
	for (const [path, content] of [...files, ...Object.entries(scaffold)]) {
		await mkdir(dirname(join(app, path)), { recursive: true });
		await writeFile(join(app, path), content);
	}
	await cp(join(root, 'prisma/client'), join(app, 'src/generated/prisma'), { recursive: true });

	const installed = join(app, 'node_modules/svelte-guardian');
	await mkdir(installed, { recursive: true });
	await cp(join(root, 'package.json'), join(installed, 'package.json'));
	await node(root, '@sveltejs/package/package.json', 'src/cli.js', '-o', join(installed, 'dist'));
	return [...files.keys()];
}

const require = createRequire(import.meta.url);

/** Runs a package's command without a shell. */
function node(cwd: string, manifest: string, script: string, ...args: string[]) {
	return run(process.execPath, [join(dirname(require.resolve(manifest)), script), ...args], {
		cwd
	});
}

test('a file that the README shows is the one that init writes, to the letter', async () => {
	const written = await templates();
	const shown = [...(await readmeFiles())].filter(([path]) => written.has(path));

	expect(shown.length).toBeGreaterThanOrEqual(12);
	for (const [path, code] of shown) expect(code, path).toBe(written.get(path));
});

test(
	"the README's quick start compiles, in an app of its own, to the letter",
	{ timeout: 300_000 },
	async () => {
		const files = await createApp();
		expect(files).toContain('src/hooks.server.ts');
		expect(files).toContain('src/routes/signin/+page.svelte');

		await node(app, '@sveltejs/kit/package.json', 'svelte-kit.js', 'sync');
		const check = await node(
			app,
			'svelte-check/package.json',
			'bin/svelte-check',
			'--fail-on-warnings'
		).catch((failed: { stdout: string }) => failed);
		expect(check.stdout).toMatch(/found 0 errors and 0 warnings/);
	}
);
