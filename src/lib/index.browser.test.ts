import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import * as server from './index.js';

test('imported in the browser, the server’s entry fails and says what to import instead', async () => {
	await expect(import('./index.browser.js')).rejects.toThrow(
		/^`svelte-guardian` is for the server .*`signOut` and `SignOutButton` from `svelte-guardian\/client`/
	);
});

test('it has every name of the server’s entry: a missing one would be the error, in place of that', async () => {
	const source = await readFile(new URL('./index.browser.ts', import.meta.url), 'utf8');
	const names = [...source.matchAll(/^export const (\w+)/gm)].map(([, name]) => name);
	expect(names.sort()).toEqual(Object.keys(server).sort());
});
