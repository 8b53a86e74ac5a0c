import { join } from 'node:path';
import { expect } from 'vitest';
import { ownSv } from '../support/own-sv.js';
import type { Consumer } from './app.js';

/** Sets the kit up, with what is to be added, by `sv add` from the folder of the package, and takes the next steps. */
export async function addWithSv(
	app: Consumer,
	{ kit, database, more }: { kit: 2 | 3; database: string; more: string[] }
): Promise<void> {
	const sv = await ownSv(kit === 2 ? 'sv-kit-2' : 'sv', join(app.root, '..'));
	const output = await app.mustRun(
		'node',
		...[sv, 'add', '--no-git-check', '--no-download-check', '--install', 'npm'],
		`file:node_modules/svelte-guardian/dist/sv=database:${database}+add:${more.join(',') || 'none'}`
	);
	expect(output).toContain('prisma migrate dev --name guardian');
	expect(output).not.toContain('By hand:');
	for (const command of [
		['svelte-kit', 'sync'],
		['prisma', 'generate']
	])
		await app.mustExec(...command);
}
