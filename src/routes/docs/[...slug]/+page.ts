import { error } from '@sveltejs/kit';
import type { Component } from 'svelte';
import type { Page } from '../../../docs/markdown.js';
import type { PageLoad } from './$types.js';

const ROOT = '../../../docs/';
const pages = import.meta.glob<Page>('../../../docs/**/*.md');
const examples = import.meta.glob<Component>('../../../docs/examples/*.svelte', {
	import: 'default'
});

/** A page with `<!-- example: SignIn -->` shows that example there, at work. */
const MARK = /<!-- example: (\w+) -->/;

/** The HTML of a page up to each of its examples, and the example. */
async function partsOf(html: string): Promise<{ html: string; Example?: Component }[]> {
	const [first = '', name, ...rest] = html.split(MARK);
	if (name === undefined) return [{ html: first }];
	const Example = await examples[`${ROOT}examples/${name}.svelte`]?.();
	const after = html.slice(html.indexOf('-->', first.length) + 3);
	return [
		{ html: first, ...(Example && { Example }) },
		...(rest.length ? await partsOf(after) : [])
	];
}

export const load: PageLoad = async ({ params }) => {
	const read = pages[`${ROOT}${params.slug}.md`];
	if (!read) error(404, 'There is no such page in the documentation.');
	const { title, html, headings } = await read();
	return { slug: params.slug, title, headings, parts: await partsOf(html) };
};
