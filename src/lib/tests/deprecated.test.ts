import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { deprecatedIn, staleExceptions, usedIn, usesOf } from './deprecated.test.support.js';

const manifest = createRequire(import.meta.url).resolve('@sveltejs/kit/package.json');
const deprecated = deprecatedIn(dirname(manifest));

// `e2e/consumers/kit-3.test.ts` asks the same of SvelteKit 3.
test('FR39: nothing that SvelteKit 2 marks as deprecated is used', () => {
	expect([...deprecated.names.get('$app/stores')!]).toContain('page');
	expect(usesOf(deprecated)).toEqual([]);
});

test('FR39: every exception is needed', () => {
	expect(staleExceptions()).toEqual([]);
});

test.each([
	["import { json, error } from '@sveltejs/kit';", ['json']],
	["import { error } from '@sveltejs/kit';\njson()", []],
	["\timport * as kit from '@sveltejs/kit';\n\tkit.json({});", ['json']],
	["\timport * as kit from '@sveltejs/kit';\n\tkit.error(404);", []],
	["import { json } from 'elsewhere';", []],
	["import { env } from '$env/dynamic/private';", ['$env/dynamic/private']],
	["await goto('/', { replaceState: true });", ['replaceState']],
	['await update({ reset: false, replaceState: true });', ['replaceState']],
	['superForm(form, { replaceState: true });', []],
	['\texport const snapshot = {};', ['export const snapshot']],
	['keep(`export const snapshot`)', []]
])('FR39: it is found in %j', (text, found) => {
	const names = new Map([['@sveltejs/kit', new Set(['json', 'Snapshot'])]]);
	expect(usedIn(text, { names, options: new Set(['replaceState']) })).toEqual(found);
});
