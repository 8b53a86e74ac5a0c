import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect } from 'vitest';
import type { Recipe } from '../recipe.js';
import { all, temporaryFolder, writeFile, writeFiles } from './folder.test.support.js';
import { main } from './main.js';

/** What every app of a test has, before the command is run. */
export const BASE = {
	'package.json': '{\n\t"devDependencies": {\n\t\t"@sveltejs/kit": "^2.63.0"\n\t}\n}\n',
	'package-lock.json': '{ "lockfileVersion": 3, "packages": {} }',
	'tsconfig.json': '{}',
	'src/app.html': ''
};

/** An app that holds these files only: nothing is installed in it. */
export function createApp(files: Record<string, string | undefined> = {}) {
	const root = temporaryFolder('guardian-init-');
	writeFiles(root, { ...BASE, ...files });
	return {
		root,
		write: (path: string, content: string) => writeFile(root, path, content),
		read: (path: string) => readFileSync(join(root, path), 'utf8'),
		has: (path: string) => existsSync(join(root, path)),
		all: () => all(root)
	};
}

/** Runs the command; `keys` are what somebody presses, each as soon as its question is there. */
export async function run(
	root: string,
	args: string[],
	keys?: Array<[question: string, keys: string]>,
	recipes?: Recipe[]
) {
	const input = new PassThrough();
	const output = new PassThrough();
	const left = [...(keys ?? [])];
	let said = '';
	let asked = '';
	output.on('data', (chunk: Buffer) => {
		said += chunk.toString();
		asked += chunk.toString();
		const next = left[0];
		if (!next || !asked.includes(next[0])) return;
		left.shift();
		asked = '';
		setImmediate(() => input.write(next[1]));
	});
	const isInteractive = keys !== undefined;
	const code = await main(args, root, { input, output, isInteractive, isColoured: false }, recipes);
	expect(left, 'questions that were not asked').toEqual([]);
	return { code, said };
}

/** Sets an app up without installing anything. */
export const YES = ['init', '--yes', '--no-install'];
