import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createHighlight, createRenderer } from './markdown.js';

test('SE31: no page of the documentation has a style of its own, and each colour of code is in docs.css', async () => {
	const render = createRenderer(await createHighlight());
	const css = await readFile(join(import.meta.dirname, '../routes/docs/docs.css'), 'utf8');
	const used = new Set<string>();
	for (const file of await readdir(import.meta.dirname, { recursive: true })) {
		if (!file.endsWith('.md')) continue;
		const { html } = render(await readFile(join(import.meta.dirname, file), 'utf8'));
		expect(html.match(/<[^>]* (style|on\w+)=[^>]*>/i)?.[0], file).toBeUndefined();
		for (const [, name = ''] of html.matchAll(/class="(code-[0-9a-f]{6})"/g)) used.add(name);
	}
	expect(used.size).toBeGreaterThan(5);
	expect([...used].filter((name) => !css.includes(`.${name} {`))).toEqual([]);
});
