import { ESLint } from 'eslint';
import { describe, expect, test } from 'vitest';
import { root } from '../../../prisma/tools/url.js';

const RULE = '@typescript-eslint/no-restricted-imports';

/** The lint of the repository with this rule alone, which needs no types. */
const eslint = new ESLint({
	cwd: root(),
	ruleFilter: ({ ruleId }) => ruleId === RULE,
	overrideConfig: { languageOptions: { parserOptions: { projectService: false, project: null } } }
});

/** The imports that the boundary rule refuses, of these in this file. */
async function refused(filePath: string, ...imports: string[]) {
	const code = imports.map((line) => (line.includes(' ') ? line : `import '${line}';`)).join('\n');
	const isSvelte = filePath.endsWith('.svelte');
	const text = isSvelte ? `<script lang="ts">\n${code}\n</script>` : code;
	const [result] = await eslint.lintText(text, { filePath });
	expect(result?.fatalErrorCount).toBe(0);
	const lines = (result?.messages ?? [])
		.filter(({ ruleId }) => ruleId === RULE)
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
		file: 'src/lib/database/x.ts',
		refuses: [
			...[...APP, ...STORE, ...FRAMEWORK],
			...['../http/read-form.js', '../sessions/sessions.js', '../users/users.js', '../index.js'],
			...[
				'../features/sign-out/sign-out.js',
				'../client/index.js',
				'../context.js',
				'../schemas.js'
			],
			'../../../prisma/client/client.js'
		],
		allows: [
			...['../errors.js', '../types.js', '../with-timeout.js', './query.js', 'node:crypto'],
			"import type { Config } from '../config.js'"
		]
	},
	{
		file: 'src/lib/http/x.ts',
		refuses: [
			...[...APP, ...STORE, '../database/query.js', '../sessions/sessions.js', '../users/users.js'],
			...['../features/sign-out/sign-out.js', '../client/index.js', '../guardian.js', '../index.js']
		],
		allows: [
			...['@sveltejs/kit', '$app/paths', 'sveltekit-superforms/server', 'zod', '../errors.js'],
			...['../report.js', './cookie-header.js', "import type { Config } from '../config.js'"]
		]
	},
	{
		file: 'src/lib/sessions/x.ts',
		refuses: [
			...[...APP, '@prisma/client', '@prisma/adapter-libsql', '../context.js', '../config.js'],
			...[
				'../features/sign-out/sign-out.js',
				'../client/index.js',
				'../guardian.js',
				'../schemas.js'
			]
		],
		allows: [
			...['lucia', '@lucia-auth/adapter-prisma', '../database/query.js', '../http/request-auth.js'],
			...['../users/users.js', '../errors.js', '../hooks.js', './revoke.js'],
			"import type { AuthContext } from '../context.js'"
		]
	},
	{
		file: 'src/lib/users/x.ts',
		refuses: [...APP, ...STORE, '../sessions/sessions.js', '../features/password/password.js'],
		allows: ['../database/query.js', '../http/request-auth.js', '../errors.js']
	},
	{
		file: 'src/lib/features/sign-out/x.ts',
		refuses: [
			...[...APP, ...STORE, '../password/password.js', '../../client/index.js', '../../index.js'],
			...['../../guardian.js', '../../testing/index.js', './client/sign-out.js']
		],
		allows: [
			...['@sveltejs/kit', 'zod', '../../sessions/sessions.js', '../../http/answer.js'],
			...[
				'../../users/users.js',
				'../../database/query.js',
				'../../context.js',
				'../../schemas.js'
			],
			...['../../errors.js', './pending-revocation.js']
		]
	},
	{
		file: 'src/lib/features/sign-out/client/x.ts',
		refuses: [
			...[...APP, ...STORE, 'node:crypto', '../pending-revocation.js', '../../../http/answer.js'],
			...['../../../guardian.js', '../../../index.js', '../../../testing/index.js']
		],
		allows: [
			...['$app/forms', '$app/navigation', 'svelte', '../../../errors.js', '../../../types.js'],
			...['./sign-out.js', "import type { A } from '../pending-revocation.js'"],
			"import type { B } from '../../../sessions/sessions.js'"
		]
	},
	{
		file: 'src/lib/features/sign-out/client/X.svelte',
		refuses: [...APP, ...STORE, '../../../guardian.js', '../pending-revocation.js'],
		allows: ['$app/forms', '$app/state', './sign-out.js', '../../../types.js']
	},
	{
		file: 'src/lib/client/index.ts',
		refuses: ['../features/sign-out/sign-out.js', '../errors.js', '$app/forms', ...STORE],
		allows: ['../features/sign-out/client/sign-out.js', "import type { A } from '../types.js'"]
	},
	{
		file: 'src/lib/context.ts',
		refuses: [...APP, ...STORE, './features/sign-out/sign-out.js', './client/index.js'],
		allows: ['./sessions/sessions.js', './users/users.js', './http/request-auth.js', './hooks.js']
	},
	{
		file: 'src/lib/guardian.ts',
		refuses: [...APP, ...STORE, './client/index.js', './testing/index.js', './cli/main.js'],
		allows: ['./features/sign-out/index.js', './context.js', './http/handle.js', '$app/paths']
	},
	{
		file: 'src/lib/testing/x.ts',
		refuses: [
			...[...APP, ...STORE, ...FRAMEWORK, '@playwright/test'],
			...['../client/index.js', '../guardian.js', '../index.js']
		],
		allows: [
			...['../context.js', '../sessions/sessions.js', '../features/password/password.js'],
			...['../schemas.js', 'node:crypto', "import type { Page } from '@playwright/test'"],
			"import type { RequestEvent } from '@sveltejs/kit'"
		]
	},
	{
		file: 'src/lib/index.ts',
		refuses: [
			...[...APP, ...STORE, './features/password/password.js', './sessions/sessions.js'],
			...['./client/index.js', './testing/index.js']
		],
		allows: ['./guardian.js', './errors.js', './types.js', './feature.js', './http/action.js']
	},
	{
		file: 'src/lib/libsql.ts',
		refuses: [...APP, 'lucia', '@prisma/client', './errors.js', './database/query.js'],
		allows: ['node:module', '@prisma/adapter-libsql', './drivers/libsql-file.js']
	},
	{
		file: 'src/lib/pg.ts',
		refuses: [...APP, 'lucia', '@prisma/client', './errors.js', './database/query.js'],
		allows: ['node:module', '@prisma/adapter-pg', './drivers/statement-names.js']
	},
	{
		file: 'src/lib/cli/x.ts',
		refuses: [...APP, ...STORE, '../errors.js', '../http/answer.js', '../client/index.js'],
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
		refuses: [...APP, ...STORE, ...FRAMEWORK, './errors.js', './features/password/password.js'],
		allows: ['zod']
	},
	{
		file: 'src/routes/x/+page.server.ts',
		refuses: [
			'$lib',
			'$lib/server/guardian',
			'../../lib/index.js',
			'../../lib/features/password/password.js'
		],
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

	expect(await refused('src/lib/http/x.ts', ...lines)).toEqual(lines);
});

test('a test may import what it likes', async () => {
	const lines = [...STORE, '../features/sign-out/sign-out.js'];
	expect(await refused('src/lib/database/x.test.ts', ...lines)).toEqual([]);
});
