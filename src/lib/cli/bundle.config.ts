import { defineConfig } from 'vite';

/**
 * Makes dist/cli/bin.js: the command and what only it needs, in one file, so that no app has to install that. The
 * templates are read into it, as they are; svelte-package would take their types away.
 */
export default defineConfig({
	build: {
		ssr: 'src/lib/cli/bin.ts',
		outDir: 'dist/cli',
		// Takes away what svelte-package has left there.
		emptyOutDir: true,
		target: 'node20.19',
		minify: false,
		// What others have written is in the bundle, and so are the terms under which it may be passed on.
		license: { fileName: 'THIRD-PARTY-LICENSES.txt' }
	},
	ssr: { noExternal: true, external: ['svelte'] },
	publicDir: false
});
