import { expect, test } from 'vitest';
import { readArguments } from './arguments.js';

test.each([
	[[], 'help'],
	[['--help'], 'help'],
	[['init', '-h'], 'help'],
	[['-v'], 'version'],
	[['init'], { command: 'init', database: undefined, yes: false, dryRun: false, install: true }],
	[
		['init', '-y', '--database', 'postgresql', '--no-install', '--dry-run'],
		{ command: 'init', database: 'postgresql', yes: true, dryRun: true, install: false }
	],
	[
		['add', 'email', '-y'],
		{ command: 'add', name: 'email', yes: true, dryRun: false, install: true }
	]
])('%j', (args, wanted) => {
	expect(readArguments(args as string[])).toEqual(wanted);
});

test.each([
	[['init', '--yse'], /--yse/],
	[['start'], /Unknown command: start/],
	[['add'], /Unknown command: add. There are: init, add <name>/],
	[['add', 'a', 'b'], /Unknown command: add a b/],
	[['add', 'a', '--database', 'sqlite'], /belongs to init/],
	[['init', 'there'], /Unknown command: init there/],
	[['init', '--database', 'mongodb'], /sqlite, postgresql or mysql, not mongodb/]
])('%j is refused', (args, words) => {
	expect(() => readArguments(args as string[])).toThrow(words as RegExp);
});
