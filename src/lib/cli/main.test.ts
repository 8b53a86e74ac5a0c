import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { BASE, createApp, run, YES } from './command.test.support.js';

const ENTER = '\r';
const DOWN = '\u001B[B';
const CTRL_C = '\u0003';

describe('init', () => {
	test.each([
		['SvelteKit 2, TypeScript', {}],
		['SvelteKit 2, JavaScript', { 'tsconfig.json': undefined, 'jsconfig.json': '{}' }],
		['SvelteKit 3', { 'package.json': BASE['package.json'].replace('^2.63.0', '^3.0.0') }]
	])('sets up an app, and a second time does nothing: %s', async (_, files) => {
		const app = createApp(files);

		expect((await run(app.root, YES)).code).toBe(0);
		const after = app.all();
		const again = await run(app.root, YES);

		expect(again.said).toMatch(/Nothing to do: svelte-guardian is set up here\.\n$/);
		expect(again.code).toBe(0);
		expect(app.all()).toEqual(after);
	});

	test('writes JavaScript for JavaScript', async () => {
		const app = createApp({
			'tsconfig.json': undefined,
			'jsconfig.json': '{ "compilerOptions": { "checkJs": true } }'
		});
		await run(app.root, YES);

		const written = app.all().map(([path]) => path!);
		expect(written.filter((path) => path.endsWith('.ts'))).toEqual(['src/app.d.ts']);
		expect(app.read('src/routes/signin/+page.svelte')).toMatch(/^<script>\n/);
		expect(app.read('src/routes/signin/+page.server.js')).toContain('@type {import');
	});

	test.each([
		['^2.63.0', undefined, '$lib/server/auth.js', '$lib/server/auth.js'],
		['^3.0.0', { '#lib/*': './src/lib/*' }, '#lib/server/auth.js', '#lib/server/auth.js'],
		['^3.0.0', undefined, './lib/server/auth.js', '../../lib/server/auth.js']
	])('SvelteKit %s with imports %j: paths that are there', async (kit, imports, hooks, page) => {
		const app = createApp({
			'package.json': JSON.stringify({ devDependencies: { '@sveltejs/kit': kit }, imports })
		});
		await run(app.root, YES);

		expect(app.read('src/hooks.server.ts')).toBe(`export { handle } from '${hooks}';\n`);
		expect(app.read('src/routes/account/+page.server.ts')).toContain(`from '${page}'`);
	});

	test('PostgreSQL has its driver in every place', async () => {
		const app = createApp();
		const { said } = await run(app.root, [...YES, '--database', 'postgresql']);

		expect(app.read('src/lib/server/auth.ts')).toContain("from 'svelte-guardian/pg'");
		expect(app.read('prisma/schema.prisma')).toContain('provider = "postgresql"');
		expect(app.read('package.json')).toContain('"@prisma/adapter-pg"');
		expect(app.read('package.json')).not.toContain('libsql');
		expect(said).toContain('DATABASE_URL');
	});

	test('NC32: MySQL has its driver in every place, and columns that are long enough', async () => {
		const app = createApp();
		const { said } = await run(app.root, [...YES, '--database', 'mysql']);

		expect(app.read('src/lib/server/auth.ts')).toContain("from '@prisma/adapter-mariadb'");
		expect(app.read('prisma/schema.prisma')).toContain('provider = "mysql"');
		expect(app.read('prisma/guardian.prisma')).toMatch(
			/email +String +@unique @db.VarChar\(255\)|email +String +@db.VarChar\(255\) +@unique/
		);
		expect(app.read('prisma/guardian.prisma')).toMatch(/data +String +@db.Text/);
		expect(app.read('package.json')).toContain('"@prisma/adapter-mariadb"');
		expect(app.read('package.json')).not.toMatch(/libsql|adapter-pg/);
		expect(said).toContain('DATABASE_URL=mysql://');

		await run(app.root, ['add', 'email', '--yes', '--no-install']);
		expect(app.read('prisma/email.prisma')).toMatch(/to +String +@db.VarChar\(255\)/);
	});

	test('a schema that is there goes on: the models below it, its client in auth', async () => {
		const schema =
			'generator client {\n  provider = "prisma-client"\n  output = "../src/db"\n}\n\ndatasource db {\n  provider = "postgresql"\n}\n';
		const app = createApp({ 'prisma/schema.prisma': schema });
		await run(app.root, YES);

		expect(app.read('prisma/schema.prisma')).toBe(
			`${schema}\n${readFileSync('prisma/guardian.prisma', 'utf8')}`
		);
		expect(app.read('src/lib/server/auth.ts')).toContain("from '../../db/client.js'");
		expect(app.read('src/lib/server/auth.ts')).toContain('new Pg(');
		expect(app.read('prisma.config.ts')).toContain("schema: 'prisma/schema.prisma'");
		expect((await run(app.root, YES)).said).toContain('Nothing to do');
	});

	test.each([
		['shop', 'shop_session'],
		['@acme/My Shop!', 'my_shop_session'],
		[undefined, 'my_app_session'],
		['---', 'my_app_session']
	])('FR22: the cookie has a name of the app: %s', async (name, cookie) => {
		const app = createApp({
			'package.json': JSON.stringify({ name, devDependencies: { '@sveltejs/kit': '^2.63.0' } })
		});
		await run(app.root, YES);
		expect(app.read('src/lib/server/auth.ts')).toContain(`cookie: { name: '${cookie}' }`);
	});

	test.each(['ts', 'js'])('NC22: the app and Prisma read .env: %s', async (language) => {
		const app = createApp(language === 'js' ? { 'tsconfig.json': undefined } : {});
		await run(app.root, YES);
		for (const path of [`src/lib/server/auth.${language}`, `prisma.config.${language}`])
			expect(app.read(path), path).toContain("if (existsSync('.env')) process.loadEnvFile();");
	});

	test('FR35: SvelteKit generates what Prisma reads, before Prisma reads it', async () => {
		const { said } = await run(createApp().root, YES);
		expect(said).toMatch(/Next steps:\n.*\n {2}npx svelte-kit sync\n {2}npx prisma generate\n/);
	});

	test('NC20: after a schema is changed by hand, the client is generated anew', async () => {
		const models = readFileSync('prisma/guardian.prisma', 'utf8');
		const schema = `datasource db {\n  provider = "sqlite"\n}\n\n${models.replace('model User {', 'model User {\n\ttenant String')}`;
		const app = createApp({
			'prisma/schema.prisma': schema,
			'node_modules/@prisma/client/package.json': '{}'
		});
		const { said } = await run(app.root, YES);
		expect(said).toContain('model User: tenant\n');
		expect(said).toMatch(/migrate dev --name guardian\n {2}npx prisma generate\n {2}npm run dev/);
	});

	test('an app with users of its own is asked for what the kit needs; what a feature needs comes with that', async () => {
		const schema =
			'datasource db {\n  provider = "sqlite"\n}\n\nmodel User {\n  id String @id\n  email String @unique\n}\n';
		const { said } = await run(createApp({ 'prisma/schema.prisma': schema }).root, YES);
		expect(said).toContain('model User: lacks name, passwordHash, disabledAt');
		expect(said).toContain('model Session: is missing');
		expect(said).not.toMatch(/OneTimeToken|emailVerifiedAt/);
	});

	test.each([
		['', true],
		['nodeLinker: pnp\n', true],
		['nodeLinker: node-modules\n', false]
	])('NC21: Yarn’s Plug’n’Play is a hint: %j', async (settings, isSaid) => {
		const app = createApp({
			'package-lock.json': undefined,
			'package.json': BASE['package.json'].replace('{', '{ "packageManager": "yarn@4.9.0",'),
			'.yarnrc.yml': settings
		});
		const { said } = await run(app.root, YES);
		expect(said.includes('nodeLinker: node-modules into .yarnrc.yml')).toBe(isSaid);
	});

	test('NC34: a page of the app is not touched, and how the kit’s differs is shown', async () => {
		const app = createApp({ 'src/routes/signin/+page.svelte': '<h1>Ours</h1>\n' });
		const { code, said } = await run(app.root, YES);

		expect(code).toBe(0);
		expect(said).toContain('There is a page at /signin already');
		expect(said).toMatch(/^-<h1>Ours<\/h1>$/m);
		expect(said).toMatch(/^\+export const actions/m);
		expect(app.read('src/routes/signin/+page.svelte')).toBe('<h1>Ours</h1>\n');
		expect(app.has('src/routes/signin/+page.server.ts')).toBe(false);
		expect(app.has('src/routes/signup/+page.server.ts')).toBe(true);
	});

	test('what its author has changed afterwards is left alone', async () => {
		const app = createApp();
		await run(app.root, YES);
		app.write(
			'src/routes/signin/+page.server.ts',
			`${app.read('src/routes/signin/+page.server.ts')}// ours\n`
		);
		app.write('src/routes/signin/+page.svelte', '<h1>Ours</h1>\n');

		expect((await run(app.root, YES)).said).toContain('Nothing to do');
	});

	test('a run that stopped half-way is gone on with', async () => {
		const app = createApp();
		await run(app.root, YES);
		const whole = app.all();
		for (const path of [
			'prisma/guardian.prisma',
			'src/routes/signin/+page.svelte',
			'src/hooks.server.ts'
		])
			rmSync(join(app.root, path));
		await run(app.root, YES);

		expect(app.all()).toEqual(whole);
	});
});

