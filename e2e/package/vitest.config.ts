import { defineConfig } from 'vitest/config';

/** The tests of what would be published: `npm run package` makes it and runs them. */
export default defineConfig({
	test: {
		include: ['e2e/package/*.test.ts'],
		environment: 'node',
		// Components are compiled, and measured, as an app's own build compiles them.
		env: { NODE_ENV: 'production' },
		globalSetup: 'e2e/package/pack.ts',
		testTimeout: 60_000
	}
});
