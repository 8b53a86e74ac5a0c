import { Marked, type Tokens } from 'marked';
import { getHeadingList, gfmHeadingId, resetHeadings } from 'marked-gfm-heading-id';
import { createHighlighter } from 'shiki';
import type { Plugin } from 'vite';

/** A heading that can be linked to. */
export interface Heading {
	id: string;
	text: string;
	level: number;
}

/** What importing a page of the documentation gives. */
export interface Page {
	title: string;
	/** What stands on the page, its title included. */
	html: string;
	/** The second and third level, for the table of contents. */
	headings: Heading[];
}

const LANGUAGES = ['ts', 'js', 'svelte', 'sh', 'sql', 'json', 'html', 'diff', 'prisma', 'yaml'];
// Both meet 4.5:1 on the demo's own backgrounds, which replace theirs.
const THEMES = { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' };

/** Escapes what stands in an attribute or between tags. */
const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The first line of a block may say which file it is: `// src/hooks.server.ts`. */
const FILE = /^(?:\/\/|<!--|#) (\S+\.[a-z]+)(?: -->)?\n/;

type Highlight = (code: string, language: string) => string;

/** What a block is called that is no file. Without a line of its own, the button would cover the code. */
const CAPTIONS: Record<string, string> = {
	ts: 'TypeScript',
	svelte: 'Svelte',
	sh: 'Terminal',
	sql: 'SQL'
};

/** The code, the name of its file or language, and a button to copy it; hidden until a script can do that. */
function codeBlock({ text, lang = '' }: Tokens.Code, highlight: Highlight): string {
	const [language = ''] = lang.split(' ');
	const [line, file] = FILE.exec(text) ?? [''];
	const caption = `<figcaption>${escape(file ?? CAPTIONS[language] ?? 'Text')}</figcaption>`;
	const name = file ? `Copy ${file}` : 'Copy this code';
	return `<figure class="code">${caption}<button type="button" class="code-copy" aria-label="${escape(name)}" hidden>Copy</button>${highlight(text.slice(line.length), language)}</figure>`;
}

/** In the documentation a page links to another as a file, so that the links work where the files are read, too. */
const asAddress = (href: string) => href.replace(/^(?!\w+:)([^#]*?)\.md(?=#|$)/, '$1');

/**
 * Creates the highlighter of code. Each token has a class that is named after its colour on light, and `docs.css` has the colours:
 * a content security policy refuses the `style` attributes that Shiki writes. Takes a second or two to get ready.
 *
 * @example
 * ```ts
 * const highlight = await createHighlight();
 * highlight('const a = 1;', 'ts'); // '<pre class="shiki …"><code><span class="line"><span class="code-a0111f">const</span>…'
 * ```
 */
export async function createHighlight(): Promise<Highlight> {
	const highlighter = await createHighlighter({ themes: Object.values(THEMES), langs: LANGUAGES });
	return (code, lang) =>
		highlighter
			.codeToHtml(code, {
				lang: LANGUAGES.includes(lang) ? lang : 'text',
				themes: THEMES,
				defaultColor: false
			})
			.replace(/<pre([^>]*?) style="[^"]*"/, '<pre$1')
			.replace(
				/<span style="--shiki-light:#([0-9a-f]{6})[^"]*"/gi,
				(_, colour: string) => `<span class="code-${colour.toLowerCase()}"`
			);
}

/**
 * Makes the function that turns a page of markdown into HTML.
 *
 * @param highlight makes the HTML of a block of code
 *
 * @example
 * ```ts
 * const render = createRenderer((code) => `<pre>${escape(code)}</pre>`);
 * render('# Title').title; // 'Title'
 * ```
 */
export function createRenderer(highlight: Highlight) {
	const marked = new Marked(gfmHeadingId(), {
		renderer: {
			code: (token) => codeBlock(token, highlight),
			link({ href, tokens }) {
				return `<a href="${escape(asAddress(href))}">${this.parser.parseInline(tokens)}</a>`;
			},
			table(token) {
				const cells = (row: Tokens.TableCell[], tag: string) =>
					row.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('');
				const rows = token.rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('');
				// Wider than a phone: it scrolls by itself, and by keyboard too.
				return `<div class="table" tabindex="0" role="group" aria-label="Table"><table><thead><tr>${cells(token.header, 'th')}</tr></thead><tbody>${rows}</tbody></table></div>`;
			}
		}
	});

	return (markdown: string): Page => {
		// Not awaited: the list of headings is one for all, and pages are made at once.
		resetHeadings();
		const html = marked.parse(markdown, { async: false });
		const [title, ...rest] = getHeadingList().map(({ id, raw, level }) => ({
			id,
			text: raw.replace(/[`*]/g, ''),
			level
		}));
		if (title?.level !== 1) throw new Error('A page of the documentation begins with its title.');
		return { title: title.text, html, headings: rest.filter(({ level }) => level <= 3) };
	};
}

/**
 * Makes pages of the documentation importable: markdown becomes HTML while the app is built, highlighting included, so that
 * nothing of it runs in the browser or in a request.
 *
 * @example
 * ```ts
 * import { title, html, headings } from '../docs/getting-started.md';
 * ```
 */
export function documentation(): Plugin {
	let renderer: Promise<ReturnType<typeof createRenderer>> | undefined;
	return {
		name: 'documentation',
		enforce: 'pre',
		async transform(markdown, id) {
			if (!id.endsWith('.md')) return;
			renderer ??= createHighlight().then(createRenderer);
			const page = (await renderer)(markdown);
			const exported = Object.entries(page).map(
				([name, value]) => `export const ${name} = ${JSON.stringify(value)};`
			);
			return { code: exported.join('\n'), map: { mappings: '' } };
		}
	};
}
