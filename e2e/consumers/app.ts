import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const require = createRequire(import.meta.url);

/** The packed library, and a Node that is new enough for SvelteKit 3: made once, for all apps. */
export interface Supplies {
	tarball: string;
	/** Where the newer Node is; empty when this one is new enough. */
	nodeFolder: string;
}

/** Which app to make. */
export interface ConsumerOptions {
	kit: 2 | 3;
	/** Default: `'ts'` */
	types?: 'ts' | 'jsdoc';
	/** Default: `'npm'` */
	manager?: 'npm' | 'pnpm';
}

/** How a command ended. */
export interface Ended {
	code: number;
	/** All it has said. */
	output: string;
}

/** An app as `sv create` makes it today, outside of this repository, with the packed library installed. */
export interface Consumer {
	root: string;
	/** Runs a command in the app's folder. */
	run(command: string, ...args: string[]): Promise<Ended>;
	/** The content of every file that is not installed or generated, by path. */
	snapshot(): Promise<Map<string, string>>;
	close(): Promise<void>;
}

const SV = { 2: 'sv-kit-2', 3: 'sv' } as const;

/**
 * Makes an app. It is removed again by `close`.
 *
 * @throws when a package cannot be installed
 */
export async function createConsumer(
	{ kit, types = 'ts', manager = 'npm' }: ConsumerOptions,
	{ tarball, nodeFolder }: Supplies
): Promise<Consumer> {
	const folder = await mkdtemp(join(tmpdir(), `guardian-consumer-${kit}-${types}-`));
	const root = join(folder, 'app');
	const env = {
		...process.env,
		PATH: [...(nodeFolder ? [nodeFolder] : []), process.env.PATH].join(delimiter),
		// What npm tells its scripts is about this repository, not about the app.
		...Object.fromEntries(
			Object.keys(process.env)
				.filter((name) => /^npm_(config_(?!registry)|package_|lifecycle_|command)/.test(name))
				.map((name) => [name, undefined])
		),
		NODE_ENV: undefined,
		VITEST: undefined,
		NODE_OPTIONS: undefined,
		// As in prisma/generate.js: the engine is downloaded, and never run.
		PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY || process.execPath,
		CHECKPOINT_DISABLE: '1'
	} as NodeJS.ProcessEnv;

	const run = async (command: string, ...args: string[]): Promise<Ended> => {
		const running = execute(command, args, { cwd: root, env, maxBuffer: 64 * 1024 * 1024 });
		running.child.stdin?.end();
		return running.then(
			({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
			(failed: { code?: number; stdout?: string; stderr?: string; message: string }) => ({
				code: typeof failed.code === 'number' ? failed.code : 1,
				output: failed.stdout === undefined ? failed.message : failed.stdout + failed.stderr
			})
		);
	};
	const mustRun = async (command: string, ...args: string[]) => {
		const { code, output } = await run(command, ...args);
		if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output}`);
	};

	const sv = join(dirname(require.resolve(SV[kit])), '../bin.mjs');
	const words = ['create', root, '--template', 'minimal', '--types', types];
	await execute(process.execPath, [sv, ...words, '--no-add-ons', '--no-install'], { env });
	await mustRun(manager, manager === 'npm' ? 'install' : 'add', tarball);
	return {
		root,
		run,
		snapshot: () => snapshot(root),
		close: () => rm(folder, { recursive: true, force: true })
	};
}

async function snapshot(root: string): Promise<Map<string, string>> {
	const entries = await readdir(root, { recursive: true, withFileTypes: true });
	const files = entries
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))
		.filter((path) => !/^(node_modules|\.svelte-kit|src\/generated)\//.test(path))
		.sort();
	return new Map(
		await Promise.all(
			files.map(async (path) => [path, await readFile(join(root, path), 'utf8')] as const)
		)
	);
}
