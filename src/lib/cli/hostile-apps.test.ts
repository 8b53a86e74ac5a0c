import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { all, temporaryFolder, writeFiles } from './folder.test.support.js';
import { literal } from './literal.js';
import { main } from './main.js';

const MANIFEST = '{\n\t"devDependencies": {\n\t\t"@sveltejs/kit": "^2.63.0"\n\t}\n}\n';
const BASE = {
	'package.json': MANIFEST,
	'package-lock.json': '{ "lockfileVersion": 3, "packages": {} }',
	'tsconfig.json': '{}',
	'src/app.html': ''
};
const SCHEMA = (output = '../src/generated/prisma') => `datasource db {
	provider = "sqlite"
}
generator client {
	provider = "prisma-client"
	output = "${output}"
}
`;

function createApp(files: Record<string, string> = {}) {
	const base = temporaryFolder('guardian-hostile-');
	const root = join(base, 'app');
	writeFiles(root, { ...BASE, ...files });
	return { base, root, read: (path: string) => readFileSync(join(root, path), 'utf8') };
}

async function init(root: string, ...options: string[]) {
	const output = new PassThrough();
	let said = '';
	output.on('data', (chunk: Buffer) => (said += chunk.toString()));
	const streams = { input: new PassThrough(), output, isInteractive: false, isColoured: false };
	const code = await main(['init', '--yes', '--no-install', ...options], root, streams);
	return { code, said };
}

describe('SE26: before anything is written, init refuses what leads out of the app', () => {
	test.each<[string, string, Record<string, string>]>([
		['a file', 'src/hooks.server.ts', {}],
		['a folder', 'src/routes', {}],
		['the folder of its schema', 'prisma', {}],
		['package.json', 'package.json', { other: MANIFEST }]
	])('%s is a link', async (_, path, files) => {
		const { base, root } = createApp();
		const target = join(base, 'elsewhere');
		if (files.other) writeFileSync(target, files.other);
		else if (!path.endsWith('.ts')) mkdirSync(target);
		rmSync(join(root, path), { force: true });
		symlinkSync(target, join(root, path));
		const before = all(base);

		const { code, said } = await init(root);
		expect(said).toContain(`${path} is a symbolic link`);
		expect(code).toBe(2);
		expect(all(base)).toEqual(before);
	});

	test('a schema beside the app', async () => {
		const { base, root } = createApp({
			'prisma.config.ts': `export default { schema: '../shared/schema.prisma' };`
		});
		mkdirSync(join(base, 'shared'));
		writeFileSync(join(base, 'shared/schema.prisma'), SCHEMA());
		const before = all(base);

		const { code, said } = await init(root);
		expect(said).toContain(
			'../shared/schema.prisma is outside of the app’s folder'.replace('’', "'")
		);
		expect(code).toBe(2);
		expect(all(base)).toEqual(before);
	});
});

describe('SE26: no file of an app keeps init busy', () => {
	const lines = '\n'.repeat(400_000);
	test.each<[string, Record<string, string>]>([
		['a schema of empty lines', { 'prisma/schema.prisma': lines }],
		['a schema that ends in them', { 'prisma/schema.prisma': SCHEMA() + lines }],
		['a block that is never closed', { 'prisma/schema.prisma': `generator client {${lines}` }],
		['a schema of blanks', { 'prisma/schema.prisma': ' '.repeat(400_000) }],
		['an enum that has no name', { 'prisma/schema.prisma': `${SCHEMA()}enum${lines}` }],
		['a model without its brace', { 'prisma/schema.prisma': `${SCHEMA()}model User${lines}` }],
		['a manifest', { 'package.json': lines + MANIFEST }],
		['settings of Prisma', { 'prisma.config.ts': `schema${lines}` }],
		['a .npmrc', { '.npmrc': lines }],
		['types of the app', { 'src/app.d.ts': `//${lines}export {};` }]
	])(
		'%s',
		async (_, files) => {
			const { root } = createApp(files);
			const started = performance.now();
			await init(root, '--dry-run');
			// A second at most; it was minutes.
			expect(performance.now() - started).toBeLessThan(10_000);
		},
		15_000
	);

	test.each(['package.json', 'prisma/schema.prisma', 'prisma.config.ts', 'src/hooks.server.ts'])(
		'a pipe in the place of %s',
		async (path) => {
			const { root } = createApp();
			mkdirSync(dirname(join(root, path)), { recursive: true });
			rmSync(join(root, path), { force: true });
			execFileSync('mkfifo', [join(root, path)]);
			const { code, said } = await init(root);
			expect(said).toContain(`${path} is no regular file`);
			expect(code).toBe(2);
		}
	);
});

describe('SE26: what is beside an app keeps no init busy', () => {
	test.each(['package.json', 'pnpm-workspace.yaml'])('a pipe called %s', async (path) => {
		const { base, root } = createApp();
		execFileSync('mkfifo', [join(base, path)]);
		expect((await init(root)).code).toBe(0);
	});

	test.each(['.', '..', '../../../../../../../..'])('the schema in %j', async (path) => {
		const { root } = createApp({
			'prisma.config.ts': `export default { schema: '${path}' };`,
			'node_modules/other/schema.prisma': SCHEMA()
		});
		const { code, said } = await init(root);
		expect(said).toContain('holds the app itself');
		expect(code).toBe(2);
	});
});

describe('SE26: what a file of the app says does not become code', () => {
	test.each([
		"../x'; throw new Error('run'); '",
		'../${process.exit(3)}',
		String.raw`../a\\b`,
		String.raw`../a\"b`,
		'../a`b'
	])('the folder of the client %j', async (output) => {
		const { root, read } = createApp({ 'prisma/schema.prisma': SCHEMA(output) });
		expect((await init(root)).code).toBe(0);
		const source = read('src/lib/server/auth.ts');
		const [line = ''] = source.match(/^import \{ PrismaClient \} from .*$/m) ?? [];
		const said = /^import \{ PrismaClient \} from ('(?:[^'\\\n]|\\.)*');$/.exec(line)?.[1];
		expect(said, line).toBeDefined();
	});

	test.each(["a'b", 'a\\b', 'a"b', 'a\nb', "'", '\\'])('%j is one literal', (text) => {
		const written = literal(text);
		expect(written).toMatch(/^'(?:[^'\\\n]|\\.)*'$/);
		expect(new Function(`return ${written}`)()).toBe(text);
	});
});

test('SE26: a byte order mark in package.json is no obstacle, and stays', async () => {
	const { root, read } = createApp({ 'package.json': `\uFEFF${MANIFEST}` });
	expect((await init(root)).code).toBe(0);
	const source = read('package.json');
	expect(source.startsWith('\uFEFF{')).toBe(true);
	expect(JSON.parse(source.slice(1)).dependencies).toHaveProperty('svelte-guardian');
	expect((await init(root)).said).toContain('Nothing to do');
});
