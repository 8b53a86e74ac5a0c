import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
const config = {
	preprocess: vitePreprocess(),
	kit: {
		adapter: adapter(),
		// The demo writes the imports that a user writes; here they lead to the sources.
		alias: {
			// The longer ones first: Vite takes the first that the import begins with.
			'svelte-guardian/client': 'src/lib/client/index.ts',
			'svelte-guardian/schemas': 'src/lib/schemas.ts',
			'svelte-guardian': 'src/lib/index.ts'
		},
		typescript: {
			config: (tsconfig) => ({
				...tsconfig,
				include: [
					...tsconfig.include,
					'../prisma/*.js',
					'../prisma/*.ts',
					'../prisma.config.ts',
					'../playwright.config.ts',
					'../eslint.config.js',
					'../svelte.config.js',
					'../e2e/**/*.js',
					'../e2e/**/*.ts'
				],
				// An app of its own, with types and a check of its own.
				exclude: [...tsconfig.exclude, '../e2e/fixture/**']
			})
		}
	}
};

export default config;
