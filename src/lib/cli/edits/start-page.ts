import { keepLineEndings, type Edit } from './edit.js';

/** The page at `/` as `sv create` writes it: bare, and without a title, so that it kept that of the page before. */
const CREATED = `<h1>Welcome to SvelteKit</h1>
<p>Visit <a href="https://svelte.dev/docs/kit">svelte.dev/docs/kit</a> to read the documentation</p>`;

const STYLED = `<svelte:head><title>Welcome</title></svelte:head>

<div class="guardian-page">
	<h1>Welcome to SvelteKit</h1>
	<p>
		Visit <a href="https://svelte.dev/docs/kit">svelte.dev/docs/kit</a> to read the documentation
	</p>
</div>
`;

/** Gives the start page the look of the other pages, and a title, where nobody has changed it yet. */
export function editStartPage(source: string): Edit {
	const isCreated = bare(source) === bare(CREATED);
	return isCreated ? { content: keepLineEndings(source, STYLED) } : null;
}

const bare = (text: string) => text.replace(/\s+/g, ' ').trim();
