import { defineConfig } from 'vitest/config';

/** Apps that install the packed library: minutes each, and so apart from the unit tests. */
export default defineConfig({
	test: {
		include: ['e2e/consumers/**/*.test.ts'],
		globalSetup: 'e2e/consumers/supplies.ts',
		// Installing keeps every core busy by itself.
		fileParallelism: false,
		testTimeout: 600_000,
		hookTimeout: 600_000
	}
});
