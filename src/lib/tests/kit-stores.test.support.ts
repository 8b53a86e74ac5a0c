import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The keys by which SvelteKit keeps something, as the table in `kit-stores.ts` has them. */
const LISTED = readFileSync(
	join(import.meta.dirname, '../features/sign-out/client/kit-stores.ts'),
	'utf8'
);

/** What the client of a SvelteKit keeps things by and in. */
export interface Stores {
	/** The keys in its sources. */
	keys: string[];
	/** Those of them that hold something of a page and are not in the table. */
	unlisted: string[];
	/** What it uses of the stores that no part of the kit empties: `localStorage`, `indexedDB`, `caches.open`. */
	elsewhere: string[];
}

/**
 * Reads the client of an installed SvelteKit.
 *
 * @param kit the folder of `@sveltejs/kit`
 */
export function storesOf(kit: string): Stores {
	const folder = join(kit, 'src/runtime/client');
	const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.js'))
		.map((path) => readFileSync(join(folder, path), 'utf8'));
	const all = (pattern: RegExp) => sources.flatMap((text) => text.match(pattern) ?? []);
	const keys = [...new Set(all(/(?<=['"`])sveltekit:[\w-]+/g))];
	// The two numbers of an entry hold nothing of a page.
	const kept = keys.filter((key) => !/:(history|navigation)$/.test(key));
	return {
		keys,
		unlisted: kept.filter((key) => !LISTED.includes(`'${key}'`)),
		elsewhere: all(/\b(localStorage|indexedDB|caches\.open)\b/g)
	};
}