describe('nothing is begun', () => {
	test.each([
		['no package.json', { 'package.json': undefined }, 'no package.json'],
		['a package.json that cannot be read', { 'package.json': '{' }, 'cannot be read'],
		['no SvelteKit', { 'package.json': '{}' }, 'no SvelteKit app'],
		[
			'SvelteKit 1',
			{ 'package.json': '{"devDependencies":{"@sveltejs/kit":"^1.0.0"}}' },
			'SvelteKit 2 and 3'
		],
		[
			'Prisma 6',
			{ 'package.json': '{"devDependencies":{"@sveltejs/kit":"^2.0.0","prisma":"^6.1.0"}}' },
			'needs Prisma 7'
		],
		[
			'another auth',
			{ 'src/lib/server/auth.ts': 'export const auth = betterAuth();\n' },
			'another auth'
		],
		[
			'another database',
			{ 'prisma/schema.prisma': 'datasource db {\n  provider = "mongodb"\n}\n' },
			'mongodb'
		]
	])('with %s', async (_, files, words) => {
		const app = createApp(files);
		const before = app.all();
		const { code, said } = await run(app.root, YES);

		expect(said).toContain(words);
		expect(code).toBe(2);
		expect(app.all()).toEqual(before);
	});

	test('NC2: with packages that the package manager would refuse', async () => {
		vi.stubEnv('npm_config_engine_strict', undefined);
		// The Node that sv create meets on Debian and Ubuntu today, whichever runs these tests.
		vi.stubGlobal('process', {
			...process,
			versions: { ...process.versions, node: '20.20.0' },
			env: process.env
		});
		onTestFinished(() => {
			vi.unstubAllEnvs();
			vi.unstubAllGlobals();
		});
		const app = createApp({ '.npmrc': 'engine-strict=true\n' });
		const before = app.all();
		const { code, said } = await run(app.root, ['init', '--yes']);

		expect(said).toContain('npm config set engine-strict=false --location=project');
		expect(code).toBe(2);
		expect(app.all()).toEqual(before);
		expect((await run(app.root, YES)).code, 'with --no-install').toBe(0);
	});

	test('without a terminal to ask on', async () => {
		const app = createApp();
		const before = app.all();
		const { code, said } = await run(app.root, ['init']);

		expect(said).toContain('--yes');
		expect(code).toBe(2);
		expect(app.all()).toEqual(before);
	});

	test('in a dry run, which shows all', async () => {
		const app = createApp({ 'src/hooks.server.ts': 'export const handle = a;\n' });
		const before = app.all();
		const { code, said } = await run(app.root, ['init', '--dry-run']);

		expect(said).toContain('+export const handle = sequence(guardianHandle, a);');
		expect(said).toContain('+++ b/src/routes/signout/+page.svelte');
		expect(said).toMatch(/npm i\n {2}npx svelte-kit sync\n {2}npx prisma generate/);
		expect(code).toBe(0);
		expect(app.all()).toEqual(before);
	});
});

