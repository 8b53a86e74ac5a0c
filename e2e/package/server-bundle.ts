import { join } from 'node:path';
import { build, type Plugin } from 'vite';

/** What holds components or asks Vite for something, SvelteKit has Vite compile; other packages stay in `node_modules`. */
const COMPILED = ['svelte-guardian', 'sveltekit-superforms', 'esm-env'];

const ENTRY = 'virtual:';

/** The modules that are no files: the entries, and those of the app that SvelteKit makes. */
const modules = (entries: Record<string, string>): Plugin => ({
	name: 'modules',
	resolveId: (id) => (id.startsWith(ENTRY) || id.startsWith('$app/') ? `\0${id}` : undefined),
	load(id) {
		if (id.startsWith('\0$app/'))
			return 'export const resolve = (path) => path;\nexport const getRequestEvent = () => {};';
		return id.startsWith(`\0${ENTRY}`) ? entries[id.slice(ENTRY.length + 1)] : undefined;
	}
});

/** A module that Node can run. */
export interface ServerBundle {
	file: string;
	/** What it imports before it runs, by its own name or through another file of the build; Node's own modules left out. */
	packages: string[];
}

/**
 * Builds modules for the server as SvelteKit has Vite do it: what a platform runs that does not bundle it once more. The
 * build leaves nothing out.
 *
 * @param app the app's folder, in whose `node_modules` packages are found
 * @param entries by name, the code of each module
 */
export async function bundleForServer<Name extends string>(
	app: string,
	entries: Record<Name, string>
): Promise<Record<Name, ServerBundle>> {
	const outDir = join(app, 'server');
	const names = Object.keys(entries) as Name[];
	const result = await build({
		root: app,
		configFile: false,
		logLevel: 'silent',
		plugins: [modules(entries)],
		ssr: { noExternal: COMPILED },
		build: {
			ssr: true,
			outDir,
			minify: false,
			// What is imported is run, as in plain Node: no bundler has to be clever.
			rolldownOptions: {
				treeshake: false,
				input: Object.fromEntries(names.map((name) => [name, ENTRY + name]))
			}
		}
	});
	if (!('output' in result)) throw new Error('Vite did not build once.');
	const chunks = new Map(
		result.output.flatMap((file) => ('imports' in file ? [[file.fileName, file.imports]] : []))
	);

	function packagesOf(file: string, seen = new Set<string>()): string[] {
		if (seen.has(file)) return [];
		seen.add(file);
		const imports = chunks.get(file);
		return imports ? imports.flatMap((name) => packagesOf(name, seen)) : [file];
	}

	return Object.fromEntries(
		names.map((name) => {
			const file = `${name}.js`;
			const packages = packagesOf(file).filter((id) => !id.startsWith('node:'));
			return [name, { file: join(outDir, file), packages: packages.sort() }];
		})
	) as Record<Name, ServerBundle>;
}
