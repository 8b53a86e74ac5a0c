import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { OWN_IMPORTS } from '../../src/own-imports.js';

/** A module that is imported at run time. Types are not: they are gone by then. */
const IMPORT =
	/^(?!(?:im|ex)port type\b)(?:import|export|\}).*?['"]([^'"]+)['"];$|\bimport\(\s*['"]([^'"]+)/gm;

const IS_TEST = /^(src|prisma|e2e\/tools)\/.*\.test\.ts$|^e2e\/[^/]+\.test\.ts$/;

/** The tests of the whole library take as long as several others. */
const isLong = (/** @type {string} */ file) => file.startsWith('src/lib/tests/');

/** @param {string} text */
const plain = (text) => text.toLowerCase().replaceAll('-', '');

/**
 * Tells how often a text speaks of a file: by its name, or by that of its folder.
 *
 * @param {string} text
 * @param {string[]} files
 */
function mentions(text, files) {
	const words = new Set(files.flatMap((file) => file.split(/[/.]/).slice(-3, -1)));
	return [...words].reduce((sum, word) => sum + plain(text).split(plain(word)).length - 1, 0);
}

/**
 * The test files nearest to what has changed: those that import it, then those that import what imports it, and so on. Of
 * equally near ones, those in its folder, and those that speak of it most often.
 *
 * @param {Map<string, string>} sources by their paths
 * @param {string[]} changed paths; a test that has changed itself is among the answer in any case
 * @param {number} limit how many; one of `src/lib/tests` counts as two
 * @returns {{ near: string[], left: number }} `left`: how many others are concerned
 *
 * @example
 * ```js
 * nearTests(sources, ['src/lib/http/body.ts'], 6).near; // ['src/lib/http/body.test.ts', …]
 * ```
 */
export function nearTests(sources, changed, limit) {
	const importers = importersOf(sources);
	const distances = new Map(changed.map((file) => [file, 0]));
	for (const [file, distance] of distances) {
		for (const importer of importers.get(file) ?? []) {
			if (!distances.has(importer)) distances.set(importer, distance + 1);
		}
	}
	const concerned = [...distances]
		.filter(([file]) => IS_TEST.test(file) && sources.has(file))
		.map(([file, distance]) => {
			const isBeside = changed.some((one) => dirname(one) === dirname(file));
			const rank = mentions(file + sources.get(file), changed) + (isBeside ? 1000 : 0);
			return { file, distance, rank, cost: isLong(file) ? 2 : 1 };
		})
		.sort((a, b) => a.distance - b.distance || a.cost - b.cost || b.rank - a.rank);
	let spent = 0;
	const near = concerned.filter(({ distance, cost }) => {
		spent += cost;
		return distance === 0 || spent <= limit;
	});
	return { near: near.map(({ file }) => file), left: concerned.length - near.length };
}

/** @param {Map<string, string>} sources */
function importersOf(sources) {
	/** @type {Map<string, string[]>} */
	const importers = new Map();
	for (const [file, text] of sources) {
		for (const [, fixed, name = fixed ?? ''] of text.matchAll(IMPORT)) {
			const path = name.startsWith('.') ? join(file, '..', name) : OWN_IMPORTS[name];
			if (path === undefined) continue;
			const target = [path, path.replace(/\.js$/, '.ts')].find((one) => sources.has(one));
			if (target) importers.set(target, [...(importers.get(target) ?? []), file]);
		}
	}
	return importers;
}

/**
 * The test files for `vitest --changed`, nearest first: what git says has changed decides.
 *
 * @param {string} root the folder of the repository
 * @returns {string[]}
 *
 * @example
 * ```js
 * testsOfChange(import.meta.dirname);
 * ```
 */
export function testsOfChange(root) {
	/** @param {string[]} args */
	const git = (...args) =>
		execFileSync('git', [...args, '-z'], { cwd: root, encoding: 'utf8' })
			.split('\0')
			.filter(Boolean);
	const others = git('ls-files', '--others', '--exclude-standard');
	const changed = [...git('diff', '--name-only', '--relative', 'HEAD'), ...others];
	const sources = new Map(
		[...git('ls-files'), ...others]
			.filter((file) => /\.(ts|js|svelte)$/.test(file))
			.flatMap((file) => {
				try {
					return [/** @type {[string, string]} */ ([file, readFileSync(join(root, file), 'utf8')])];
				} catch {
					// It has been deleted.
					return [];
				}
			})
	);
	const { near, left } = nearTests(sources, changed, 3);
	if (left > 0) {
		console.error(`${left} further test files are concerned: \`npm run test:unit\` runs them all.`);
	}
	return near;
}
