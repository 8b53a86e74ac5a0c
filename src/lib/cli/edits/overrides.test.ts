import { expect, test } from 'vitest';
import { editWorkspace, overridesFor } from './overrides.js';

const RANGE = '^7.10.0';
const PNPM = { '@lucia-auth/adapter-prisma>@prisma/client': RANGE };

test.each([
	['npm', undefined, 'package.json', ['overrides']],
	['pnpm', '9.15.0', 'package.json', ['pnpm', 'overrides']],
	['pnpm', '10.4.1', 'package.json', ['pnpm', 'overrides']],
	['pnpm', '10.5.0', 'pnpm-workspace.yaml', undefined],
	['pnpm', '11.2.0', 'pnpm-workspace.yaml', undefined],
	['pnpm', undefined, 'pnpm-workspace.yaml', undefined],
	['yarn', '4.9.0', 'package.json', ['resolutions']],
	['bun', undefined, 'package.json', ['overrides']]
])('%s %s reads overrides from %s', (name, version, file, path) => {
	const place = overridesFor({ name, version }, RANGE, false)!;

	expect(place.file).toBe(file);
	expect('path' in place ? place.path : undefined).toEqual(path);
	expect(JSON.stringify(place.entries)).toContain('@prisma/client');
});

test('pnpm 10 goes on reading package.json where an app has it there; 11 does not', () => {
	expect(overridesFor({ name: 'pnpm', version: '10.9.0' }, RANGE, true)!.file).toBe('package.json');
	expect(overridesFor({ name: 'pnpm', version: '11.0.0' }, RANGE, true)!.file).toBe(
		'pnpm-workspace.yaml'
	);
});

test('a package manager without overrides gets none', () => {
	expect(overridesFor({ name: 'deno' }, RANGE, false)).toBeNull();
});

test.each([
	['a new file', '', "overrides:\n  '@lucia-auth/adapter-prisma>@prisma/client': ^7.10.0\n"],
	[
		'comments and settings that are there',
		'# ours\npackages:\n  - apps/* # all\noverrides:\n  a: 1.0.0\n',
		"# ours\npackages:\n  - apps/* # all\noverrides:\n  a: 1.0.0\n  '@lucia-auth/adapter-prisma>@prisma/client': ^7.10.0\n"
	]
])('pnpm-workspace.yaml: %s', (_, source, wanted) => {
	const edit = editWorkspace(source, PNPM) as { content: string };

	expect(edit.content.replaceAll('"', "'")).toBe(wanted);
	expect(editWorkspace(edit.content, PNPM)).toBeNull();
});

test('a pnpm-workspace.yaml that cannot be read is its author’s to change', () => {
	expect(editWorkspace('a: [', PNPM)).toEqual({ advice: expect.stringContaining(RANGE) });
});

test('pnpm 11 is told that it need not run the install scripts of Prisma; what an app has decided stays', () => {
	const { allowBuilds } = overridesFor({ name: 'pnpm', version: '11.0.0' }, RANGE, false) as {
		allowBuilds: Record<string, boolean>;
	};
	const edit = editWorkspace('allowBuilds:\n  prisma: true\n', {}, allowBuilds);

	expect(edit).toEqual({ content: 'allowBuilds:\n  prisma: true\n  "@prisma/engines": false\n' });
	expect(editWorkspace((edit as { content: string }).content, {}, allowBuilds)).toBeNull();
	expect(overridesFor({ name: 'pnpm', version: '10.9.0' }, RANGE, false)).toMatchObject({
		allowBuilds: {}
	});
});
