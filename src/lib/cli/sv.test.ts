import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import * as next from 'sv';
import * as latest from 'sv-kit-2';
import { describe, expect, test } from 'vitest';
import { isGate } from '../../../e2e/support/gate.js';
import { BASE, createApp, run, YES } from './command.test.support.js';
import addon from './sv.js';

/** What is random in it is left out. */
const contentOf = (app: ReturnType<typeof createApp>) =>
	app.all().map(([path, text]) => [path, text.replace(/(?<=SECRET=)[\w-]{86}/, 'secret')]);

type Answers = { database?: string; add?: string[] };

const kits = [
	['sv 0.17, SvelteKit 2', latest, {}],
	[
		'sv 1, SvelteKit 3',
		next,
		{
			'package.json': '{\n\t"devDependencies": {\n\t\t"@sveltejs/kit": "^3.0.0"\n\t}\n}\n',
			'vite.config.ts': 'export default { plugins: [sveltekit({ adapter: adapter() })] };\n'
		}
	]
] as const;

const OWN_FILES = 'an app with files of its own';
/** What the app has, what is answered to the add-on, and what is passed to init. */
const CASES: Array<[string, Record<string, string | undefined>, Answers, string[]]> = [
	['TypeScript, SQLite', {}, {}, []],
	['JavaScript', { 'tsconfig.json': undefined, 'jsconfig.json': '{}' }, {}, []],
	['PostgreSQL', {}, { database: 'postgresql' }, ['--database', 'postgresql']],
	['MySQL', {}, { database: 'mysql' }, ['--database', 'mysql']],
	[
		OWN_FILES,
		{
			'src/hooks.server.ts': 'export const handle = ({ event, resolve }) => resolve(event);\n',
			'src/routes/+layout.svelte':
				'<script lang="ts">\n  let { children } = $props();\n</script>\n\n{@render children()}\n',
			'.env': 'A=1\r\n',
			'.gitignore': '.env',
			'src/app.d.ts': '\uFEFFdeclare global {\r\n\tnamespace App {}\r\n}\r\nexport {};\r\n'
		},
		{},
		[]
	]
];

describe.each(kits)('NC29: the add-on, %s', (_, sv, files) => {
	const add = async (root: string, answers: Answers = {}) =>
		(sv as typeof latest).add({
			cwd: root,
			addons: { addon } as never,
			options: { 'svelte-guardian': answers } as never
		});

	// What the answers mean does not depend on the version of `sv`.
	const cases =
		isGate || (sv as object) === next ? CASES : CASES.filter(([name]) => name === OWN_FILES);
	test.each(cases)('writes what init writes: %s', async (_, own, answers, args) => {
		const [one, other] = [createApp({ ...files, ...own }), createApp({ ...files, ...own })];
		expect((await run(one.root, [...YES, ...args])).code).toBe(0);
		const { status } = await add(other.root, answers);
		expect(status).toEqual({ 'svelte-guardian': 'success' });
		expect(contentOf(other)).toEqual(contentOf(one));
		expect(addon.nextSteps().join('\n')).toContain('prisma migrate dev --name guardian');

		await add(other.root, answers);
		expect(contentOf(other)).toEqual(contentOf(one));
	});

	test('adds what is chosen, as add does', async () => {
		const app = createApp(files);
		await add(app.root, { add: ['remote'] });
		expect(app.read('src/lib/auth.remote.ts')).toContain('signInByCommand');
	});

	test.each([
		[
			'Prisma 6',
			{
				'package.json': BASE['package.json'].replace('{\n\t\t', '{\n\t\t"prisma": "^6.0.0",\n\t\t')
			},
			/Prisma 7/
		],
		[
			'another auth',
			{ 'src/lib/server/auth.ts': 'export const auth = 1;\n' },
			/belongs to another auth/
		],
		[
			'MySQL',
			{ 'prisma/schema.prisma': 'datasource db {\n  provider = "mongodb"\n}\n' },
			/is for mongodb/
		]
	])('is cancelled with the words of init, and writes nothing: %s', async (_, own, words) => {
		const app = createApp({ ...files, ...own });
		const before = app.all();
		const { status } = await add(app.root);
		expect(String(status['svelte-guardian'])).toMatch(words);
		expect(app.all()).toEqual(before);
	});

	test('writes through no symbolic link', async () => {
		const [app, elsewhere] = [createApp(files), createApp({ 'schema.prisma': '' })];
		symlinkSync(elsewhere.root, join(app.root, 'prisma'));
		const before = elsewhere.all();
		const { status } = await add(app.root);
		expect(String(status['svelte-guardian'])).toMatch(/symbolic link/);
		expect(elsewhere.all()).toEqual(before);
	});
});
