import { styleText } from 'node:util';
import { createTwoFilesPatch } from 'diff';
import type { Change } from './plan.js';

/** A change as a unified diff. */
export function diffOf({ path, before, after }: Change, isColoured: boolean): string {
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
