import { expect, test } from 'vitest';
import { engineProblem } from './engines.js';

const STRICT = 'engine-strict=true\n';

test.each([
	[
		'Prisma’s part on Node 20',
		{ node: '20.20.1', kit: 2, npmrc: STRICT },
		'@prisma/streams-local',
		true
	],
	[
		'the same, by a variable',
		{ node: '20.20.1', kit: 2, npmrc: null, variable: 'true' },
		'@prisma/streams-local',
		true
	],
	[
		'SvelteKit 3 on Node 20',
		{ node: '20.20.1', kit: 3, npmrc: STRICT },
		'SvelteKit 3 needs Node 22.17',
		true
	],
	[
		'SvelteKit 3 on Node 22.12',
		{ node: '22.12.0', kit: 3, npmrc: null },
		'SvelteKit 3 needs Node 22.17',
		false
	],
	['Prisma on Node 18', { node: '18.20.0', kit: 2, npmrc: null }, 'Prisma needs Node 20.19', false]
] as const)('NC2: what cannot be installed is known before: %s', (_, engines, words, isRefused) => {
	const problem = engineProblem(engines);
	expect(problem).toMatchObject({ isRefused, text: expect.stringContaining(words) });
	expect(problem!.text.includes('Then run init again.')).toBe(isRefused);
});

test.each([
	['Node 22', { node: '22.17.0', kit: 2, npmrc: STRICT }],
	['Node 24 and SvelteKit 3', { node: '24.1.0', kit: 3, npmrc: STRICT }],
	['Node 20, when npm only warns', { node: '20.19.0', kit: 2, npmrc: '# engine-strict=true\n' }],
	['Node 20, with a variable that wins', { node: '20.19.0', kit: 2, npmrc: STRICT, variable: '' }]
] as const)('NC2: nothing is said for %s', (_, engines) => {
	expect(engineProblem(engines)).toBeNull();
});
