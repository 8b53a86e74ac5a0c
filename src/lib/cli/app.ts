import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { detect, getUserAgent } from 'package-manager-detector';
import { CliError } from './errors.js';
import type { Manifest } from './edits/manifest.js';
import type { PackageManager } from './edits/overrides.js';
import { readText } from './files.js';
import { findSchema, type Schema } from './find-schema.js';
import { findWorkspace, type Workspace } from './workspace.js';

/** An existing SvelteKit app, as init finds it. */
export interface App {
	/** Its folder. */
	root: string;
	kit: 2 | 3;
	language: 'ts' | 'js';
	/** Whether its code is type-checked, in JavaScript too. */
	isChecked: boolean;
	manager: PackageManager & { agent: string };
	manifest: Manifest;
	/** `null` where the app stands alone. */
	workspace: Workspace | null;
	/** `null` where Prisma is not set up yet. */
	schema: Schema | null;
	/** The text of a file, or `null` when there is none. */
	read(path: string): string | null;
	/** The first of these files that there is. */
	find(...paths: string[]): string | undefined;
}

/**
 * Looks at an app.
 *
 * @throws {CliError} when the folder holds none that init can set up
 */
export async function inspect(root: string): Promise<App> {
	const read = (path: string) => readText(root, path);
	const find = (...paths: string[]) => paths.find((path) => existsSync(join(root, path)));

	const source = read('package.json');
	if (source === null)
		throw new CliError(
			'There is no package.json here. Run this in the folder of your SvelteKit app.'
		);
	const manifest = parseManifest(source);
	const workspace = findWorkspace(root);
	const kit = majorOf('@sveltejs/kit', manifest, { read, workspace });
	if (kit === undefined)
		throw new CliError(
			'This is no SvelteKit app: package.json does not name @sveltejs/kit. Make one with: npx sv create'
		);
	if (kit !== 2 && kit !== 3)
		throw new CliError(`svelte-guardian is for SvelteKit 2 and 3; this app is on ${kit}.`);
	if (!existsSync(join(root, 'src')))
		throw new CliError('There is no folder src here, which every SvelteKit app has.');
	const prisma = ['@prisma/client', 'prisma']
		.map((name) => majorOf(name, manifest, { read, workspace }))
		.find((major) => major !== undefined);
	if (prisma !== undefined && prisma < 7)
		throw new CliError(
			`svelte-guardian needs Prisma 7; this app is on ${prisma}. Upgrade first: https://pris.ly/d/major-version-upgrade`
		);

	const found = (await detect({ cwd: root })) ?? { name: getUserAgent() ?? 'npm' };
	const agent = 'agent' in found ? found.agent : found.name;
	const version = 'version' in found ? found.version : undefined;
	const language = find('tsconfig.json') ? 'ts' : 'js';
	return {
		root,
		kit,
		language,
		isChecked: language === 'ts' || /"checkJs"\s*:\s*true/.test(read('jsconfig.json') ?? ''),
		manager: { name: found.name, version, agent },
		manifest,
		workspace,
		schema: findSchema(root, manifest),
		read,
		find
	};
}

function parseManifest<T = Manifest>(source: string, path = 'package.json'): T {
	try {
		return JSON.parse(source) as T;
	} catch (error) {
		throw new CliError(`${path} cannot be read: ${(error as Error).message}`);
	}
}

/** Of what is installed, or else of what package.json asks for. */
function majorOf(
	name: string,
	manifest: Manifest,
	{ read, workspace }: Pick<App, 'read' | 'workspace'>
): number | undefined {
	const range = manifest.dependencies?.[name] ?? manifest.devDependencies?.[name];
	if (range === undefined) return undefined;
	const path = `node_modules/${name}/package.json`;
	// npm and Yarn put what several packages need into the root's.
	const installed = read(path) ?? (workspace && read(`${workspace.root}/${path}`));
	const version = installed
		? parseManifest<{ version: string }>(installed, path).version
		: (workspace?.rangeOf(name, range) ?? range);
	const major = /\d+/.exec(version)?.[0];
	return major === undefined ? undefined : Number(major);
}
