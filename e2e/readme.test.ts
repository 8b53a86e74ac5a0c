import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, templates } from './support/quick-start.js';

/** The code blocks of the README that say which file they are. */
function filesOf(markdown: string): Map<string, string> {
	const blocks = markdown.matchAll(
		/^```(?:ts|svelte|prisma)\n(?:\/\/|<!--) (\S+\/\S+|prisma\.config\.ts)(?: -->)?\n([^]*?)^```/gm
	);
	return new Map([...blocks].map(([, path, code]) => [path!, code!]));
}

// That they compile is in docs.test.ts, with every other block of the documentation.
test('a file that the README shows is the one that init writes, to the letter', async () => {
	const written = await templates();
	const readme = await readFile(join(root, 'README.md'), 'utf8');
	const shown = [...filesOf(readme)].filter(([path]) => written.has(path));

	expect(shown.length).toBeGreaterThanOrEqual(12);
	for (const [path, code] of shown) expect(code, path).toBe(written.get(path));
});
