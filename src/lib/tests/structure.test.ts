import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { root } from '../../../prisma/tools/url.js';

/** The sources that are written by hand. */
const sources = ['src', 'e2e', 'prisma/tools']
	.flatMap((folder) =>
		readdirSync(join(root(), folder), { recursive: true, encoding: 'utf8' }).map((path) =>
			join(folder, path)
		)
	)
	.filter((path) => /\.(ts|js|svelte)$/.test(path) && !path.endsWith('.d.ts'))
	.filter((path) => !/node_modules|\.svelte-kit|\/build\/|\.package|\.quick-start/.test(path));

const textOf = (path: string) => readFileSync(join(root(), path), 'utf8');

/** The sources that a source imports, types included. */
function importsOf(path: string): string[] {
	const text = textOf(path);
	const script = path.endsWith('.svelte')
		? (/<script[^>]*>([^]*?)<\/script>/.exec(text)?.[1] ?? '')
		: text;
	return ts.preProcessFile(script).importedFiles.flatMap(({ fileName }) => {
		if (!fileName.startsWith('.')) return [];
		const target = join(dirname(path), fileName);
		const found = [target, target.replace(/\.js$/, '.ts')].find((one) => sources.includes(one));
		return found ? [found] : [];
	});
}

/** The first cycle that is found from a source, as a path. */
function findCycle(graph: Map<string, string[]>): string[] | null {
	const done = new Set<string>();
	function visit(path: string, trail: string[]): string[] | null {
		if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
		if (done.has(path)) return null;
		for (const next of graph.get(path) ?? []) {
			const cycle = visit(next, [...trail, path]);
			if (cycle) return cycle;
		}
		done.add(path);
		return null;
	}
	for (const path of graph.keys()) {
		const cycle = visit(path, []);
		if (cycle) return cycle;
	}
	return null;
}

test('no import leads back to where it came from, not even for a type', () => {
	const graph = new Map(sources.map((path) => [path, importsOf(path)]));
	expect(graph.get('src/lib/guardian.ts')).toContain('src/lib/context.ts');
	expect(findCycle(graph)?.map((path) => relative('.', path))).toBeUndefined();
});

describe('the size of files', () => {
	const lines = (path: string) => textOf(path).split('\n').length - 1;
	const own = sources.filter((path) => !path.includes('.test.'));

	test('none has more than 300 lines', () => {
		expect(own.filter((path) => lines(path) > 300)).toEqual([]);
	});

	test('half of them have at most 90', () => {
		const sizes = own.map(lines).sort((one, other) => one - other);
		expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(90);
	});
});
