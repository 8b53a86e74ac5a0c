import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { appsOf, blocksOf, filesOf, type Block } from '../support/code-blocks.js';
import { check, createApp, createPackage, node, root, templates } from '../support/quick-start.js';

const read = (path: string) => readFile(join(root, path), 'utf8');

/** “Getting started” comes first: it makes the app that every other page adds to. */
async function readPages(): Promise<Block[][]> {
	const names = (await readdir(join(root, 'src/docs'))).filter((name) => name.endsWith('.md'));
	const others = names.filter((name) => name !== 'getting-started.md').sort();
	const pages = ['getting-started.md', ...others].map((name) => `src/docs/${name}`);
	pages.push('README.md');
	return Promise.all(pages.map(async (page) => blocksOf(page, await read(page))));
}

/** The examples of the doc comments, each a module of its own; what else stands in the reference are signatures. */
async function readExamples(): Promise<Block[]> {
	const names = await readdir(join(root, 'src/docs/reference'));
	const pages = await Promise.all(
		names.map(async (name) => blocksOf(name, await read(`src/docs/reference/${name}`)))
	);
	return pages
		.flat()
		.filter(({ heading, language }) => heading === 'Example' || language === 'svelte')
		.map((block, n) => ({
			...block,
			path: block.path ?? `src/examples/Example${n + 1}.${block.language}`
		}));
}

let pages: Block[][];
let examples: Block[];

beforeAll(async () => {
	[pages, examples] = await Promise.all([readPages(), readExamples()]);
});

test('every block of code in the documentation says which file it is, or why it is none', () => {
	const nameless = pages.flat().filter(({ path, fragment }) => !path && !fragment);
	expect(nameless.map(({ at }) => at)).toEqual([]);
	expect(pages.flat().length).toBeGreaterThan(20);
	expect(examples.length).toBeGreaterThan(8);
});

test(
	'every block of code in the documentation compiles, in the app of “Getting started”',
	{ timeout: 300_000 },
	async () => {
		const [base, ...others] = [...pages, examples].flatMap(filesOf);
		expect([...base!.keys()]).toContain('src/hooks.server.ts');
		const start = [...(await templates()), ...base!];
		const apps = appsOf([base!, ...others]).map((files) => new Map([...start, ...files]));
		// Each takes some ten seconds. A page that shows another version of a file should need no app of its own: only those on
		// options, on e-mail and on features have another auth.ts.
		expect(apps.length).toBeLessThanOrEqual(4);

		const made = await createPackage();
		for (const [n, files] of apps.entries()) {
			const app = await createApp(`app-${n + 1}`, files, made);
			expect(await check(app), app).toMatch(/found 0 errors and 0 warnings/);
		}
	}
);

/** For Playwright, which knows nothing of Vite: a user made and removed by the package, in a real database. */
const FIXTURES_SPEC = `
import { expect, test as base } from '@playwright/test';
import { guardianFixtures } from 'svelte-guardian/testing';
import { createDatabase, type TestDatabase } from '../../../support/database.js';

let database: TestDatabase;
base.beforeAll(async () => void (database = await createDatabase()));
base.afterAll(async () => {
	expect(await database.prisma.user.count()).toBe(0);
	await database.close();
});

const test = base.extend(guardianFixtures(() => ({ prisma: database.prisma })));

test('the package makes a user', async ({ newUser }) => {
	const { user } = await newUser();
	expect(await database.prisma.user.findMany()).toMatchObject([{ id: user.id }]);
});
`;

test(
	'Playwright finds the tests that “Testing your app” shows, and runs svelte-guardian/testing out of the package',
	{ timeout: 120_000 },
	async () => {
		const all = new Map(
			pages.flat().flatMap(({ path, code }) => (path === undefined ? [] : [[path, code]]))
		);
		const spec = 'tests/auth.spec.ts';
		const files = new Map([
			...(await templates()),
			...filesOf(pages[0]!)[0]!,
			[spec, all.get(spec)!]
		]);
		files.set('tests/fixtures.spec.ts', FIXTURES_SPEC);
		files.set('playwright.config.js', "export default { testDir: 'tests' };\n");
		const app = await createApp('playwright', files, await createPackage());
		const playwright = (...args: string[]) =>
			node(app, '@playwright/test/package.json', 'cli.js', 'test', '--reporter=list', ...args);

		const listed = await playwright('--list', 'auth.spec');
		expect(listed.stdout).toMatch(/an account shows whose it is/);
		expect(listed.stdout).toMatch(/SO1: a copied cookie opens no page after sign-out/);
		const ran = await playwright('fixtures.spec');
		expect(ran.stdout).toMatch(/1 passed/);
	}
);