describe('somebody is asked', () => {
	const HOOKS = 'export const handle = a;\n';

	test('once for new files, and for each file of theirs, which a diff shows', async () => {
		const app = createApp({ 'src/hooks.server.ts': HOOKS });
		const { code, said } = await run(
			app.root,
			['init', '--no-install'],
			[
				['Which database?', ENTER],
				['Create them?', ENTER],
				['Change package.json?', ENTER],
				['Change src/hooks.server.ts?', DOWN + ENTER]
			]
		);

		expect(code).toBe(0);
		expect(said).toContain('+++ b/src/hooks.server.ts');
		expect(said).toMatch(/Not changed, as you wished:\n {2}src\/hooks\.server\.ts\n/);
		expect(app.read('src/hooks.server.ts')).toBe(HOOKS);
		expect(app.read('package.json')).toContain('svelte-guardian');
		expect(app.has('src/lib/server/auth.ts')).toBe(true);
	});

	test('no more after "everything that follows"', async () => {
		const app = createApp({ 'src/hooks.server.ts': HOOKS });
		await run(
			app.root,
			['init', '--no-install', '--database', 'sqlite'],
			[
				['Create them?', ENTER],
				['Change package.json?', DOWN + DOWN + ENTER]
			]
		);

		expect(app.read('src/hooks.server.ts')).toContain('guardianHandle');
	});

	test('and may leave: what is done is said, and what is left', async () => {
		const app = createApp({ 'src/hooks.server.ts': HOOKS });
		const { code, said } = await run(
			app.root,
			['init', '--no-install', '--database', 'sqlite'],
			[
				['Create them?', ENTER],
				['Change package.json?', ENTER],
				['Change src/hooks.server.ts?', CTRL_C]
			]
		);

		expect(code).toBe(130);
		expect(said).toMatch(/Done:\n {2}package\.json\n/);
		expect(said).toMatch(/Left:\n {2}src\/hooks\.server\.ts\n/);
		expect(app.read('src/hooks.server.ts')).toBe(HOOKS);
	});
});

