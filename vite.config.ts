import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { testsOfChange } from './e2e/tools/near-tests.js';
import { documentation } from './src/docs/markdown.js';
import { OWN_IMPORTS } from './src/own-imports.js';

const alias = Object.entries(OWN_IMPORTS).map(([name, file]) => ({
	find: new RegExp(`^${name}$`),
	replacement: join(import.meta.dirname, file)
}));

export default defineConfig({
	plugins: [documentation(), sveltekit()],
	resolve: { alias },
	test: {
		include: process.argv.includes('--changed')
			? testsOfChange(import.meta.dirname)
			: ['src/**/*.test.ts', 'prisma/**/*.test.ts', 'e2e/tools/**/*.test.ts', 'e2e/*.test.ts'],
		environment: 'node',
		// As many as there are cores. Vitest would leave one of them idle.
		maxWorkers: availableParallelism(),
		// Half of the time went into loading SvelteKit, Prisma and Lucia anew for every file. A file puts back what it changes.
		isolate: false,
		globalSetup: 'e2e/support/unit-setup.ts',
		setupFiles: 'e2e/support/each-test-file.ts',
		testTimeout: 20_000
	}
});
