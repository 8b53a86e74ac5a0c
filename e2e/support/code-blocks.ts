/** A block of code in a page of the documentation. */
export interface Block {
	/** Where it stands, for messages: `signing-out.md:12`. */
	at: string;
	language: 'ts' | 'js' | 'svelte';
	/** Which file it is, from its first line; none where the block does not say. */
	path: string | undefined;
	/** Why it is not a whole file, from its fence: "```ts fragment: the rest is yours". */
	fragment: string | undefined;
	code: string;
	/** The heading it stands under. */
	heading: string;
}

const BLOCK = /^ *```(ts|js|svelte)(?: (.*))?\n([^]*?)^ *```$/gm;
const PATH = /^(?:\/\/|<!--) (\S+\.(?:ts|js|svelte))(?: -->)?\n/;

/** The blocks of TypeScript, JavaScript and Svelte in a page, in order. */
export function blocksOf(page: string, markdown: string): Block[] {
	return [...markdown.matchAll(BLOCK)].map((match) => {
		const [, language, note = '', code] = match;
		const before = markdown.slice(0, match.index);
		return {
			at: `${page}:${before.split('\n').length}`,
			language: language as Block['language'],
			path: PATH.exec(code!)?.[1],
			fragment: /^fragment: (.+)/.exec(note)?.[1],
			code: code!.replace(PATH, ''),
			heading: [...before.matchAll(/^#+ (.+)$/gm)].at(-1)?.[1] ?? ''
		};
	});
}

/** Files that can stand in one app. */
export type Files = Map<string, string>;

/** One page's files; a second, different one of the same path goes into the next. */
export function filesOf(blocks: Block[]): Files[] {
	const all: Files[] = [];
	for (const { path, fragment, code } of blocks) {
		// A fragment with a path is a file of an app that has more than this one has.
		if (path !== undefined && fragment === undefined) add(all, new Map([[path, code]]));
	}
	return all;
}

/**
 * Puts pages together into as few apps as it easily gets: each goes into the first where it changes no file of another.
 */
export function appsOf(pages: Files[]): Files[] {
	const apps: Files[] = [];
	for (const page of pages) add(apps, page);
	return apps;
}

function add(apps: Files[], files: Files): void {
	const fits = (app: Files) => [...files].every(([path, code]) => (app.get(path) ?? code) === code);
	const app = apps.find(fits) ?? apps[apps.push(new Map()) - 1]!;
	for (const [path, code] of files) app.set(path, code);
}
