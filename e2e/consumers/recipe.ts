import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { blocksOf } from '../support/code-blocks.js';

/**
 * A file that a page of the documentation shows: the last of that path, if there are variants.
 *
 * @returns its path and its content
 * @throws when the page shows no such file
 */
export async function recipe(page: string, path: string): Promise<[path: string, content: string]> {
	const name = `src/docs/${page}.md`;
	const markdown = await readFile(join(import.meta.dirname, '../..', name), 'utf8');
	const block = blocksOf(name, markdown).findLast((one) => one.path === path);
	if (!block) throw new Error(`${name} does not show ${path}.`);
	return [path, block.code];
}
