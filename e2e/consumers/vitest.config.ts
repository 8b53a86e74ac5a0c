import { defineConfig } from 'vitest/config';

/** Apps that install the packed library: a minute each, and so apart from the unit tests. */
export default defineConfig({
	test: {
		include: ['e2e/consumers/**/*.test.ts'],
		globalSetup: 'e2e/consumers/supplies.ts',
		// Each of these files makes its apps one after the other.
		maxWorkers: 2,
		// Every command has a limit of its own; this is for what nobody has thought of.
		testTimeout: 1_800_000,
		hookTimeout: 600_000,
		teardownTimeout: 60_000
	}
});
