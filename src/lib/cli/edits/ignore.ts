import type { Edit } from './edit.js';

/**
 * Adds patterns to a .gitignore.
 *
 * @param heading says what they are about
 */
export function editIgnore(source: string, patterns: string[], heading = 'Prisma'): Edit {
	const there = source.split(/\r?\n/).map((line) => line.trim());
	const missing = patterns.filter((pattern) => !there.includes(pattern));
	if (!missing.length) return null;
	const eol = source.includes('\r\n') ? '\r\n' : '\n';
	const gap = source === '' ? '' : source.endsWith('\n') ? eol : eol + eol;
	return { content: `${source}${gap}# ${heading}${eol}${missing.join(eol)}${eol}` };
}
