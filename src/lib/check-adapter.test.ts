import { expect, test } from 'vitest';
import { checkAdapter } from './check-adapter.js';

test.each(['@sveltejs/adapter-cloudflare', '@sveltejs/adapter-cloudflare-workers'])(
	'FR17: a build with %s is refused, with the reason',
	(adapter) => {
		expect(() => checkAdapter(adapter)).toThrow(
			expect.objectContaining({
				code: 'PLATFORM_UNSUPPORTED',
				message: expect.stringMatching(/adapter-cloudflare.*no native modules.*adapter-node/)
			})
		);
	}
);

test.each(['node', 'vercel', 'netlify', 'auto', 'static'])(
	'FR17: a build with @sveltejs/adapter-%s is not',
	(name) => {
		expect(() => checkAdapter(`@sveltejs/adapter-${name}`)).not.toThrow();
	}
);

test('FR17: nor one without an adapter, nor a server that is not built', () => {
	expect(() => checkAdapter('')).not.toThrow();
	expect(() => checkAdapter()).not.toThrow();
});
