import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, posix, relative, resolve } from 'node:path';
import type { Manifest } from './edits/manifest.js';
import { CliError } from './errors.js';
import { readSetting } from './edits/schema.js';
import { readText } from './files.js';
import type { WorkspacePackage } from './workspace.js';

/** A Prisma schema that an app has. */
export interface Schema {
	/** The file, or the folder whose files are one schema; from the app's folder. Of a package it begins with `../`. */
	path: string;
	isFolder: boolean;
	/** Of all its files. */
	content: string;
	/** Each of its files, with its path from the app's folder. */
	files: Array<{ path: string; content: string }>;
	/** Of the `datasource`. */
	database: string | undefined;
	/** What src/lib/server/auth imports `PrismaClient` from. */
	client: string;
	/** The package of the workspace that it belongs to; none where it is the app's own. */
	package?: WorkspacePackage & {
		/** The name of the `PrismaClient` that the package exports; `null` where it exports none. */
		instance: string | null;
	};
}

/** The files that Prisma's own settings may be in. */
export const CONFIGS = ['ts', 'mts', 'js', 'mjs'].flatMap((extension) => [
	`prisma.config.${extension}`,
	`.config/prisma.${extension}`
]);

/**
 * Finds it where Prisma does: where its settings say, or else in its usual places.
 *
 * @param root the folder to look in
 * @param base that folder, from the app's. Default: the app's own
 * @throws {CliError} when the folder that the settings name has more than a schema in it
 */
export function findSchema(root: string, manifest: Manifest, base = ''): Schema | null {
	const config = CONFIGS.find((path) => existsSync(join(root, path)));
	const told =
		(config && /\bschema\s*:[^'"`\n]*['"`]([^'"`\n]+)/.exec(readText(root, config) ?? '')?.[1]) ??
		manifest.prisma?.schema;
	const paths = told ? [told] : ['prisma/schema.prisma', 'schema.prisma', 'prisma/schema'];
	const path = paths.map(posix.normalize).find((path) => existsSync(join(root, path)));
	if (path === undefined) return null;

	const isFolder = statSync(join(root, path)).isDirectory();
	// To look for schemas in it would be to look through node_modules, or the whole disk.
	if (isFolder && !relative(join(root, path), resolve(root)).startsWith('..'))
		throw new CliError(
			`The folder with the Prisma schema, ${posix.join(base, path)}, holds the app itself. Name one that has only the schema.`
		);
	const files = isFolder
		? readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
				.filter((name) => name.endsWith('.prisma'))
				.sort()
				.map((name) => posix.join(path, name.replaceAll('\\', '/')))
		: [path];
	if (!files.length) return null;
	const contents = files.map((file) => readText(root, file) ?? '');
	const generator = contents.findIndex((content) => readSetting(content, 'generator', 'provider'));
	const database = contents.map((content) => readSetting(content, 'datasource', 'provider'));
	return {
		path: posix.join(base, path),
		isFolder,
		content: contents.join('\n'),
		files: files.map((file, n) => ({ path: posix.join(base, file), content: contents[n]! })),
		database: database.find(Boolean),
		client: clientOf(
			contents[generator] ?? '',
			posix.join(base, posix.dirname(files[generator] ?? path))
		)
	};
}

/** Stands for the app's folder: no package is further up. */
const DEEP = '/1/2/3/4/5/6/7/8';

function clientOf(schema: string, folder: string): string {
	const output = readSetting(schema, 'generator', 'output');
	if (output === undefined) return '@prisma/client';
	const isOlder = readSetting(schema, 'generator', 'provider') === 'prisma-client-js';
	const path = posix.join(
		posix.relative(posix.join(DEEP, 'src/lib/server'), posix.join(DEEP, folder, output)),
		isOlder ? 'index.js' : 'client.js'
	);
	// Below src/lib/server it would be the name of a package.
	return path.startsWith('.') ? path : `./${path}`;
}
