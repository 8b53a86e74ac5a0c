import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const SOURCES = ['ts', 'js', 'svelte'];
/** @param {string} folder */
const within = (folder) => SOURCES.map((extension) => `src/lib/${folder}**/*.${extension}`);

/**
 * Forbids imports whose path matches; `allowTypeImports` lets types cross.
 *
 * @param {string[]} files
 * @param {Array<{ regex: string, message: string, allowTypeImports?: boolean }>} patterns
 * @returns {import('typescript-eslint').ConfigWithExtends}
 */
const forbid = (files, ...patterns) => ({
	files,
	ignores: ['**/*.test.ts'],
	rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] }
});

const APP = {
	regex: '^\\$(lib|env|app/environment|app/stores)(/|$)',
	message: 'The library knows nothing of the app it runs in, and SvelteKit 3 has no $lib.'
};
const STORE = {
	regex: '^(lucia|@lucia-auth/|@prisma/|prisma)',
	message: 'Lucia and Prisma stay behind src/lib/sessions.'
};
const FRAMEWORK = {
	regex: '^(@sveltejs/|svelte($|/)|sveltekit-superforms|\\$app/)',
	message: 'Decisions and storage know nothing of SvelteKit.'
};

const NODE_ONLY = {
	regex: '^(\\$app/|svelte($|/)|sveltekit-superforms|@sveltejs/kit$)|\\.svelte$',
	message: 'testing runs in plain Node: only types come from SvelteKit.',
	allowTypeImports: true
};

/**
 * Imports run one way: routes → server → sessions → core → errors; routes → client → types. `testing` is imported by the
 * tests of an app alone.
 */
const boundaries = [
	forbid(['src/lib/*.ts'], APP, STORE, {
		regex: '^\\./(core|sessions|client|cli|testing)/',
		message: 'The entries only re-export what the server offers.'
	}),
	forbid(['src/lib/libsql.ts', 'src/lib/libsql-file.ts'], APP, {
		regex: '^(?!node:|@prisma/adapter-libsql$|\\./libsql-file\\.js$)',
		message: 'libsql.ts imports its driver only.',
		allowTypeImports: true
	}),
	forbid(['src/lib/pg.ts', 'src/lib/statement-names.ts', 'src/lib/pg-url.js'], APP, {
		regex: '^(?!node:|@prisma/adapter-pg$|\\./(pg-url|statement-names)\\.js$)',
		message: 'pg.ts imports its driver only.',
		allowTypeImports: true
	}),
	forbid(['src/lib/errors.ts'], { regex: '.', message: 'errors.ts imports nothing.' }),
	forbid(['src/lib/types.ts', 'src/lib/options.ts'], {
		regex: '.',
		message: 'This file imports types only.',
		allowTypeImports: true
	}),
	forbid(['src/lib/schemas.ts'], { regex: '^(?!zod$)', message: 'schemas.ts imports zod only.' }),
	forbid(within('core/'), APP, STORE, FRAMEWORK, {
		regex: '^\\.\\./(?!errors\\.js$|types\\.js$)',
		message: 'core imports nothing but errors and types.'
	}),
	forbid(within('sessions/'), APP, FRAMEWORK, {
		regex: '^\\.\\./(?!core/|errors\\.js$|types\\.js$)',
		message: 'sessions imports nothing but core, errors and types.'
	}),
	forbid(within('server/'), APP, STORE, {
		regex: '^\\.\\./(client|testing)/',
		message: 'server never imports client or testing.'
	}),
	forbid(
		within('testing/'),
		APP,
		STORE,
		NODE_ONLY,
		{
			regex: '^(\\.\\./)+(client/|server/guardian\\.js$|index)',
			message: 'testing takes no part that needs Vite: Playwright runs in plain Node.'
		},
		{
			regex: '^@playwright/test$',
			message:
				'Playwright comes with the `test` that the app hands over: a second copy of it refuses to run.',
			allowTypeImports: true
		}
	),
	forbid(within('client/'), APP, STORE, {
		regex: '^\\.\\./(core|sessions|server|testing)/|^\\.\\./index|^node:',
		message: 'client takes only types from the server side.',
		allowTypeImports: true
	}),
	forbid(['src/lib/cli/*.ts', 'src/lib/cli/edits/*.ts'], APP, STORE, {
		regex: '^(\\.\\./)+(core|sessions|server|client|errors|types|schemas|index)(/|\\.)',
		message: 'cli runs in a terminal, and knows nothing of the library.'
	}),
	forbid([...SOURCES.map((extension) => `src/routes/**/*.${extension}`), 'src/*.ts'], {
		regex: '^\\$lib|(^|/)lib/',
		message: 'The demo uses the library as a user does: import from svelte-guardian.'
	})
];

export default ts.config(
	{
		ignores: [
			'build/',
			'dist/',
			'.svelte-kit/',
			'prisma/client/',
			'prisma/client-postgresql/',
			'.prisma/',
			'test-results/',
			'playwright-report/',
			'**/.svelte-kit/',
			'e2e/.package/',
			'e2e/.quick-start/',
			'**/build/'
		]
	},
	js.configs.recommended,
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: { 'no-undef': 'off' }
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: {
			parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig }
		}
	},
	{
		// What an app merges into App.Locals.
		files: ['src/lib/cli/templates/shared/src/app.d.ts'],
		rules: { '@typescript-eslint/no-empty-object-type': 'off' }
	},
	...boundaries
);
