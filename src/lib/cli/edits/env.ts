import type { EnvEntry } from '../../recipe.js';
import { keepLineEndings, type Edit } from './edit.js';

/** Adds variables to a .env file. What is set there already stays, also where it is commented out. */
export function editEnv(source: string, entries: EnvEntry[]): Edit {
	const missing = entries.filter(
		({ name }) =>
			!new RegExp(`^[ \\t]*(#[ \\t]*)?(export[ \\t]+)?${name}[ \\t]*=`, 'm').test(source)
	);
	if (!missing.length) return null;
	const lines = missing.map(({ name, value, comment }) => `# ${comment}\n${name}=${value}\n`);
	const gap = source === '' || source.endsWith('\n') ? '' : '\n';
	return { content: keepLineEndings(source, source + gap + lines.join('')) };
}
