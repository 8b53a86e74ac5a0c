import { rmSync, writeFileSync } from 'node:fs';
import { defineConfig } from 'vite';
import kit from '../../../package.json' with { type: 'json' };

/** sv 0.17 takes no add-on from a package that has dependencies. As a folder of its own it has none. */
const FOLDER = {
	...{ name: kit.name, version: kit.version, private: true, type: 'module' },
	main: './index.js',
	peerDependencies: { sv: '^0.17.0' }
};

const TYPES = `/** The add-on of the Svelte CLI. */
declare const addon: { id: string };
export default addon;
`;

/**
 * Makes dist/cli/bin.js, the command, and dist/sv, the add-on of the Svelte CLI, each with what only it needs, so that no app
 * has to install that. The templates are read into them, as they are; svelte-package would take their types away. Svelte's
 * parser comes along: sv runs an add-on before anything is installed.
 */
export default defineConfig({
	build: {
		ssr: true,
		outDir: 'dist',
		emptyOutDir: false,
		target: 'node20.19',
		minify: false,
		// What others have written is in the bundle, and so are the terms under which it may be passed on.
		license: { fileName: 'cli/THIRD-PARTY-LICENSES.txt' },
		rolldownOptions: {
			input: { 'cli/bin': 'src/lib/cli/bin.ts', 'sv/index': 'src/lib/cli/sv.ts' },
			output: { entryFileNames: '[name].js', chunkFileNames: 'sv/shared.js' }
		}
	},
	ssr: { noExternal: true },
	publicDir: false,
	plugins: [
		{
			name: 'add-on',
			// What svelte-package has left there.
			buildStart() {
				for (const folder of ['cli', 'sv'])
					rmSync(`dist/${folder}`, { recursive: true, force: true });
			},
			closeBundle() {
				writeFileSync('dist/sv/package.json', `${JSON.stringify(FOLDER, null, '\t')}\n`);
				writeFileSync('dist/sv/index.d.ts', TYPES);
			}
		}
	]
});
