import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Consumer } from './app.js';
import type { Supplies } from './supplies.js';

/** A file to write, or commands to run. */
export type Step = { path: string; content: string } | { commands: string[] };

const BLOCK = /^```(ts|svelte|css|prisma|sh)\n([^]*?)^```$/gm;
const PATH = /^(?:\/\/|<!--|\/\*) (\S+\.\w+)(?: -->| \*\/)?\n/;

/** The steps of the section "By hand" in src/docs/getting-started.md, in order. */
export async function quickStart(): Promise<Step[]> {
	const page = await readFile(
		join(import.meta.dirname, '../../src/docs/getting-started.md'),
		'utf8'
	);
	const [, byHand = ''] = /^## By hand\n([^]*?)^## /m.exec(page) ?? [];
	return [...byHand.matchAll(BLOCK)].flatMap(([, language, block = '']): Step[] => {
		if (language === 'sh') return [{ commands: block.trim().split(/\n| && /) }];
		const path = PATH.exec(block)?.[1];
		return path === undefined ? [] : [{ path, content: block.replace(PATH, '') }];
	});
}

/** Follows those steps to the letter in an app. Migrating is left to the caller. */
export async function applyQuickStart(
	app: Consumer,
	kit: 2 | 3,
	{ tarball }: Supplies
): Promise<void> {
	for (const step of await quickStart()) {
		if ('path' in step) {
			const { path, content } = step;
			// "SvelteKit 3 has no `$lib`: here and below, import from `#lib/server/auth.js` there."
			await app.write(path, kit === 3 ? content.replaceAll("'$lib/", "'#lib/") : content);
			continue;
		}
		for (const line of step.commands) {
			const [command = '', ...args] = line.split(' ');
			if (line.startsWith('npx prisma migrate dev ')) continue;
			if (command === 'npm') {
				const packed = args.map((word) => (word === 'svelte-guardian' ? tarball : word));
				await app.mustInstall(command, ...packed);
			} else await app.mustRun(command, ...args);
		}
	}
}
