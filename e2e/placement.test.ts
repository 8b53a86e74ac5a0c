import { readdir, readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { join } from 'node:path';
import { editLayout } from '../src/lib/cli/edits/layout.js';
import { blocksOf } from './support/code-blocks.js';
import {
	complaintsAbout,
	componentSources,
	svelteFiles,
	type Sources
} from './support/placement.js';
import { root } from './support/quick-start.js';

const read = (path: string) => readFile(join(root, path), 'utf8');

/** The root layout that `sv create` makes. */
const FRESH = `<script>
	let { children } = $props();
</script>

{@render children()}
`;

/** For the test of what a developer is told about a button inside another form. */
const NESTED_ON_PURPOSE = 'routes/outer/+page.svelte';

let kit: Sources;
beforeAll(async () => void (kit = await componentSources()));

describe('SE46 no component stands where the browser would move what it renders', () => {
	test.each([
		['<p><SignOutButton /></p>', true],
		['<p>Ann {#if true}<SignOutButton>Leave</SignOutButton>{/if}</p>', true],
		['<form><SignOutButton /></form>', true],
		['<form><div>{#each [1] as n (n)}<SignOutButton />{/each}</div></form>', true],
		['<table><tbody><tr><SignOutButton /></tr></tbody></table>', true],
		['<SignOutButton><button>Leave</button></SignOutButton>', true],
		['<SignOutButton><em>Leave</em></SignOutButton>', false],
		['<form><SignOutButton formId="leave" /></form>', false],
		['<p><SignOutButton formId="leave" /></p>', false],
		['<div><SignOutButton /></div>', false],
		['<p>Ann</p><SignOutButton />', false],
		['<p><SessionSync user={null} /></p>', false]
	])('%s: wrong is %s', (source, isWrong) => {
		const complaints = complaintsAbout(source, kit);
		expect(complaints).toEqual(
			isWrong ? [expect.stringMatching(/^(node_invalid_placement|\w+_autoclosed)/)] : []
		);
	});

	test('in what init writes', async () => {
		const files = await svelteFiles('src/lib/cli/templates');
		expect(files.length).toBeGreaterThanOrEqual(5);
		for (const file of files) expect(complaintsAbout(await read(file), kit), file).toEqual([]);
	});

	test('in what init adds to a layout, or tells its author to add', () => {
		const edit = editLayout(FRESH);
		expect(complaintsAbout(edit && 'content' in edit ? edit.content : '<p>', kit)).toEqual([]);
		const told = editLayout('<slot />');
		const advice = told && 'advice' in told ? told.advice : '';
		const markup = advice.slice(advice.indexOf('<SessionSync'));
		expect(complaintsAbout(markup, kit)).toEqual([]);
	});

	test('in the documentation', async () => {
		const names = await readdir(join(root, 'src/docs'), { recursive: true });
		const pages = names.filter((name) => name.endsWith('.md')).map((name) => `src/docs/${name}`);
		let count = 0;
		for (const page of ['README.md', ...pages]) {
			for (const { at, language, code } of blocksOf(page, await read(page))) {
				if (language !== 'svelte') continue;
				count++;
				expect(complaintsAbout(code, kit), at).toEqual([]);
			}
		}
		expect(count).toBeGreaterThan(10);
	});

	test.each(['src/routes', 'src/lib/features/sign-out/client', 'e2e/fixture/src'])(
		'in %s',
		async (folder) => {
			const components = await componentSources(folder);
			const files = await svelteFiles(folder);
			expect(files.length).toBeGreaterThan(0);
			for (const file of files) {
				const complaints = complaintsAbout(await read(file), components);
				expect(complaints, file).toHaveLength(file.endsWith(NESTED_ON_PURPOSE) ? 1 : 0);
			}
		}
	);
});
