import { join } from 'node:path';
import { runnerImport } from 'vite';
import { root } from '../../prisma/tools/url.js';
import { app } from './prepare.js';

/** What a page does that only signs out, as the documentation of each says. The others leave it to the app. */
const PAGES = {
	guardian: `export { signOut } from ${JSON.stringify(join(root(), 'src/lib/client/index.ts'))};`,
	'better-auth': `import { createAuthClient } from 'better-auth/svelte';
export const { signOut } = createAuthClient();`,
	'auth-js': `export { signOut } from '@auth/sveltekit/client';`
};

/**
 * How many bytes a page loads in order to sign out, minified and compressed, beside Svelte and SvelteKit.
 *
 * @returns {Promise<Record<string, number>>} by the name of the library
 */
export async function measureBytes() {
	/** @type {{ module: typeof import('../package/bundle.js') }} */
	const { module } = await runnerImport(join(root(), 'e2e/package/bundle.ts'));
	/** @type {Record<string, number>} */
	const bytes = {};
	for (const [name, code] of Object.entries(PAGES)) {
		const { atOnce } = await module.bundle(app, code);
		bytes[name] = module.sizeOf(atOnce);
	}
	return bytes;
}
