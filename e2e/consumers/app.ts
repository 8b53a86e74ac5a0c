import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { commandsIn, type Commands } from './commands.js';
import type { Supplies } from './supplies.js';

const require = createRequire(import.meta.url);

/** Which app to make. */
export interface ConsumerOptions {
	kit: 2 | 3;
	/** Default: `'ts'` */
	types?: 'ts' | 'jsdoc';
	/** Default: `'npm'` */
	manager?: 'npm' | 'pnpm';
	/** Where in the folder of its own it stands. Default: `'app'` */
	place?: string;
	/** Node 20 in place of one that SvelteKit 3 needs. With npm only. Default: no. */
	hasOldNode?: boolean;
}

/** An app as `sv create` makes it today, outside of this repository, with adapter-node. */
export interface Consumer extends Commands {
	root: string;
	/** The folder of its own, which is removed with it. */
	folder: string;
	manager: 'npm' | 'pnpm';
	/** Of a program of its own. */
	env: NodeJS.ProcessEnv;
	read(path: string): Promise<string>;
	write(path: string, content: string): Promise<void>;
	/** Those of some paths that there are. */
	find(...paths: string[]): Promise<string[]>;
	/** @throws when the text does not stand in the file */
	replace(path: string, text: string, by: string): Promise<void>;
	/** The words before a package's command. */
	runner: [string, string];
	/** Runs a package's command, as `npx` and `pnpm exec` do. */
	exec(...words: string[]): ReturnType<Commands['run']>;
	/** The same, for a command that takes things from the network. */
	mustExec(...words: string[]): ReturnType<Commands['mustInstall']>;
	/** The content of every file that is not installed or generated, by path. */
	snapshot(): Promise<Map<string, string>>;
	close(): Promise<void>;
}

const RUNNER: Record<'npm' | 'pnpm', [string, string]> = {
	npm: ['npx', '--no-install'],
	pnpm: ['pnpm', 'exec']
};
const SV = { 2: 'sv-kit-2', 3: 'sv' } as const;

/**
 * Makes an app, in which nothing is installed yet. It is removed again by `close`.
 *
 * @throws when `sv create` fails
 */
export async function createConsumer(
	{ kit, types = 'ts', manager = 'npm', place = 'app', hasOldNode = false }: ConsumerOptions,
	supplies: Supplies
): Promise<Consumer> {
	const folder = await mkdtemp(join(tmpdir(), `guardian-consumer-${kit}-${types}-`));
	const root = join(folder, place);
	await mkdir(root, { recursive: true });
	const env = environment(supplies, hasOldNode ? supplies.folders20 : supplies.folders);
	const commands = commandsIn(root, env);

	const sv = join(dirname(require.resolve(SV[kit])), '../bin.mjs');
	const words = [
		'--template',
		'minimal',
		'--types',
		types,
		'--add',
		'sveltekit-adapter=adapter:node'
	];
	const quiet = ['--no-install', '--no-dir-check', '--no-download-check'];
	await commands.mustRun('node', sv, 'create', root, ...words, ...quiet);
	// What `init` says to do on Node 20 (NC2).
	if (hasOldNode)
		await commands.mustRun('npm', 'config', 'set', 'engine-strict=false', '--location=project');
	const runner = RUNNER[manager];
	return {
		...commands,
		root,
		folder,
		manager,
		env,
		read: (path) => readFile(join(root, path), 'utf8'),
		async write(path, content) {
			await mkdir(dirname(join(root, path)), { recursive: true });
			await writeFile(join(root, path), content);
		},
		find: async (...paths) => paths.filter((path) => existsSync(join(root, path))),
		async replace(path, text, by) {
			const content = await readFile(join(root, path), 'utf8');
			if (!content.includes(text)) throw new Error(`${path} has no ${text}:\n${content}`);
			await writeFile(
				join(root, path),
				content.replace(text, () => by)
			);
		},
		runner,
		exec: (...words) => commands.run(...runner, ...words),
		mustExec: (...words) => commands.mustInstall(...runner, ...words),
		snapshot: () => snapshot(root),
		close: () => rm(folder, { recursive: true, force: true, maxRetries: 3 })
	};
}

function environment({ cache, reachesPrisma }: Supplies, folders: string[]): NodeJS.ProcessEnv {
	return {
		...process.env,
		PATH: [...folders, process.env.PATH].join(delimiter),
		// What npm tells its scripts is about this repository, not about the app.
		...Object.fromEntries(
			Object.keys(process.env)
				.filter((name) => /^npm_(config_(?!registry)|package_|lifecycle_|command)/.test(name))
				.map((name) => [name, undefined])
		),
		npm_config_prefer_offline: 'true',
		npm_config_audit: 'false',
		npm_config_fund: 'false',
		// Where pnpm has its store, and what it remembers.
		XDG_DATA_HOME: join(cache, 'data'),
		XDG_CACHE_HOME: join(cache, 'cache'),
		XDG_STATE_HOME: join(cache, 'state'),
		NODE_ENV: undefined,
		VITEST: undefined,
		NODE_OPTIONS: undefined,
		DATABASE_URL: undefined,
		// As in prisma/tools/generate.js: generating downloads the engine, and never runs it.
		...(!reachesPrisma && {
			PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY || process.execPath
		}),
		CHECKPOINT_DISABLE: '1'
	} as NodeJS.ProcessEnv;
}

async function snapshot(root: string): Promise<Map<string, string>> {
	const entries = await readdir(root, { recursive: true, withFileTypes: true });
	const files = entries
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))
		.filter(
			(path) =>
				!/^(node_modules|build|project\.inlang\/cache|\.svelte-kit|src\/generated)\//.test(path)
		)
		.sort();
	return new Map(
		await Promise.all(
			files.map(async (path) => [path, await readFile(join(root, path), 'utf8')] as const)
		)
	);
}
