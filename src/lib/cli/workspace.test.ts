import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { all, temporaryFolder, writeFiles } from './folder.test.support.js';
import { main } from './main.js';
import { findWorkspace } from './workspace.js';

const SCHEMA = `generator client {
  provider = "prisma-client"
  output   = "../src/generated"
}

datasource db {
  provider = "postgresql"
}
`;

const json = (value: object) => JSON.stringify(value, null, '\t') + '\n';

/** An app in apps/web of a workspace, and a package with Prisma in packages/db. */
const BASE = {
	'package.json': json({ name: 'acme', private: true }),
	'pnpm-workspace.yaml': '# ours\npackages:\n  - apps/*\n  - packages/*\n',
	'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
	'apps/web/package.json': json({
		name: 'web',
		dependencies: { '@acme/db': 'workspace:*' },
		devDependencies: { '@sveltejs/kit': '^2.63.0' }
	}),
	'apps/web/tsconfig.json': '{}',
	'apps/web/src/app.html': '',
	'packages/db/package.json': json({
		name: '@acme/db',
		exports: { '.': { types: './src/index.ts', default: './src/index.ts' } },
		dependencies: { '@prisma/adapter-pg': '~7.9.0', '@prisma/client': '~7.9.0', pg: '^8.0.0' },
		devDependencies: { prisma: '~7.9.0' }
	}),
	'packages/db/prisma/schema.prisma': SCHEMA,
	'packages/db/src/index.ts': "export * from './client.js';\n",
	'packages/db/src/client.ts':
		'export const db =\n\tglobalThis.prisma ?? new PrismaClient({ adapter: new PrismaPg({}) });\n'
};

type Files = Record<string, string | undefined>;

function createWorkspace(files: Files = {}) {
	const root = temporaryFolder('guardian-workspace-');
	writeFiles(root, { ...BASE, ...files });
	return {
		app: join(root, 'apps/web'),
		read: (path: string) => readFileSync(join(root, path), 'utf8'),
		all: () => all(root)
	};
}

/** Runs init in an app; `keys` are pressed at the first question. */
async function init(app: string, args: string[] = ['--yes'], keys?: string) {
	const input = new PassThrough();
	const output = new PassThrough();
	let said = '';
	output.on('data', (chunk: Buffer) => {
		said += chunk.toString();
		if (keys && said.includes('hold the users?')) {
			const pressed = keys;
			keys = undefined;
			setImmediate(() => input.write(pressed));
		}
	});
	const streams = { input, output, isInteractive: keys !== undefined, isColoured: false };
	const code = await main(['init', '--no-install', ...args], app, streams);
	return { code, said };
}

const NPM = {
	'pnpm-workspace.yaml': undefined,
	'pnpm-lock.yaml': undefined,
	'package-lock.json': '{ "lockfileVersion": 3, "packages": {} }',
	'package.json': json({ name: 'acme', workspaces: ['apps/*', 'packages/*'] })
};

