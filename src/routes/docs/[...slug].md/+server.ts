import { error } from '@sveltejs/kit';
import { markdownOf } from '../../../docs/raw.js';

export async function GET({ params }) {
	const markdown = await markdownOf(params.slug);
	if (markdown === null) error(404, 'There is no such page in the documentation.');
	return new Response(markdown, { headers: { 'content-type': 'text/markdown; charset=utf-8' } });
}
