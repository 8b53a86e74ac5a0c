import { expect, test } from 'vitest';
import { readArguments } from './arguments.js';

test.each([
	[[], 'help'],
	[['--help'], 'help'],
	[['init', '-h'], 'help'],
	[['-v'], 'version'],
	[['init'], { database: undefined, yes: false, dryRun: false, install: true }],
	[
		['init', '-y', '--database', 'postgresql', '--no-install', '--dry-run'],
		{ database: 'postgresql', yes: true, dryRun: true, install: false }
	]
])('%j', (args, wanted) => {
	expect(readArguments(args as string[])).toEqual(wanted);
});

test.each([
	[['init', '--yse'], /--yse/],
	[['start'], /Unknown command: start/],
	[['init', 'there'], /Unknown command: init there/],
	[['init', '--database', 'mysql'], /sqlite or postgresql, not mysql/]
])('%j is refused', (args, words) => {
	expect(() => readArguments(args as string[])).toThrow(words as RegExp);
});
