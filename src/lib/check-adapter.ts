import { GuardianError } from './errors.js';

/** In a build, SvelteKit replaces this with the name of the app's adapter, in packages as well. */
declare const __SVELTEKIT_ADAPTER_NAME__: string | undefined;

const WITHOUT_NATIVE_MODULES = /^@sveltejs\/adapter-cloudflare(-workers)?$/;

/**
 * Refuses a build for a platform that has no native modules: passwords are hashed by one. Without this check the build
 * succeeds, and what bundles or runs it fails at a name that the app's developer has never seen.
 *
 * @param adapter the name of the adapter. Default: the one that SvelteKit builds with; none outside of a build
 * @throws {GuardianError} `PLATFORM_UNSUPPORTED` for Cloudflare
 *
 * @example
 * ```ts
 * checkAdapter('@sveltejs/adapter-node'); // nothing happens
 * ```
 */
export function checkAdapter(
	adapter = typeof __SVELTEKIT_ADAPTER_NAME__ === 'undefined'
		? undefined
		: __SVELTEKIT_ADAPTER_NAME__
): void {
	if (!adapter || !WITHOUT_NATIVE_MODULES.test(adapter)) return;
	throw new GuardianError(
		'PLATFORM_UNSUPPORTED',
		`\`${adapter}\` builds for Cloudflare Workers, which have no native modules, and passwords are hashed by one ` +
			'(@node-rs/argon2). Build with @sveltejs/adapter-node, and run the app on a Node server or in a container.'
	);
}
