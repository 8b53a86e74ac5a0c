import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { blocksOf } from './support/code-blocks.js';
import { root, templates } from './support/quick-start.js';

const read = (path: string) => readFile(join(root, path), 'utf8');

/** The files that a page shows, Prisma's included. */
function filesOf(markdown: string): Map<string, string> {
	const blocks = markdown.matchAll(
		/^```(?:ts|svelte|css|prisma)\n(?:\/\/|<!--|\/\*) (\S+\/\S+|prisma\.config\.ts)(?: -->| \*\/)?\n([^]*?)^```/gm
	);
	return new Map([...blocks].map(([, path, code]) => [path!, code!]));
}

// That they compile is in docs.test.ts, with every other block of the documentation.
describe('a file that a page shows is the one that init writes, to the letter', () => {
	test.each([
		['src/docs/getting-started.md', 15],
		['README.md', 3]
	])('%s', async (page, atLeast) => {
		const written = await templates();
		const shown = [...filesOf(await read(page))].filter(([path]) => written.has(path));

		expect(shown.length).toBeGreaterThanOrEqual(atLeast);
		for (const [path, code] of shown) expect(code, path).toBe(written.get(path));
	});
});

test('the feature that “Write a feature” shows is the one that is tested', async () => {
	const [block] = blocksOf('page', await read('src/docs/write-a-feature.md'));
	expect(block?.code).toBe(await read('e2e/fixture/src/lib/audit.ts'));
});

test('the README is a front page', async () => {
	expect((await read('README.md')).split('\n').length).toBeLessThanOrEqual(130);
});