describe('FR36: in a workspace', () => {
	test('the settings of pnpm are those of the root, and the models go to the package that the app uses', async () => {
		const there = createWorkspace();
		const { code, said } = await init(there.app);
		expect(said).not.toContain('By hand');
		expect(code).toBe(0);

		const paths = there.all().map(([path]) => path);
		expect(paths.filter((path) => /pnpm-workspace|\.prisma$|prisma\.config/.test(path))).toEqual([
			'packages/db/prisma/schema.prisma',
			'pnpm-workspace.yaml'
		]);
		expect(there.read('pnpm-workspace.yaml')).toMatch(
			/^# ours\npackages:\n[^]*'?@lucia-auth\/adapter-prisma>@prisma\/client'?"?: ~7\.9\.0/
		);
		expect(there.read('packages/db/prisma/schema.prisma')).toContain('model Session {');
		const auth = there.read('apps/web/src/lib/server/auth.ts');
		expect(auth).toContain("import { db } from '@acme/db';");
		expect(auth).toContain('prisma: db,');
		expect(said).toContain('(cd ../../packages/db && pnpm exec prisma generate)');
		expect(said).toContain(
			'(cd ../../packages/db && pnpm exec prisma migrate dev --name guardian)'
		);

		const after = there.all();
		expect((await init(there.app)).said).toContain('Nothing to do');
		expect(there.all()).toEqual(after);
	});

	test('native modules behind the package are the app’s as well, in the package’s versions', async () => {
		const there = createWorkspace();
		await init(there.app);
		const { dependencies, devDependencies } = JSON.parse(there.read('apps/web/package.json'));
		expect(dependencies).toMatchObject({
			'@acme/db': 'workspace:*',
			'@node-rs/argon2': expect.any(String),
			'@prisma/adapter-pg': '~7.9.0',
			'@prisma/client': '~7.9.0',
			pg: '^8.0.0'
		});
		expect(devDependencies).not.toHaveProperty('prisma');
	});

	test.each([
		['npm', NPM, 'overrides', { '@lucia-auth/adapter-prisma': { '@prisma/client': '~7.9.0' } }],
		[
			'Yarn',
			{ ...NPM, 'package-lock.json': undefined, 'yarn.lock': '# yarn lockfile v1\n' },
			'resolutions',
			{ '@lucia-auth/adapter-prisma/@prisma/client': '~7.9.0' }
		]
	])('%s reads overrides at the root', async (_, files, key, overrides) => {
		const there = createWorkspace(files);
		await init(there.app);
		expect(JSON.parse(there.read('package.json'))[key]).toEqual(overrides);
		expect(JSON.parse(there.read('apps/web/package.json'))).not.toHaveProperty(key);
	});

	test('a package that exports no client: the client that it generates', async () => {
		const there = createWorkspace({ 'packages/db/src/client.ts': 'export const nothing = 1;\n' });
		const { said } = await init(there.app);
		expect(there.read('apps/web/src/lib/server/auth.ts')).toContain(
			"from '../../../../../packages/db/src/generated/client.js'"
		);
		expect(said).toContain('If your app has a PrismaClient of its own already');
	});

	test('a version from pnpm’s catalog', async () => {
		const there = createWorkspace({
			'pnpm-workspace.yaml': `${BASE['pnpm-workspace.yaml']}catalog:\n  '@sveltejs/kit': ^3.1.0\n`,
			'apps/web/package.json': BASE['apps/web/package.json'].replace('^2.63.0', 'catalog:')
		});
		const { code } = await init(there.app);
		expect(code).toBe(0);
		expect(there.read('apps/web/src/hooks.server.ts')).toContain("'./lib/server/auth.js'");
	});

	const UNUSED = {
		'apps/web/package.json': json({ name: 'web', devDependencies: { '@sveltejs/kit': '^2.63.0' } })
	};
	const TWO = {
		...UNUSED,
		'packages/billing/package.json': json({ name: '@acme/billing' }),
		'packages/billing/prisma/schema.prisma': SCHEMA
	};

	test.each([
		['one package that the app does not use', UNUSED],
		['two packages', TWO]
	])('with nobody to ask which schema, nothing is begun: %s', async (_, files) => {
		const there = createWorkspace(files);
		const before = there.all();
		const { code, said } = await init(there.app);
		expect(said).toMatch(/Say --prisma .*\n(.*\n)? {2}@acme\/db: \.\.\/\.\.\/packages\/db\/prisma/);
		expect(code).toBe(2);
		expect(there.all()).toEqual(before);
	});

	test.each(['@acme/db', 'db'])('--prisma %s says which', async (name) => {
		const there = createWorkspace(TWO);
		expect((await init(there.app, ['--yes', '--prisma', name])).code).toBe(0);
		expect(there.read('packages/db/prisma/schema.prisma')).toContain('model Session {');
		expect(there.read('packages/billing/prisma/schema.prisma')).toBe(SCHEMA);
		expect(there.read('apps/web/package.json')).toContain('"@acme/db": "workspace:*"');
	});

	test('--prisma own makes one of the app', async () => {
		const there = createWorkspace(TWO);
		await init(there.app, ['--yes', '--prisma', 'own']);
		expect(there.read('apps/web/prisma/guardian.prisma')).toContain('model Session {');
		expect(there.read('packages/db/prisma/schema.prisma')).toBe(SCHEMA);
	});

	test.skipIf(process.getuid?.() === 0)(
		'a folder that may not be read has no package',
		async () => {
			const there = createWorkspace({ 'packages/data/package.json': '{}' });
			const folder = join(there.app, '../../packages/data');
			chmodSync(folder, 0);
			onTestFinished(() => chmodSync(folder, 0o700));
			expect((await init(there.app)).code).toBe(0);
		}
	);

	test.each([
		['pnpm-workspace.yaml', 'packages: [apps/*\n'],
		['package.json', '{ "workspaces": ["apps/*"], }']
	])('a root whose %s cannot be read is named, and nothing is begun', async (name, broken) => {
		const files = name === 'package.json' ? { 'pnpm-workspace.yaml': undefined } : {};
		const there = createWorkspace({ ...files, [name]: broken });
		const before = there.all();
		const { code, said } = await init(there.app);
		expect(said).toContain(`${name} cannot be read`);
		expect(code).toBe(2);
		expect(there.all()).toEqual(before);
	});

	test('a package.json above the app that is no root’s, and cannot be read, is nobody’s business', async () => {
		const files = { 'pnpm-workspace.yaml': undefined, 'package.json': '{ "name": ' };
		expect(findWorkspace(createWorkspace(files).app)).toBeNull();
	});

	test('SE26: the name of a package does not become code', async () => {
		const name = "db'; throw new Error('run'); '";
		const there = createWorkspace({
			'packages/db/package.json': BASE['packages/db/package.json'].replace('@acme/db', name),
			'apps/web/package.json': BASE['apps/web/package.json'].replace('@acme/db', name)
		});
		expect((await init(there.app)).code).toBe(0);
		expect(there.read('apps/web/src/lib/server/auth.ts')).toContain(
			String.raw`import { db } from 'db\'; throw new Error(\'run\'); \'';`
		);
	});

	test('a name that is none of them begins nothing', async () => {
		const there = createWorkspace();
		const before = there.all();
		const { code, said } = await init(there.app, ['--yes', '--prisma', 'data']);
		expect(said).toContain('No package data with a Prisma schema');
		expect(code).toBe(2);
		expect(there.all()).toEqual(before);
	});

	test('what is a link on the way to the package is not written through, and nothing is begun', async () => {
		const elsewhere = mkdtempSync(join(tmpdir(), 'guardian-elsewhere-'));
		onTestFinished(() => rmSync(elsewhere, { recursive: true }));
		writeFileSync(join(elsewhere, 'schema.prisma'), SCHEMA);
		const there = createWorkspace({ 'packages/db/prisma/schema.prisma': undefined });
		symlinkSync(elsewhere, join(there.app, '../../packages/db/prisma'));
		const { code, said } = await init(there.app);
		expect(said).toContain('is a symbolic link');
		expect(code).toBe(2);
		expect(readFileSync(join(elsewhere, 'schema.prisma'), 'utf8')).toBe(SCHEMA);
		expect(there.read('pnpm-workspace.yaml')).toBe(BASE['pnpm-workspace.yaml']);
	});

	test('somebody is asked which one', async () => {
		const there = createWorkspace(TWO);
		const { said } = await init(there.app, ['--dry-run'], undefined);
		expect(said).toContain('Say --prisma');
		const CTRL_C = '\u0003';
		const asked = await init(there.app, [], CTRL_C);
		expect(asked.said).toContain('@acme/billing, in ../../packages/billing/prisma/schema.prisma');
		expect(asked.said).toContain('A new one, of this app');
		expect(asked.code).toBe(130);
	});
});

describe('FR36: the workspace of an app', () => {
	test.each<[string, Files, string | undefined]>([
		['pnpm', {}, '../..'],
		['npm', NPM, '../..'],
		[
			'Yarn, as an object',
			{ ...NPM, 'package.json': json({ workspaces: { packages: ['apps/web'] } }) },
			'../..'
		],
		['any depth', { 'pnpm-workspace.yaml': "packages:\n  - '**'\n" }, '../..'],
		['not the app', { 'pnpm-workspace.yaml': 'packages:\n  - packages/*\n' }, undefined],
		[
			'not the app, told so',
			{ 'pnpm-workspace.yaml': "packages:\n  - apps/*\n  - '!apps/web'\n" },
			undefined
		],
		['settings only', { 'pnpm-workspace.yaml': 'overrides: {}\n' }, undefined],
		['the app itself', { 'apps/web/pnpm-workspace.yaml': 'packages: []\n' }, undefined]
	])('%s', (_, files, root) => {
		const there = createWorkspace(files);
		const found = findWorkspace(there.app);
		expect(found?.root).toBe(root);
		if (found) expect(found.packages().map(({ name }) => name)).not.toContain('web');
	});
});
