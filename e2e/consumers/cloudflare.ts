import { expect } from 'vitest';
import type { Consumer } from './app.js';

/** FR17: with the real adapter for Cloudflare in place of that for Node, the build of an app on SvelteKit 2 stops with the reason. */
export async function refusesCloudflare(app: Consumer): Promise<void> {
	const packages = ['@sveltejs/adapter-cloudflare@7', 'wrangler@4'];
	// No binary is needed to build.
	await app.mustInstall('npm', 'install', '--ignore-scripts', '--save-dev', ...packages);
	const settings = await app.read('vite.config.ts');
	expect(settings).toContain('@sveltejs/adapter-node');
	await app.write('vite.config.ts', settings.replace('adapter-node', 'adapter-cloudflare'));
	const { code, output } = await app.exec('vite', 'build');
	expect(output).toContain('PLATFORM_UNSUPPORTED');
	expect(output).toMatch(/adapter-cloudflare.* have no native modules.*adapter-node/);
	expect(code).not.toBe(0);
}
