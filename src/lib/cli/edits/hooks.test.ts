import { describe, expect, test } from 'vitest';
import { editHooks } from './hooks.js';

const AUTH = '$lib/server/auth.js';
const SEQUENCE = "import { sequence } from '@sveltejs/kit/hooks';";
const KIT = `import { handle as guardianHandle } from '${AUTH}';`;

const edited = (source: string) => {
	const edit = editHooks(source, AUTH);
	if (!edit || !('content' in edit)) throw new Error(`not edited: ${JSON.stringify(edit)}`);
	return edit.content;
};

describe("an app's own handle runs after the kit's, whatever its form", () => {
	test.each([
		{
			form: 'an arrow function',
			source: `import type { Handle } from '@sveltejs/kit';

/** Ours. */
export const handle: Handle = async ({ event, resolve }) => {
	return resolve(event);
};
`,
			wanted: `import type { Handle } from '@sveltejs/kit';
${SEQUENCE}
${KIT}

/** Ours. */
export const handle: Handle = sequence(guardianHandle, async ({ event, resolve }) => {
	return resolve(event);
});
`
		},
		{
			form: 'a value that satisfies a type',
			source: 'export const handle = (({ event, resolve }) => resolve(event)) satisfies Handle;\n',
			wanted: `${SEQUENCE}
${KIT}

export const handle = sequence(guardianHandle, (({ event, resolve }) => resolve(event)) satisfies Handle);
`
		},
		{
			form: 'an async function that others call',
			source: `export async function handle({ event, resolve }) {
	return resolve(event);
}

export const again = (input) => handle(input);
`,
			wanted: `${SEQUENCE}
${KIT}

async function handle({ event, resolve }) {
	return resolve(event);
}

export const again = (input) => handle(input);

const handleWithAuth = sequence(guardianHandle, handle);
export { handleWithAuth as handle };
`
		},
		{
			form: 'a function',
			source: 'export function handle({ event, resolve }) { return resolve(event); }',
			wanted: `${SEQUENCE}
${KIT}

function handle({ event, resolve }) { return resolve(event); }

const handleWithAuth = sequence(guardianHandle, handle);
export { handleWithAuth as handle };
`
		},
		{
			form: 'a sequence',
			source: `${SEQUENCE}
import { a, b } from './handles';

export const handle = sequence(a, b);
`,
			wanted: `${SEQUENCE}
import { a, b } from './handles';
${KIT}

export const handle = sequence(guardianHandle, a, b);
`
		},
		{
			form: 'a sequence under another name',
			source: `import { sequence as chain } from '@sveltejs/kit/hooks';
export const handle = chain(a);
`,
			wanted: `import { sequence as chain } from '@sveltejs/kit/hooks';
${KIT}
export const handle = chain(guardianHandle, a);
`
		},
		{
			form: 'a re-export',
			source: "export { handle } from './handle.js';\n",
			wanted: `${SEQUENCE}
${KIT}
import { handle as appHandle } from './handle.js';

export const handle = sequence(guardianHandle, appHandle);
`
		},
		{
			form: 'a re-export among others, under another name',
			source: "export { mine as handle, handleError } from './handle.js';\n",
			wanted: `${SEQUENCE}
${KIT}
import { mine as appHandle } from './handle.js';

export { handleError } from './handle.js';
export const handle = sequence(guardianHandle, appHandle);
`
		},
		{
			form: 'an export below',
			source: `const handle = ({ event, resolve }) => resolve(event);
const handleError = () => {};
export { handle, handleError };
`,
			wanted: `${SEQUENCE}
${KIT}

const handle = ({ event, resolve }) => resolve(event);
const handleError = () => {};
const handleWithAuth = sequence(guardianHandle, handle);
export { handleWithAuth as handle, handleError };
`
		},
		{
			form: 'no handle, other hooks',
			source: "export const handleError = () => ({ message: 'no' });\n",
			wanted: `export const handleError = () => ({ message: 'no' });

export { handle } from '${AUTH}';
`
		},
		{ form: 'an empty file', source: '', wanted: `export { handle } from '${AUTH}';\n` }
	])('$form', ({ source, wanted }) => {
		expect(edited(source)).toBe(wanted);
		expect(editHooks(wanted, AUTH), 'a second time').toBeNull();
	});
});

test('a name that is taken is not taken again', () => {
	const content = edited(`const sequence = [1, 2];
const guardianHandle = null;
export function handle({ event, resolve }) { return resolve(event); }
`);

	expect(content).toContain("import { sequence as sequence2 } from '@sveltejs/kit/hooks';");
	expect(content).toContain(`import { handle as guardianHandle2 } from '${AUTH}';`);
	expect(content).toContain('sequence2(guardianHandle2, handle)');
});

test('words to TypeScript stay at the top', () => {
	expect(edited('// @ts-check\nexport const handle = a;\n')).toMatch(/^\/\/ @ts-check\nimport /);
});

test('what would end a script, in a string, is only a string', () => {
	const content = edited("export const handle = a('</script>');\n");

	expect(content).toContain("sequence(guardianHandle, a('</script>'))");
});

test('line endings stay', () => {
	const content = edited('export const handle = a;\r\nexport const handleError = b;\r\n');

	expect(content).not.toMatch(/[^\r]\n/);
});

test.each([
	[
		'calls it by hand',
		`import { auth } from '${AUTH}';\nexport const handle = (i) => auth.handle(i);`
	],
	[
		'has it from the sources',
		"import { handle as a } from './lib/server/auth.ts';\nexport const handle = a;"
	]
])('a file that %s is left alone', (_, source) => {
	expect(editHooks(source, AUTH)).toBeNull();
});

test.each([
	['a handle out of a pattern', 'export const { handle, signIn } = SvelteKitAuth({});'],
	['one that another file may export', "export * from './hooks.js';"],
	['no module at all', 'export const = ;']
])('%s: its author is told what to write', (_, source) => {
	expect(editHooks(source, AUTH)).toEqual({
		advice: expect.stringContaining('sequence(guardianHandle')
	});
});
