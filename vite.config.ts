import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	plugins: [sveltekit()],
	test: {
		include: ['src/**/*.test.ts', 'prisma/**/*.test.ts', 'e2e/run/**/*.test.ts', 'e2e/*.test.ts'],
		environment: 'node',
		globalSetup: 'e2e/support/unit-setup.ts',
		testTimeout: 20_000
	}
});
