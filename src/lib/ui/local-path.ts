/**
 * The path of a page, as an address without a host. With two slashes in front it would be that of another host: a route such as
 * `[...slug]` shows `https://app.example//evil.example`, and a form there would send the password to `evil.example`.
 *
 * @example
 * ```ts
 * localPath(new URL('https://app.example//evil.example')); // '/.//evil.example'
 * ```
 */
export const localPath = ({ pathname }: Pick<URL, 'pathname'>): string =>
	pathname.startsWith('//') ? `/.${pathname}` : pathname;
