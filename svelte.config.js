import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

import { OWN_IMPORTS } from './src/own-imports.js';

const paths = Object.fromEntries(
	Object.entries(OWN_IMPORTS).map(([name, file]) => [name, [`../${file}`]])
);

/** @type {import('@sveltejs/kit').Config} */
const config = {
	preprocess: vitePreprocess(),
	kit: {
		adapter: adapter(),
		// Nothing but the app itself. SvelteKit adds its own script to each page; the hash is the one of its live region's style.
		csp: {
			directives: {
				'default-src': ['self'],
				'base-uri': ['self'],
				'form-action': ['self'],
				'object-src': ['none'],
				'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo=']
			}
		},
		typescript: {
			config: (tsconfig) => ({
				...tsconfig,
				compilerOptions: {
					...tsconfig.compilerOptions,
					paths: { ...tsconfig.compilerOptions.paths, ...paths }
				},
				include: [
					...tsconfig.include,
					'../prisma/tools/*.js',
					'../prisma/tools/*.ts',
					'../prisma.config.ts',
					'../playwright.config.ts',
					'../eslint.config.js',
					'../svelte.config.js',
					'../e2e/**/*.js',
					'../e2e/**/*.ts'
				],
				// Apps of their own, with types and a check of their own; that of the templates is e2e/readme.test.ts. The one of
				// the benchmark is for those it measures, which only the benchmark installs.
				exclude: [
					...tsconfig.exclude,
					'../e2e/fixture/**',
					'../e2e/bench/app/**',
					'../e2e/bench/build/**',
					'../src/lib/cli/templates/**'
				]
			})
		}
	}
};

export default config;
