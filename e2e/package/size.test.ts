import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { bundle, sizeOf } from './bundle.js';

const { app } = inject('packed');
const readme = await readFile(join(import.meta.dirname, '../../README.md'), 'utf8');

/** In bytes, minified and compressed; Svelte and SvelteKit, which the app has anyhow, left out. */
const LIMITS = [
	{ names: ['signOut'], limit: 1000 },
	{ names: ['signOut', 'SignOutButton'], limit: 2300 },
	{ names: ['signOut', 'SignOutButton', 'SessionSync'], limit: 2800 }
];

/** A row of a table without the blanks that align it. */
const unpadded = (row: string) => row.replace(/ +/g, ' ');

/** The bundle of a page that imports these from the client's entry. */
const pageWith = (...names: string[]) =>
	bundle(app, `export { ${names.join(', ')} } from 'svelte-guardian/client';`);

describe('what a page loads in order to sign out', () => {
	test.each(LIMITS)('with $names is at most $limit bytes', async ({ names, limit }) => {
		const size = sizeOf(await pageWith(...names));
		console.log(`${names.join(' + ')}: ${size} of ${limit} bytes`);
		expect(size).toBeLessThanOrEqual(limit);
	});

	test.each(LIMITS)('with $names is what the README says', ({ names, limit }) => {
		const kilobytes = `${(limit / 1000).toFixed(1)} kB`;
		const row = names.map((name) => `\`${name}\``).join(', ');
		expect(readme.match(/^\| `signOut`.*$/gm)?.map(unpadded)).toContain(
			`| ${row} | ${kilobytes} |`
		);
	});
});

test('whoever imports signOut alone gets no component, and nothing of Svelte', async () => {
	const code = await pageWith('signOut');
	expect(code).toContain('?/signout');
	expect(code).not.toMatch(/guardian-sign-out|pageshow/);
	expect(code).not.toMatch(/from ?["']svelte/);
});

test('whoever imports a component and uses nothing of it gets nothing', async () => {
	const code = await bundle(app, "import 'svelte-guardian/client'; export const page = 1;");
	expect(code.length).toBeLessThan(60);
});
