import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, inject, test } from 'vitest';
import { surfaceOf } from './surface.js';

const { folder } = inject('packed');
const surface = surfaceOf(folder);
const snapshot = join(import.meta.dirname, '../../src/lib/api-surface.md');

const block = (language: string, code: string) => `\`\`\`${language}\n${code.trim()}\n\`\`\`\n`;

/** The models are an interface too: an app copies them into its schema. */
async function models(file: string): Promise<string> {
	const text = await readFile(join(folder, 'prisma', file), 'utf8');
	return block('prisma', text.replace(/^\s*\/\/\/.*\n/gm, ''));
}

async function markdown(): Promise<string> {
	const entries = surface.entries.map(
		({ name, declarations }) => `## ${name}\n\n${block('ts', declarations.join('\n\n'))}`
	);
	const text = [
		'# The public surface of svelte-guardian',
		'Made by `npm run api`; `npm run package` fails where it is not up to date. What changes here is what users of the package see: it needs a changeset (`npm run changeset`), a major one where it takes something away.',
		...entries,
		`## svelte-guardian/prisma\n\n${await models('guardian.prisma')}`,
		`## svelte-guardian/prisma/email\n\n${await models('email.prisma')}`,
		`## svelte-guardian/prisma/events\n\n${await models('events.prisma')}`
	].join('\n\n');
	return format(text, { ...(await resolveConfig(snapshot)), parser: 'markdown' });
}

test('the public surface changes only together with src/lib/api-surface.md', async () => {
	await expect(
		await markdown(),
		'The public surface is not what src/lib/api-surface.md says. If that is meant, run `npm run api`, ' +
			'commit the file, and say it to the users with `npm run changeset`.'
	).toMatchFileSnapshot(snapshot);
});

test('every type that a public declaration names is public too', () => {
	expect(surface.entries.map(({ name }) => name)).toEqual([
		'svelte-guardian',
		'svelte-guardian/client',
		'svelte-guardian/schemas',
		'svelte-guardian/libsql',
		'svelte-guardian/pg',
		'svelte-guardian/email',
		'svelte-guardian/testing',
		'svelte-guardian/sv'
	]);
	expect(surface.hidden).toEqual([]);
});
