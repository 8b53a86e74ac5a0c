import { join } from 'node:path';
// @ts-expect-error It has no types.
import { storybookSveltekitPlugin } from '@storybook/sveltekit/vite-plugin';
import { sveltekit } from '@sveltejs/kit/vite';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { OWN_IMPORTS } from '../../src/own-imports.js';
import { findBrowsers } from '../tools/find-browser.js';
import { launchOptions } from '../tools/launch-options.js';

const root = join(import.meta.dirname, '../..');
const alias = Object.entries(OWN_IMPORTS).map(([name, file]) => ({
	find: new RegExp(`^${name}$`),
	replacement: join(root, file)
}));
const [found] = findBrowsers();
const { executablePath = found, args } = launchOptions();

const browser = () => ({
	enabled: true,
	headless: true,
	screenshotFailures: false,
	provider: playwright({ launchOptions: { executablePath, args } }),
	instances: [{ browser: 'chromium' as const }]
});

/** Bundled beforehand, as Storybook does, so that they share the one copy of Svelte. */
const DOUBLES = ['forms', 'navigation', 'state.svelte.js'].map(
	(name) => `@storybook/sveltekit/internal/mocks/app/${name}`
);

/** Component tests as apps have them: SvelteKit's plugin, and no app that runs. */
export default defineConfig({
	root,
	plugins: [sveltekit()],
	resolve: { alias },
	test: {
		include: ['e2e/components/sign-out.test.ts'],
		// Modules are compiled when a test first asks for them.
		testTimeout: 30_000,
		projects: [
			{
				extends: true,
				// Without it Vitest finds the server's half of Svelte.
				resolve: { conditions: ['browser'] },
				test: { name: 'jsdom', environment: 'jsdom', include: ['e2e/components/*.test.ts'] }
			},
			{ extends: true, test: { name: 'vitest-browser', browser: browser() } },
			{
				extends: true,
				// Its doubles of SvelteKit's modules.
				plugins: [storybookSveltekitPlugin()],
				optimizeDeps: { include: DOUBLES },
				test: { name: 'storybook', browser: browser() }
			}
		]
	}
});
