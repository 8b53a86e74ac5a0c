import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '../../..');

/** What is written here by hand and read or run by people: the library, what `init` writes, the demo, the fixture and the docs. */
const FOLDERS = ['src', 'e2e/fixture/src'];
const OWN = /\.(ts|svelte|js|md)$/;
const NOT_OWN =
	/\.(test|spec|test\.support)\.ts$|^src\/docs\/reference\/|^src\/docs\/[\w-]+\.js$|\/build\/|\.svelte-kit\//;

/** What has to be used all the same, and why. */
const EXCEPTIONS: Record<string, string> = {
	'src/lib/features/sign-out/client/leave.ts: invalidateAll':
		'`refreshAll()` keeps `page.state`, which belongs to the person who has signed out',
	'src/lib/features/sign-out/client/finish.ts: replaceState':
		'for SvelteKit 2, which takes `page.state` away and has no `goto(…, { shallow })`',
	'e2e/fixture/src/lib/kit-3.ts: pushState': 'for SvelteKit 2, which has no `goto(…, { shallow })`',
	'e2e/fixture/src/lib/kit-3.ts: invalidateAll':
		'for SvelteKit 2, which has no `goto(…, { refreshAll })`',
	'src/docs/recipes.md: invalidateAll': 'said of SvelteKit 2, beside what 3 has',
	'e2e/fixture/src/routes/private/+page.svelte: export const snapshot':
		'both versions keep it, and a sign-out has to remove it',
	'e2e/fixture/src/routes/drafts/+page.svelte: export const snapshot':
		'both versions keep it, and a sign-out has to remove it'
};

/** What a version of SvelteKit marks as deprecated. */
export interface Deprecated {
	/** Exported names, by module. */
	names: Map<string, Set<string>>;
	/** Options of the functions in `$app/navigation` and `$app/forms`. */
	options: Set<string>;
}

/**
 * Reads the types of an installed SvelteKit. A name counts when all of its overloads are deprecated.
 *
 * @param kit the folder of `@sveltejs/kit`
 */
export function deprecatedIn(kit: string): Deprecated {
	const path = join(kit, 'types/index.d.ts');
	const source = ts.createSourceFile(
		path,
		readFileSync(path, 'utf8'),
		ts.ScriptTarget.Latest,
		true
	);
	const names = new Map<string, Set<string>>();
	const options = new Set<string>();
	for (const module of source.statements) {
		if (!ts.isModuleDeclaration(module) || !module.body || !ts.isModuleBlock(module.body)) continue;
		const current = new Set<string>();
		const found = new Set<string>();
		for (const statement of module.body.statements) {
			for (const name of namesOf(statement))
				(ts.getJSDocDeprecatedTag(statement) ? found : current).add(name);
		}
		names.set(module.name.text, new Set([...found].filter((name) => !current.has(name))));
		if (!['$app/navigation', '$app/forms'].includes(module.name.text)) continue;
		const visit = (node: ts.Node): void => {
			if (ts.isPropertySignature(node) && ts.getJSDocDeprecatedTag(node))
				options.add(node.name.getText());
			ts.forEachChild(node, visit);
		};
		visit(module.body);
	}
	return { names, options };
}

function namesOf(statement: ts.Statement): string[] {
	if (ts.isVariableStatement(statement))
		return statement.declarationList.declarations.map(({ name }) => name.getText());
	const { name } = statement as ts.Statement & { name?: ts.Node };
	return name ? [name.getText()] : [];
}

/**
 * Where this project uses any of it, as `file: name`, but for the {@link EXCEPTIONS}.
 *
 * @example
 * ```ts
 * usesOf(deprecatedIn(kit)); // ['src/docs/recipes.md: json']
 * ```
 */
export function usesOf(deprecated: Deprecated): string[] {
	return ownFiles()
		.flatMap((path) => {
			const text = readFileSync(join(root, path), 'utf8');
			return usedIn(text, deprecated).map((name) => `${path}: ${name}`);
		})
		.filter((use) => !(use in EXCEPTIONS));
}

/** The exceptions of which nothing is left. */
export const staleExceptions = (): string[] =>
	Object.keys(EXCEPTIONS).filter((use) => {
		const [path = '', name = ''] = use.split(': ');
		return !readFileSync(join(root, path), 'utf8').includes(name);
	});

function ownFiles(): string[] {
	return FOLDERS.flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
			// A route may be called like a file: `[...slug].md`.
			.filter((entry) => entry.isFile())
			.map(({ parentPath, name }) => relative(root, join(parentPath, name)).replaceAll('\\', '/'))
			.filter((path) => OWN.test(path) && !NOT_OWN.test(path))
	);
}

/** The names in one text. A page of the docs counts as a whole: its blocks import as files do. */
export function usedIn(text: string, { names, options }: Deprecated): string[] {
	const used = new Set<string>();
	for (const [, namespace, specifiers, module = ''] of text.matchAll(
		/\bimport (?:type )?(?:\* as (\w+)|(?:\w+, )?\{([^}]*)\}) from '([^']+)'/g
	)) {
		// A module of an earlier version, such as `$env/dynamic/private` on SvelteKit 3.
		if (/^\$(app|env)\//.test(module) && !names.has(module)) used.add(module);
		for (const name of names.get(module) ?? []) {
			const isUsed = namespace
				? new RegExp(`\\b${namespace}\\.${name}\\b`).test(text)
				: new RegExp(`\\b${name}\\b`).test(specifiers ?? '');
			if (isUsed) used.add(name);
		}
	}
	for (const option of options) {
		if (new RegExp(`\\b(?:goto|update)\\)?\\([^;]*?\\{[^}]*\\b${option}:`).test(text))
			used.add(option);
	}
	if (names.get('@sveltejs/kit')?.has('Snapshot') && /^\s*export const snapshot\b/m.test(text))
		used.add('export const snapshot');
	return [...used];
}
