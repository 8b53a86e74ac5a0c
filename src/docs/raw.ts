const ROOT = './';
const files = import.meta.glob<string>('./**/*.md', { query: '?raw', import: 'default' });

/**
 * The Markdown of a page of the documentation, as it was written.
 *
 * @param slug as in the contents
 * @returns `null` where there is no such page
 *
 * @example
 * ```ts
 * await markdownOf('getting-started'); // '# Getting started\n…'
 * ```
 */
export async function markdownOf(slug: string): Promise<string | null> {
	const path = `${ROOT}${slug}.md`;
	return Object.hasOwn(files, path) ? files[path]!() : null;
}
