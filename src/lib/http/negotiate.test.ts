import { expect, test } from 'vitest';
import { prefersJson } from './negotiate.js';

test.each([
	['text/html', false],
	['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', false],
	['application/json', true],
	['application/json, text/plain, */*', true],
	['*/*', true],
	['', false],
	['nonsense', false],
	['image/png', false],
	['text/html;q=0.5, application/json', true],
	['application/json;q=0.5, text/html', false],
	['text/html, application/json', false],
	['application/json, text/html', true],
	['*/*, text/html', false],
	['text/*, application/json', true]
])('SE37 a client that accepts %j prefers JSON: %s, as SvelteKit has it', (accept, expected) => {
	expect(prefersJson(accept)).toBe(expected);
});
