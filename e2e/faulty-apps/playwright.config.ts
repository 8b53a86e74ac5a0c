import { defineConfig, devices } from '@playwright/test';
import { launchOptions } from '../tools/launch-options.js';

/** The app without a fault. */
const RIGHT = / none signing out /;

/** For `e2e/gate/faulty-apps.spec.ts`, which reads what the tests say: most of them are meant to fail. */
export default defineConfig({
	testDir: '.',
	outputDir: '../../test-results/faulty-apps',
	fullyParallel: true,
	// They wait more than they work.
	workers: 3,
	timeout: 60_000,
	reporter: 'json',
	use: { ...devices['Desktop Chrome'], launchOptions: launchOptions() },
	projects: [
		{ name: 'right', grep: RIGHT, expect: { timeout: 15_000 } },
		// What is wrong stays wrong, and each of these waits to the end.
		{ name: 'wrong', grepInvert: RIGHT, expect: { timeout: 3_000 } }
	]
});
