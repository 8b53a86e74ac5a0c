import { ESLint } from 'eslint';
import { describe, expect, test } from 'vitest';
import { root } from '../../prisma/url.js';

const eslint = new ESLint({ cwd: root() });

/** The imports that the boundary rule refuses, of these in this file. */
async function refused(filePath: string, ...imports: string[]) {
	const code = imports.map((line) => (line.includes(' ') ? line : `import '${line}';`)).join('\n');
	const isSvelte = filePath.endsWith('.svelte');
	const text = isSvelte ? `<script lang="ts">\n${code}\n</script>` : code;
	const [result] = await eslint.lintText(text, { filePath });
	expect(result?.fatalErrorCount).toBe(0);
	const lines = (result?.messages ?? [])
		.filter(({ ruleId }) => ruleId === '@typescript-eslint/no-restricted-imports')
		.map(({ line }) => line - (isSvelte ? 2 : 1));
	return imports.filter((_, line) => lines.includes(line));
}

const APP = ['$lib', '$lib/x', '$env/static/private', '$app/environment', '$app/stores'];
const STORE = ['lucia', '@lucia-auth/adapter-prisma', '@prisma/client', '@prisma/adapter-libsql'];
const FRAMEWORK = [
	'@sveltejs/kit',
	'svelte',
	'svelte/store',
	'sveltekit-superforms/server',
	'$app/paths',
	'$app/forms',
	'$app/state'
];

describe.each([
	{
		file: 'src/lib/core/x.ts',
		refuses: [
			...[...APP, ...STORE, ...FRAMEWORK],
			...['../sessions/store.js', '../server/form.js', '../client/index.js', '../index.js'],
			...['../schemas.js', '../../routes/callback-query.js', '../../../prisma/url.js']
		],
		allows: ['../errors.js', '../types.js', './lifetime.js', 'node:crypto', '@node-rs/argon2']
	},
	{
		file: 'src/lib/sessions/x.ts',
		refuses: [
			...[...APP, ...FRAMEWORK],
			...['../server/form.js', '../client/index.js', '../index.js', '../schemas.js'],
			'../../../prisma/client/client.js'
		],
		allows: [...STORE, '../core/lifetime.js', '../errors.js', '../types.js', './store.js']
	},
	{
		file: 'src/lib/server/x.ts',
		refuses: [
			...[...APP, ...STORE, '../client/index.js', '../client/sign-out.js'],
			'../testing/index.js'
		],
		allows: [
			...['@sveltejs/kit', '$app/paths', 'sveltekit-superforms/server', 'zod'],
			...['../core/password.js', '../sessions/sessions.js', '../errors.js', '../types.js'],
			...['../schemas.js', './form.js']
		]
	},
	{
		file: 'src/lib/testing/x.ts',
		refuses: [
			...[...APP, ...STORE, ...FRAMEWORK, '@playwright/test'],
			...['../client/index.js', '../server/guardian.js', '../index.js']
		],
		allows: [
			...['../server/parts.js', '../sessions/sessions.js', '../core/password.js', '../schemas.js'],
			...['node:crypto', "import type { Page } from '@playwright/test'"],
			"import type { RequestEvent } from '@sveltejs/kit'"
		]
	},
	{
		file: 'src/lib/testing/rules/x.ts',
		refuses: ['../../client/index.js', '../../server/guardian.js', '$app/paths'],
		allows: ['../app.js', "import type { Rules } from '../sign-out-suite.js'"]
	},
	{
		file: 'src/lib/client/x.ts',
		refuses: [
			...[...APP, ...STORE, 'node:crypto', '../core/callback-url.js', '../sessions/store.js'],
			...['../server/guardian.js', '../index.js', '../index.browser.js', '../testing/index.js']
		],
		allows: [
			...['$app/forms', '$app/navigation', 'svelte', '../errors.js', '../types.js'],
			...['./sign-out.js', "import type { A } from '../server/answer.js'"],
			"import type { B } from '../sessions/sessions.js'"
		]
	},
	{
		file: 'src/lib/client/X.svelte',
		refuses: [...APP, ...STORE, '../server/guardian.js', '../core/password.js'],
		allows: ['$app/forms', '$app/state', './sign-out.js', '../types.js']
	},
	{
		file: 'src/lib/index.ts',
		refuses: [
			...[...APP, ...STORE, './core/password.js', './sessions/store.js', './client/index.js'],
			'./testing/index.js'
		],
		allows: ['./server/guardian.js', './errors.js', './types.js']
	},
	{
		file: 'src/lib/libsql.ts',
		refuses: [...APP, 'lucia', '@prisma/client', './errors.js', './sessions/store.js'],
		allows: ['node:module', '@prisma/adapter-libsql']
	},
	{
		file: 'src/lib/pg.ts',
		refuses: [...APP, 'lucia', '@prisma/client', './errors.js', './sessions/store.js'],
		allows: ['node:module', '@prisma/adapter-pg', './statement-names.js']
	},
	{
		file: 'src/lib/cli/x.ts',
		refuses: [...APP, ...STORE, '../errors.js', '../server/form.js', '../client/index.js'],
		allows: ['./errors.js', './edits/hooks.js', 'node:fs', 'svelte/compiler', 'diff', 'yaml']
	},
	{
		file: 'src/lib/errors.ts',
		refuses: [...APP, ...STORE, ...FRAMEWORK, './types.js', 'node:util', 'zod'],
		allows: []
	},
	{
		file: 'src/lib/types.ts',
		refuses: ['./errors.js', '@sveltejs/kit', 'zod', "import { a } from './errors.js'"],
		allows: ["import type { A } from './errors.js'", "import type { B } from '@sveltejs/kit'"]
	},
	{
		file: 'src/lib/schemas.ts',
		refuses: [...APP, ...STORE, ...FRAMEWORK, './errors.js', './core/password.js', 'zod/v3'],
		allows: ['zod']
	},
	{
		file: 'src/routes/x/+page.server.ts',
		refuses: ['$lib', '$lib/server/guardian', '../../lib/index.js', '../../lib/core/password.js'],
		allows: [
			'svelte-guardian',
			'svelte-guardian/schemas',
			'../../auth.server.js',
			'$env/static/public'
		]
	},
	{
		file: 'src/routes/X.svelte',
		refuses: ['$lib/client', '../lib/client/index.js'],
		allows: ['svelte-guardian/client', '$app/state']
	},
	{
		file: 'src/hooks.server.ts',
		refuses: ['$lib', './lib/index.js'],
		allows: ['./auth.server.js', 'svelte-guardian']
	}
])('$file', ({ file, refuses, allows }) => {
	test('refuses what leads the other way', async () => {
		expect(await refused(file, ...refuses)).toEqual(refuses);
	});

	test('allows what leads its own', async () => {
		expect(await refused(file, ...allows)).toEqual([]);
	});
});

test('a re-export and an import of a type are imports too', async () => {
	const lines = [
		"export * from 'lucia'",
		"export { a } from 'lucia'",
		"import type { B } from 'lucia'"
	];

	expect(await refused('src/lib/server/x.ts', ...lines)).toEqual(lines);
});

test('a test may import what it likes', async () => {
	expect(await refused('src/lib/core/x.test.ts', ...STORE, '../server/form.js')).toEqual([]);
});
