import { readFile } from 'node:fs/promises';
import { join } from 'node:path/posix';
import { expect, inject, test } from 'vitest';
import { CONTENTS } from '../../src/docs/contents.js';

const { folder, files } = inject('packed');

const pages = CONTENTS.flatMap(({ pages }) => pages.map(({ slug }) => `src/docs/${slug}.md`));

/** What a page links to and shows, without what is on the web, on the same page or in a block of code. */
async function targetsOn(page: string): Promise<string[]> {
	const text = (await readFile(join(folder, page), 'utf8')).replace(/^```[^]*?^```/gm, '');
	return [...text.matchAll(/\]\(([^)\s]+)\)|\b(?:src|srcset|href)="([^"]+)"/g)]
		.map(([, link, image]) => (link ?? image)!.replace(/#.*/, ''))
		.filter((target) => target && !/^\w+:/.test(target));
}

test('NC23: the package has every page of the documentation', () => {
	expect(pages.filter((page) => !files.includes(page))).toEqual([]);
	expect(pages.length).toBeGreaterThan(20);
});

test('NC23: every link and picture of the README and of a page leads to a file of the package', async () => {
	const links = await Promise.all(
		['README.md', ...pages].map(async (page) =>
			(await targetsOn(page)).map((target) => ({
				link: `${page}: ${target}`,
				file: join(page, '..', target)
			}))
		)
	);
	expect(links[0]!.length).toBeGreaterThan(15);
	expect(links.flat().length).toBeGreaterThan(60);
	expect(
		links
			.flat()
			.filter(({ file }) => !files.includes(file))
			.map(({ link }) => link)
	).toEqual([]);
});
