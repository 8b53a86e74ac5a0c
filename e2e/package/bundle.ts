import { svelte } from '@sveltejs/vite-plugin-svelte';
import { brotliCompressSync } from 'node:zlib';
import { build, type Plugin } from 'vite';

/** What a SvelteKit app loads anyhow. */
const FRAMEWORK = /^(svelte|@sveltejs\/kit|\$app)(\/|$)/;

const ENTRY = 'virtual:entry';

/** The code of a module that is no file. */
const entry = (code: string): Plugin => ({
	name: 'entry',
	resolveId: (id) => (id === ENTRY ? id : undefined),
	load: (id) => (id === ENTRY ? code : undefined)
});

/**
 * What Vite makes of `code` for the browser, in an app's production build; but for the framework, which stays outside.
 *
 * @param app the app's folder, in whose `node_modules` packages are found
 */
export async function bundle(app: string, code: string): Promise<string> {
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
				// An app's pages are entries whose exports are used.
				preserveEntrySignatures: 'strict'
			}
		}
	});
	if (!('output' in result)) throw new Error('Vite did not build once.');
	return result.output.map((file) => ('code' in file ? file.code : String(file.source))).join('');
}

/** How many bytes a server that compresses with brotli sends. */
export const sizeOf = (code: string): number => brotliCompressSync(code).length;
