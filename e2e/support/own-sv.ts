import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/**
 * Copies the Svelte CLI: it links an add-on into its own folder, and so gets one for a test.
 *
 * @param name `sv` for SvelteKit 3, `sv-kit-2` for 2
 * @param folder where it is installed
 * @returns the script to run
 */
export async function ownSv(name: 'sv' | 'sv-kit-2', folder: string): Promise<string> {
	const to = join(folder, 'node_modules/sv');
	const own = join(dirname(require.resolve(name)), '../..');
	await cp(own, to, { recursive: true });
	const utils = createRequire(join(own, 'package.json')).resolve('@sveltejs/sv-utils');
	const beside = join(folder, 'node_modules/@sveltejs/sv-utils');
	await cp(join(dirname(utils), '..'), beside, { recursive: true });
	return join(to, 'dist/bin.mjs');
}
