import { readdirSync, type Dirent } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parse } from 'yaml';
import type { Manifest } from './edits/manifest.js';
import { CliError } from './errors.js';
import { readText } from './files.js';

/** A package of a workspace. */
export interface WorkspacePackage {
	name: string;
	/** Its folder, from the app's: `../../packages/db`. */
	folder: string;
	manifest: Manifest;
}

/** The workspace that an app is a package of. */
export interface Workspace {
	/** The folder of its root, from the app's: `../..`. */
	root: string;
	/** The root's package.json. */
	manifest: Manifest;
	/** All its packages but the app. */
	packages(): WorkspacePackage[];
	/** The range behind `catalog:`, of pnpm; any other as it is. */
	rangeOf(name: string, range: string): string;
}

/** How deep below the root a package may be. */
const DEPTH = 5;

interface Settings {
	packages?: unknown;
	catalog?: Record<string, string>;
	catalogs?: Record<string, Record<string, string>>;
}

/**
 * Finds the workspace of pnpm, npm, Yarn or Bun that has an app among its packages.
 *
 * @param app the app's folder
 * @returns `null` where the app stands alone, or is the root itself
 *
 * @example
 * ```ts
 * findWorkspace('/repo/apps/web')?.root; // '../..'
 * ```
 */
export function findWorkspace(app: string): Workspace | null {
	if (patternsOf(app)) return null;
	for (let root = dirname(app); root !== dirname(root); root = dirname(root)) {
		const patterns = patternsOf(root);
		if (!patterns || !isMember(patterns, slashes(relative(root, app)))) continue;
		const settings = settingsOf(root);
		return {
			root: slashes(relative(app, root)),
			manifest: manifestOf(root) ?? {},
			packages: () =>
				foldersBelow(root, '', DEPTH).flatMap((path) => {
					const folder = join(root, path);
					const manifest = folder !== app && isMember(patterns, path) && manifestOf(folder);
					if (!manifest) return [];
					return [
						{ name: manifest.name ?? path, folder: slashes(relative(app, folder)), manifest }
					];
				}),
			rangeOf(name, range) {
				const catalog = /^catalog:(.*)$/.exec(range)?.[1];
				if (catalog === undefined) return range;
				const entries =
					catalog && catalog !== 'default' ? settings?.catalogs?.[catalog] : undefined;
				return (entries ?? settings?.catalog ?? settings?.catalogs?.default)?.[name] ?? range;
			}
		};
	}
	return null;
}

/** `undefined` where a folder is no root. A pnpm-workspace.yaml with settings only makes none. */
function patternsOf(folder: string): string[] | undefined {
	const { workspaces } = (manifestOf(folder) ?? {}) as { workspaces?: unknown };
	const told =
		settingsOf(folder)?.packages ??
		(Array.isArray(workspaces) ? workspaces : (workspaces as Settings | undefined)?.packages);
	return Array.isArray(told) ? told.filter((one) => typeof one === 'string') : undefined;
}

/** @throws {CliError} when it makes no sense: taken for none, the app would stand alone, and get a database of its own */
function settingsOf(folder: string): Settings | null {
	const source = fileOf(folder, 'pnpm-workspace.yaml') ?? '';
	try {
		return parse(source) as Settings | null;
	} catch (error) {
		throw unreadable(folder, 'pnpm-workspace.yaml', error);
	}
}

/**
 * One that makes no sense is no package, and has nothing to do with the app.
 *
 * @throws {CliError} when it seems to be that of a root: see {@link settingsOf}
 */
function manifestOf(folder: string): Manifest | null {
	const source = fileOf(folder, 'package.json') ?? 'null';
	try {
		return JSON.parse(source) as Manifest | null;
	} catch (error) {
		if (source.includes('"workspaces"')) throw unreadable(folder, 'package.json', error);
		return null;
	}
}

/** `null` also for what is beside the app and no file that may be read, such as a pipe. */
function fileOf(folder: string, name: string): string | null {
	try {
		return readText(folder, name);
	} catch {
		return null;
	}
}

const unreadable = (folder: string, name: string, error: unknown) =>
	new CliError(`${slashes(join(folder, name))} cannot be read: ${(error as Error).message}`);

/** The last pattern that fits decides; one that begins with `!` leaves out. */
function isMember(patterns: string[], path: string): boolean {
	let isIn = false;
	for (const pattern of patterns) {
		const isOut = pattern.startsWith('!');
		if (asRegExp(isOut ? pattern.slice(1) : pattern).test(path)) isIn = !isOut;
	}
	return isIn;
}

function asRegExp(pattern: string): RegExp {
	const plain = pattern.replace(/^\.\//, '').replace(/\/$/, '');
	const source = plain
		.replace(/[.+^${}()|[\]\\]/g, '\\$&')
		.replace(/\*\*\/?|\*/g, (star) => (star === '*' ? '[^/]+' : star === '**' ? '.+' : '(?:.+/)?'));
	return new RegExp(`^${source}$`);
}

function foldersBelow(root: string, path: string, depth: number): string[] {
	if (depth === 0) return [];
	return entriesOf(join(root, path))
		.filter((entry) => entry.isDirectory() && !/^(node_modules$|\.)/.test(entry.name))
		.map(({ name }) => (path ? `${path}/${name}` : name))
		.sort()
		.flatMap((folder) => [folder, ...foldersBelow(root, folder, depth - 1)]);
}

/** None where the folder may not be read, such as that of a database which runs in a container. */
function entriesOf(folder: string): Dirent[] {
	try {
		return readdirSync(folder, { withFileTypes: true });
	} catch {
		return [];
	}
}

const slashes = (path: string) => path.replaceAll('\\', '/');
