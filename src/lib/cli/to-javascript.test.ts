import { parse as parseComponent } from 'svelte/compiler';
import { parseAst } from 'vite';
import { expect, test } from 'vitest';
import { templatesFor, templatesIn, type Target } from './templates.js';
import { toJavaScript } from './to-javascript.js';

const target: Target = { kit: 3, language: 'js', database: 'sqlite', hasLibImport: true };
const templates = [
	...(['sqlite', 'postgresql', 'mysql'] as const).map((database) =>
		templatesFor({ ...target, database })
	),
	...['email', 'remote'].map((folder) => templatesIn([`${folder}/ts`], target))
].flatMap((files) => [...files]);
const scripts = templates.filter(([path]) => path.endsWith('.js'));

test('the types of SvelteKit go into comments', () => {
	const source = `import { a } from 'a';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = () => ({});

export const actions: Actions = { a };
`;
	expect(toJavaScript(source)).toBe(`import { a } from 'a';

/** @type {import('./$types.js').PageServerLoad} */
export const load = () => ({});

/** @type {import('./$types.js').Actions} */
export const actions = { a };
`);
});

test('an app in JavaScript gets no TypeScript but for the types of the app', () => {
	expect(scripts.length).toBeGreaterThan(20);
	const others = templates.map(([path]) => path).filter((path) => /\.ts$/.test(path));
	expect(new Set(others)).toEqual(new Set(['src/app.d.ts']));
});

test.each(scripts)('%s is JavaScript', (_, content) => {
	expect(() => parseAst(content, { lang: 'js' })).not.toThrow();
	expect(content).not.toMatch(/^\s|import type/);
});

const components = templatesIn(['shared', 'email/shared'], target);

test.each([...components].filter(([path]) => path.endsWith('.svelte')))(
	'%s has no TypeScript',
	(_, content) => {
		expect(content).not.toContain('lang="ts"');
		expect(() => parseComponent(content)).not.toThrow();
	}
);

test('parsing tells TypeScript from JavaScript', () => {
	expect(() => parseAst('export const a: string = 1;', { lang: 'js' })).toThrow();
});
