import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Types that SvelteKit 2 has in `@sveltejs/kit`, and SvelteKit 3 in other modules. */
const MOVED = [
	...[
		'ActionResult',
		'AfterNavigate',
		'BeforeNavigate',
		'ClientInit',
		'Handle',
		'HandleClientError'
	],
	...[
		'HandleFetch',
		'HandleServerError',
		'HandleValidationError',
		'Navigation',
		'NavigationTarget'
	],
	...[
		'NavigationType',
		'NumericRange',
		'OnNavigate',
		'Page',
		'ParamMatcher',
		'RemoteCommand',
		'RemoteForm'
	],
	...['RemoteQuery', 'Reroute', 'ResolveOptions', 'ServerInit', 'SubmitFunction', 'Transport']
];

const lib = join(import.meta.dirname, '..');

test('FR34: no type comes from where SvelteKit 3 does not have it: it would be `any` there', async () => {
	const names = await readdir(lib, { recursive: true });
	const files = names.filter(
		(name) => /\.(ts|svelte)$/.test(name) && !/\.test\.|cli\/templates/.test(name)
	);
	const found: string[] = [];
	for (const file of files) {
		const text = await readFile(join(lib, file), 'utf8');
		for (const [, specifiers = ''] of text.matchAll(
			/^\s*import (?:type )?\{([^}]*)\} from '@sveltejs\/kit'/gm
		))
			for (const name of specifiers.match(/\w+/g) ?? [])
				if (MOVED.includes(name)) found.push(`${file}: ${name}`);
	}
	expect(files.length).toBeGreaterThan(100);
	expect(found).toEqual([]);
});
