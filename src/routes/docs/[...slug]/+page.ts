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

const SIGNS: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** The first paragraph of a page, for search engines; what a page of the reference is about is its title. */
function describe(title: string, html: string): string {
	const first = /^<h1[^>]*>[^]*?<\/h1>\s*<p>([^]*?)<\/p>/.exec(html)?.[1] ?? '';
	const text = first
		.replace(/<[^>]*>/g, '')
		.replace(/&([\w#]+);/g, (sign, name: string) => SIGNS[name] ?? sign)
		.replace(/\s+/g, ' ');
	return text ? text.slice(0, 160) : `${title}: every export, with examples.`;
}

export const load: PageLoad = async ({ params }) => {
	const read = pages[`${ROOT}${params.slug}.md`];
	if (!read) error(404, 'There is no such page in the documentation.');
	const { title, html, headings } = await read();
	const description = describe(title, html);
	return { slug: params.slug, title, description, headings, parts: await partsOf(html) };
};
