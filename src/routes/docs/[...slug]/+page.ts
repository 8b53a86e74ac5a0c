import { error } from '@sveltejs/kit';
import type { Page } from '../../../docs/markdown.js';
import type { PageLoad } from './$types.js';

const ROOT = '../../../docs/';
const pages = import.meta.glob<Page>('../../../docs/**/*.md');

export const load: PageLoad = async ({ params }) => {
	const read = pages[`${ROOT}${params.slug}.md`];
	if (!read) error(404, 'There is no such page in the documentation.');
	return { slug: params.slug, ...(await read()) };
};
