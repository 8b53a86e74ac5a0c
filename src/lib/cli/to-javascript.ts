/**
 * A TypeScript template as JavaScript: what is exported with a type of `./$types.js` gets it in a comment. Templates have no
 * other types; a test holds them to it.
 *
 * @example
 * ```ts
 * toJavaScript("export const load: PageLoad = () => ({});");
 * // /** @type {import('./$types.js').PageLoad} *\/
 * // export const load = () => ({});
 * ```
 */
export const toJavaScript = (source: string): string =>
	source
		.replace(/^import type .* from '\.\/\$types\.js';\n/m, '')
		.replace(
			/^(export const \w+): (\w+) =/gm,
			(_, name: string, type: string) => `/** @type {import('./$types.js').${type}} */\n${name} =`
		)
		.trimStart()
		// From JavaScript Vite does not look for a .ts file behind a .js one.
		.replace(/(generated\/prisma\/client)\.js'/, "$1'");
