import { CONTENTS } from '../../../docs/contents.js';

/** The format is that of https://llmstxt.org. */
export function GET({ url }) {
	const sections = CONTENTS.map(({ title, pages }) => {
		const links = pages.map(
			(page) => `- [${page.title}](${new URL(`${page.slug}.md`, url).pathname})`
		);
		return `## ${title}\n\n${links.join('\n')}\n`;
	});
	const text = `# svelte-guardian

> Form-actions-first auth for SvelteKit: sign up, sign in, and sign-out that reports success only when the session is revoked.
> Sessions are in your own database, on Lucia and Prisma. The npm package has these pages as well, in src/docs.

${sections.join('\n')}`;
	return new Response(text, { headers: { 'content-type': 'text/plain; charset=utf-8' } });
}
