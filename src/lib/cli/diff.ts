import { styleText } from 'node:util';
import { createTwoFilesPatch } from 'diff';
import type { Change } from './plan.js';

/** Whose values are secrets. They would end up in the log of whatever runs the command. */
const SECRET_FILE = /(^|\/)\.env$/;

/** A change as a unified diff. Of a .env file only the names are shown. */
export function diffOf({ path, ...texts }: Change, isColoured: boolean): string {
	const hide = (text: string) =>
		SECRET_FILE.test(path) ? text.replace(/^([^#\n=]*=).*/gm, '$1…') : text;
	const before = texts.before === null ? null : hide(texts.before);
	const after = hide(texts.after);
	const from = before === null ? '/dev/null' : `a/${path}`;
	const patch = createTwoFilesPatch(from, `b/${path}`, before ?? '', after, '', '', { context: 3 });
	// The library begins with a line of its own.
	const lines = patch.replace(/^=+\n/, '').trimEnd().split('\n');
	return lines.map((line) => (isColoured ? colour(line) : line)).join('\n');
}

function colour(line: string): string {
	const style = /^(---|\+\+\+)/.test(line)
		? 'bold'
		: line.startsWith('@@')
			? 'cyan'
			: line.startsWith('+')
				? 'green'
				: line.startsWith('-')
					? 'red'
					: null;
	return style ? styleText(style, line, { validateStream: false }) : line;
}
