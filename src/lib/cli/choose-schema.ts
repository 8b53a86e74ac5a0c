import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { App } from './app.js';
import type { Options } from './arguments.js';
import { CliError } from './errors.js';
import { readText } from './files.js';
import { findSchema, type Schema } from './find-schema.js';
import type { Terminal } from './terminal.js';
import type { WorkspacePackage } from './workspace.js';

/** The answer for a schema in the app itself. */
const OWN = 'own';

/**
 * The schema that is to hold the kit's models: the app's, or that of a package of the workspace. The package that the app
 * depends on is taken; otherwise somebody is asked.
 *
 * @throws {CliError} when there is nobody to ask, or no package is called what `--prisma` says
 */
export async function chooseSchema(
	app: App,
	{ prisma: wanted, yes, dryRun }: Options,
	terminal: Terminal
): Promise<Schema | null> {
	if (app.schema || wanted === OWN) return app.schema;
	// Another app's database is its own.
	const packages = (app.workspace?.packages() ?? []).filter(
		({ manifest }) =>
			!('@sveltejs/kit' in { ...manifest.dependencies, ...manifest.devDependencies })
	);
	const schemas = packages.flatMap((found) => {
		const schema = findSchema(join(app.root, found.folder), found.manifest, found.folder);
		return schema
			? [{ name: found.name, schema: { ...schema, package: shipped(app, found) } }]
			: [];
	});
	if (wanted !== undefined) {
		const named = schemas.find(
			({ name, schema }) => name === wanted || schema.package.folder.endsWith(`/${wanted}`)
		);
		if (named) return named.schema;
		throw new CliError(
			`No package ${wanted} with a Prisma schema is in this workspace.${listOf(schemas)}`
		);
	}
	const { dependencies, devDependencies } = app.manifest;
	const used = schemas.filter(({ name }) => name in { ...dependencies, ...devDependencies });
	if (used.length === 1) return used[0]!.schema;
	if (!schemas.length) return null;
	if (yes || dryRun || !terminal.isInteractive)
		throw new CliError(
			`Which Prisma schema is to hold the users? Say --prisma with the name of a package, or --prisma ${OWN} for a new one of ` +
				`this app.${listOf(schemas)}`
		);
	const answer = await terminal.ask('Which Prisma schema is to hold the users?', {
		...Object.fromEntries(schemas.map(({ name, schema }) => [name, `${name}, in ${schema.path}`])),
		[OWN]: 'A new one, of this app'
	});
	return schemas.find(({ name }) => name === answer)?.schema ?? null;
}

const listOf = (schemas: Array<{ name: string; schema: Schema }>) =>
	schemas.map(({ name, schema }) => `\n  ${name}: ${schema.path}`).join('');

/** What the app can import from a package. */
function shipped({ root }: App, { name, folder, manifest }: WorkspacePackage) {
	return {
		name,
		folder,
		manifest,
		instance: instanceIn(join(root, folder), manifest.exports ?? manifest.main)
	};
}

/** The name of the `PrismaClient` that a package exports, if its entry or a file that this re-exports makes one. */
function instanceIn(folder: string, entry: unknown): string | null {
	const main = [pathIn(entry), 'src/index.ts', 'index.ts', 'src/index.js', 'index.js']
		.filter((path) => path !== undefined)
		.find((path) => existsSync(join(folder, path)));
	if (main === undefined) return null;
	const source = readText(folder, main) ?? '';
	const more = [...source.matchAll(/\bexport [^;'"]*from ['"](\.[^'"]+)['"]/g)].flatMap(
		([, path = '']) => {
			const file = posix.join(posix.dirname(main.replaceAll('\\', '/')), path);
			const there = [
				file.replace(/\.js$/, '.ts'),
				file,
				`${file}.ts`,
				`${file}.js`,
				posix.join(file, 'index.ts')
			];
			return there
				.filter((one) => /\.[jt]s$/.test(one) && existsSync(join(folder, one)))
				.slice(0, 1);
		}
	);
	const sources = [source, ...more.map((file) => readText(folder, file))].join('\n');
	const made = /\b(?:const|let) (\w+)\b[^;]*?\bnew PrismaClient\b/.exec(sources)?.[1];
	const isExported =
		made !== undefined &&
		new RegExp(`\\bexport (?:(?:const|let) ${made}\\b|\\{[^}]*\\b${made}\\b)`).test(sources);
	return isExported ? made : null;
}

function pathIn(entry: unknown): string | undefined {
	if (typeof entry === 'string') return entry;
	if (typeof entry !== 'object' || entry === null) return undefined;
	const conditions = entry as Record<string, unknown>;
	const next = ['.', 'svelte', 'import', 'default'].find((key) => key in conditions);
	return next === undefined ? undefined : pathIn(conditions[next]);
}