describe('a step that fails: what is done is said, and what is left', () => {
	test('a file that cannot be written', async () => {
		const app = createApp({ 'src/routes/signin': 'a file, where a folder has to be' });
		const { code, said } = await run(app.root, YES);

		expect(code).toBe(1);
		expect(said).toMatch(/Done:\n {2}package\.json\n/);
		expect(said).toMatch(/Left:\n {2}src\/routes\/signin\//);
		expect(app.has('src/routes/signup/+page.svelte')).toBe(true);
	});

	test('the package manager', { timeout: 120_000 }, async () => {
		const app = createApp({
			// Fails at once, and asks nobody.
			'.npmrc': 'offline=true\n',
			'package.json':
				'{"devDependencies":{"@sveltejs/kit":"^2.0.0"},"dependencies":{"a":"file:./missing.tgz"}}'
		});
		const { code, said } = await run(app.root, ['init', '--yes']);

		expect(code).toBe(1);
		expect(said).toMatch(/Left:\n {2}npm i\n {2}npx svelte-kit sync\n {2}npx prisma generate\n/);
		expect(said).toContain('"npm i" failed');
	});
});

test('git with changes is a hint, and no more', async () => {
	const app = createApp();
	spawnSync('git', ['init', '-q'], { cwd: app.root });
	const { code, said } = await run(app.root, YES);

	expect(said).toContain('Hint: git has changes');
	expect(code).toBe(0);
});

test('help, the version, and words that make no sense', async () => {
	expect(await run('.', ['--help'])).toEqual({ code: 0, said: expect.stringContaining('Usage:') });
	expect(await run('.', ['--version'])).toEqual({
		code: 0,
		said: expect.stringMatching(/^\d+\.\d+\.\d+\S*\n$/)
	});
	expect(await run('.', ['init', '--no'])).toEqual({
		code: 2,
		said: expect.stringContaining('--help')
	});
});
