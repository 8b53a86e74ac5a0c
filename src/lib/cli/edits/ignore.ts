import type { Edit } from './edit.js';

/** Adds patterns to a .gitignore. */
export function editIgnore(source: string, patterns: string[]): Edit {
	const there = source.split(/\r?\n/).map((line) => line.trim());
	const missing = patterns.filter((pattern) => !there.includes(pattern));
	if (!missing.length) return null;
	const eol = source.includes('\r\n') ? '\r\n' : '\n';
	const gap = source === '' ? '' : source.endsWith('\n') ? eol : eol + eol;
	return { content: `${source}${gap}# Prisma${eol}${missing.join(eol)}${eol}` };
}
