import { readFile, readdir } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join } from 'node:path/posix';
import { describe, expect, inject, test } from 'vitest';
import { importsOf } from './imports.js';

const { folder, files } = inject('packed');

/** Where the command is written. */
const CLI = join(import.meta.dirname, '../../src/lib/cli');

const read = (file: string) => readFile(join(folder, file), 'utf8');
const manifest = JSON.parse(await read('package.json'));

/** Every path that a value of `exports`, or of a field like it, leads to. */
const targetsOf = (value: unknown): string[] =>
	typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(targetsOf);

describe('the package', () => {
	test('holds what belongs to it, and nothing else', () => {
		const unexpected = files.filter(
			(file) =>
				!/^dist\/([\w-]+\/)*[\w.-]+(\.js|\.d\.ts|\.svelte|\.svelte\.d\.ts|\.d\.svelte\.ts)$/.test(
					file
				) && !/^src\/docs\/([\w-]+\/)*[\w-]+\.md$/.test(file)
		);
		expect(unexpected).toEqual([
			'LICENSE',
			'README.md',
			'dist/cli/THIRD-PARTY-LICENSES.txt',
			'dist/styles.css',
			'dist/sv/package.json',
			'e2e/bench/chart-dark.svg',
			'e2e/bench/chart-light.svg',
			'package.json',
			'prisma/email.prisma',
			'prisma/events.prisma',
			'prisma/from-lucia/postgresql.sql',
			'prisma/from-lucia/sqlite.sql',
			'prisma/guardian.prisma',
			...['email', 'events'].flatMap((part) =>
				['mysql', 'postgresql', 'sqlite'].map(
					(engine) => `prisma/new-database/${part}-${engine}.sql`
				)
			),
			'prisma/new-database/mysql.sql',
			'prisma/new-database/postgresql.sql',
			'prisma/new-database/sqlite.sql',
			'static/screenshot-dark.png',
			'static/screenshot-light.png'
		]);
	});

	test('SE45: holds the licence of everything that is bundled into the command', async () => {
		const licences = await read('dist/cli/THIRD-PARTY-LICENSES.txt');
		const sources = await readdir(CLI, { recursive: true });
		const texts = sources
			.filter((file) => file.endsWith('.ts') && !/\.test\.|^templates/.test(file))
			.map((file) => readFile(join(CLI, file), 'utf8'));
		const imported = (await Promise.all(texts)).flatMap((text) =>
			[...text.matchAll(/ from '([^'./][^']*)'/g)].map(([, name = '']) => name)
		);
		// The rest comes with the package or with its peers, or is text of a template. Vite is there when the command is built.
		const { dependencies, peerDependencies } = manifest;
		const own = JSON.parse(await readFile(join(CLI, '../../../package.json'), 'utf8'));
		const names = new Set(
			imported.filter(
				(name) =>
					name in own.devDependencies &&
					!(name in { ...dependencies, ...peerDependencies, vite: '' })
			)
		);
		expect([...names]).toEqual(expect.arrayContaining(['@clack/prompts', 'diff', 'magic-string']));
		for (const name of names) expect(licences).toContain(`## ${name} - `);
		expect(licences).toMatch(/Permission is hereby granted|Redistribution and use/);
	});

	test('holds no test, nothing that only tests need, and nothing of the demo', () => {
		expect(files.filter((file) => /\.test\.|\.spec\.|support|routes|fixture\//.test(file))).toEqual(
			[]
		);
	});

	test('holds every target of `exports`, `types` and `svelte`', () => {
		const { exports, types, svelte, sideEffects } = manifest;
		const targets = targetsOf([exports, types, svelte, sideEffects[0]]);
		expect(targets.length).toBeGreaterThan(8);
		expect(targets.map((target) => join(target)).filter((file) => !files.includes(file))).toEqual(
			[]
		);
	});

	test('names the types of every entry of code first, for conditions are tried in order', () => {
		const ofCode = Object.values(manifest.exports).filter((entry) => typeof entry !== 'string');
		expect(ofCode).toHaveLength(8);
		for (const entry of ofCode) expect(Object.keys(entry as object)[0]).toBe('types');
	});

	test('has types beside every module and every component', () => {
		const missing = files
			// The command and the add-on are run, and not imported.
			.filter((file) => /\.(js|svelte)$/.test(file) && !/^dist\/(cli|sv)\//.test(file))
			.flatMap((file) =>
				file.endsWith('.js')
					? [file.replace(/\.js$/, '.d.ts')]
					: [`${file}.d.ts`, file.replace(/\.svelte$/, '.d.svelte.ts')]
			)
			.filter((file) => !files.includes(file));
		expect(missing).toEqual([]);
	});
});

describe('a file of the package', () => {
	const ours = files.filter((file) => file.startsWith('dist/'));

	/** What `find` has to complain about in any of the files. */
	async function complaints(find: (file: string, text: string) => string[]): Promise<string[]> {
		const found = ours.map(async (file) =>
			find(file, await read(file)).map((complaint) => `${file}: ${complaint}`)
		);
		return (await Promise.all(found)).flat();
	}

	test('imports only what is installed with the package, or with its peers', async () => {
		const { dependencies, peerDependencies } = manifest;
		// `$app` comes with SvelteKit, which is a peer.
		const installed = [...Object.keys({ ...dependencies, ...peerDependencies }), '$app'];
		const isInstalled = (name: string) =>
			isBuiltin(name) || installed.some((own) => name === own || name.startsWith(`${own}/`));

		const foreign = await complaints((file, text) =>
			importsOf(file, text).filter((name) => !name.startsWith('.') && !isInstalled(name))
		);
		expect(foreign).toEqual([]);
	});

	test('leads only to files that are there, source maps included', async () => {
		const missing = await complaints((file, text) => {
			const relative = importsOf(file, text).filter((name) => name.startsWith('.'));
			const maps = [...text.matchAll(/[#@] sourceMappingURL=(\S+)/g)].map(([, url]) => url!);
			return [...relative, ...maps].filter((path) => !files.includes(join(file, '..', path)));
		});
		expect(missing).toEqual([]);
	});

	test('shows examples that import the package by its name', async () => {
		const relative = await complaints((_file, text) =>
			[...text.matchAll(/^ \* import .* from '(\.\.?\/\w+\.ts)'/gm)].map(([, path]) => path!)
		);
		expect(relative).toEqual([]);
	});
});
