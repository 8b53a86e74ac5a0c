import { isMap, parseDocument } from 'yaml';
import { keepLineEndings, type Edit } from './edit.js';

/** A package manager, and its version where that is known. */
export interface PackageManager {
	name: 'npm' | 'pnpm' | 'yarn' | 'bun' | 'deno' | string;
	version?: string | undefined;
}

/** Where a package manager wants overrides: in package.json under a path of keys, or in pnpm-workspace.yaml. */
export type OverridesPlace =
	| { file: 'package.json'; path: string[]; entries: Record<string, unknown> }
	| {
			file: 'pnpm-workspace.yaml';
			entries: Record<string, string>;
			/** Which packages may run their install scripts. */
			allowBuilds: Record<string, boolean>;
	  };

const ADAPTER = '@lucia-auth/adapter-prisma';
const CLIENT = '@prisma/client';

/**
 * pnpm 11 fails an installation until somebody has decided about each install script. Those of Prisma only fetch an engine
 * early: the commands that need it fetch it themselves.
 */
const PRISMA_BUILDS = { '@prisma/engines': false, prisma: false };

/**
 * Has Lucia's adapter take the app's Prisma: it works with Prisma 7, but asks for one up to 5.
 *
 * @param range of `@prisma/client` in the app
 * @param hasPnpmField whether package.json has `pnpm.overrides` already
 * @param isClientThere whether it names `@prisma/client`, which the root of a workspace may not. Default: yes
 */
export function overridesFor(
	{ name, version }: PackageManager,
	range: string,
	hasPnpmField: boolean,
	isClientThere = true
): OverridesPlace | null {
	switch (name) {
		case 'npm':
			return {
				file: 'package.json',
				path: ['overrides'],
				entries: { [ADAPTER]: { [CLIENT]: isClientThere ? `$${CLIENT}` : range } }
			};
		case 'pnpm': {
			const entries = { [`${ADAPTER}>${CLIENT}`]: range };
			const [major = 11, minor = 0] = (version ?? '').split('.').filter(Boolean).map(Number);
			// pnpm reads settings from pnpm-workspace.yaml since 10.5, and from package.json up to 10.
			const isOld = major < 10 || (major === 10 && (minor < 5 || hasPnpmField));
			return isOld
				? { file: 'package.json', path: ['pnpm', 'overrides'], entries }
				: {
						file: 'pnpm-workspace.yaml',
						entries,
						allowBuilds: major >= 11 ? PRISMA_BUILDS : {}
					};
		}
		case 'yarn':
			return {
				file: 'package.json',
				path: ['resolutions'],
				entries: { [`${ADAPTER}/${CLIENT}`]: range }
			};
		case 'bun':
			// Bun has no nested ones.
			return { file: 'package.json', path: ['overrides'], entries: { [CLIENT]: range } };
		default:
			return null;
	}
}

/** Adds overrides and decisions about install scripts to pnpm-workspace.yaml, and keeps its comments. */
export function editWorkspace(
	source: string,
	entries: Record<string, string>,
	allowBuilds: Record<string, boolean> = {}
): Edit {
	const document = parseDocument(source);
	const missing = Object.entries({ overrides: entries, allowBuilds }).flatMap(([setting, all]) =>
		Object.entries(all)
			.filter(([key]) => !document.hasIn([setting, key]))
			.map(([key, value]) => ({ setting, key, value }))
	);
	if (!missing.length) return null;
	if (document.errors.length || (document.contents !== null && !isMap(document.contents))) {
		const lines = missing.map(({ setting, key, value }) => `\t${setting}: '${key}': ${value}`);
		return { advice: `Add to it:\n\n${lines.join('\n')}` };
	}
	for (const { setting, key, value } of missing) document.setIn([setting, key], value);
	return { content: keepLineEndings(source, document.toString({ lineWidth: 0 })) };
}
