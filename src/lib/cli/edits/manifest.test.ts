import { expect, test } from 'vitest';
import { editManifest, type Wanted } from './manifest.js';

const wanted: Wanted = {
	dependencies: { zod: '^4.0.0', 'svelte-guardian': '^1.0.0' },
	devDependencies: { prisma: '^7.0.0' },
	overrides: {
		path: ['overrides'],
		entries: { '@lucia-auth/adapter-prisma': { '@prisma/client': '$@prisma/client' } }
	}
};

const edited = (source: string) => {
	const edit = editManifest(source, wanted);
	if (!edit || !('content' in edit)) throw new Error('not edited');
	return edit.content;
};

test('what is missing is added, sorted, and a second time nothing is', () => {
	const content = edited(
		'{\n\t"name": "app",\n\t"devDependencies": {\n\t\t"vite": "^8.0.0"\n\t},\n\t"overrides": {\n\t\t"rollup": "4.0.0"\n\t}\n}\n'
	);

	expect(JSON.parse(content)).toEqual({
		name: 'app',
		devDependencies: { prisma: '^7.0.0', vite: '^8.0.0' },
		overrides: { rollup: '4.0.0', ...wanted.overrides!.entries },
		dependencies: { 'svelte-guardian': '^1.0.0', zod: '^4.0.0' }
	});
	expect(Object.keys(JSON.parse(content).devDependencies)).toEqual(['prisma', 'vite']);
	expect(editManifest(content, wanted)).toBeNull();
});

test('what is there stays, wherever it is', () => {
	const content = edited(
		JSON.stringify({
			devDependencies: { zod: '4.1.0', 'svelte-guardian': 'file:../kit.tgz' },
			overrides: { '@lucia-auth/adapter-prisma': { '@prisma/client': '7.2.0' } }
		})
	);

	expect(JSON.parse(content)).toEqual({
		devDependencies: { prisma: '^7.0.0', zod: '4.1.0', 'svelte-guardian': 'file:../kit.tgz' },
		overrides: { '@lucia-auth/adapter-prisma': { '@prisma/client': '7.2.0' } }
	});
});

test.each([
	['tabs', '{\n\t"name": "app"\n}\n'],
	['two spaces', '{\n  "name": "app"\n}\n'],
	['no line at the end', '{\n    "name": "app"\n}'],
	['other line endings', '{\r\n\t"name": "app"\r\n}\r\n']
])('the format stays: %s', (_, source) => {
	const content = edited(source);
	const lines = source.split('"name": "app"');

	expect(content.startsWith(`${lines[0]}"name": "app"`)).toBe(true);
	expect(content.endsWith(lines[1]!)).toBe(true);
	expect(/[^\r]\n/.test(content)).toBe(!source.includes('\r'));
});
