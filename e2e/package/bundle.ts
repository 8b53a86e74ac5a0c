import { svelte } from '@sveltejs/vite-plugin-svelte';
import { brotliCompressSync } from 'node:zlib';
import { build, type Plugin } from 'vite';

/** What a SvelteKit app loads anyhow; the helper is Vite's `import()`, by which SvelteKit loads every page. */
const FRAMEWORK = /^(svelte|@sveltejs\/kit|\$app)(\/|$)|vite\/preload-helper/;

const ENTRY = 'virtual:entry';

/** The code of a module that is no file. */
const entry = (code: string): Plugin => ({
	name: 'entry',
	resolveId: (id) => (id === ENTRY ? id : undefined),
	load: (id) => (id === ENTRY ? code : undefined)
});

/** The files of a bundle, as text. */
export interface Bundle {
	/** What a page loads at once: the entry, with all that it imports. */
	atOnce: string[];
	/** What waits for an `import()`. */
	later: string[];
}

/**
 * What Vite makes of `code` for the browser, in an app's production build; but for the framework, which stays outside.
 *
 * @param app the app's folder, in whose `node_modules` packages are found
 */
export async function bundle(app: string, code: string): Promise<Bundle> {
	const result = await build({
		root: app,
		configFile: false,
		logLevel: 'silent',
		plugins: [svelte({ configFile: false }), entry(code)],
		build: {
			write: false,
			rolldownOptions: {
				input: ENTRY,
				external: FRAMEWORK,
				// As SvelteKit names them: what imports a chunk has its name in it.
				output: { chunkFileNames: '[hash].js', assetFileNames: '[hash][extname]' },
				// An app's pages are entries whose exports are used.
				preserveEntrySignatures: 'strict'
			}
		}
	});
	if (!('output' in result)) throw new Error('Vite did not build once.');

	const chunks = result.output.filter((file) => file.type === 'chunk');
	const others = result.output.filter((file) => file.type === 'asset');
	// It grows while we go through it.
	const needed = new Set(chunks.filter(({ isEntry }) => isEntry));
	for (const { imports } of needed) {
		for (const chunk of chunks) if (imports.includes(chunk.fileName)) needed.add(chunk);
	}
	return {
		atOnce: [...[...needed].map(({ code }) => code), ...others.map(({ source }) => String(source))],
		later: chunks.filter((chunk) => !needed.has(chunk)).map(({ code }) => code)
	};
}

/** How many bytes a server that compresses with brotli sends. */
export const sizeOf = (files: string[]): number =>
	files.reduce((sum, code) => sum + brotliCompressSync(code).length, 0);
