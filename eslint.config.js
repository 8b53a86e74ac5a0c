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
const LUCIA = { regex: '^(lucia$|@lucia-auth/)', message: 'Lucia stays in src/lib/sessions.' };
const PRISMA = {
	regex: '^(@prisma/|prisma)',
	message: 'Prisma stays in src/lib/database and in the drivers.'
};
const FRAMEWORK = {
	regex: '^(@sveltejs/|svelte($|/)|sveltekit-superforms|\\$app/)',
	message: 'The database knows nothing of SvelteKit.'
};
const NODE_ONLY = {
	regex: '^(\\$app/|svelte($|/)|sveltekit-superforms|@sveltejs/kit$)|\\.svelte$',
	message: 'testing runs in plain Node: only types come from SvelteKit.',
	allowTypeImports: true
};

/** The modules that everything may import. They import each other only. */
const LEAVES =
	'(email-address|errors|failure|own-path|report|rounds|runs-in-development|with-timeout|wait-for-step|types|session|events|hooks|arguments)\\.js$';

/**
 * The folders that a folder may import values from. Types may come from `config.ts` and `context.ts` as well. A folder that
 * is not listed here is not imported by any of them.
 *
 * @type {Record<string, string[]>}
 */
const LAYERS = {
	database: [],
	http: [],
	users: ['database', 'http'],
	sealing: ['database'],
	tokens: ['database'],
	outbox: ['database', 'http'],
	sessions: ['users', 'sealing', 'outbox', 'database', 'http']
};

const boundaries = [
	forbid(['src/lib/*.ts'], APP, LUCIA, PRISMA, {
		regex: '^\\./(client|cli|testing|drivers)/',
		message: 'The server imports neither the browser entry nor tools.'
	}),
	forbid(['src/lib/index.ts'], APP, LUCIA, PRISMA, {
		regex:
			'^\\./(client|cli|testing|drivers)/|^\\./features/(?!password/hash-password\\.js)|^\\./sessions/(?!(admit|identify)\\.js)',
		message: 'The entries only re-export what the server offers.'
	}),
	forbid(['src/lib/context.ts', 'src/lib/config.ts', 'src/lib/hooks.ts'], APP, LUCIA, PRISMA, {
		regex: '^\\./(features|client|cli|testing|drivers)/',
		message: 'The core knows no feature: only guardian.ts installs them.'
	}),
	forbid(['src/lib/email.ts'], APP, LUCIA, PRISMA, {
		regex: '^(?!\\./features/email/)',
		message: 'The entry re-exports what its feature has.',
		allowTypeImports: true
	}),
	forbid(['src/lib/libsql.ts', 'src/lib/pg.ts', ...within('drivers/')], APP, {
		regex:
			'^(?!node:|@prisma/adapter-(libsql|pg)$|\\./(drivers/)?(libsql-file|milliseconds|pg-url|startup-parameters|statement-names|steady-pool|project-file|transaction-end)\\.js$|\\./database/connection\\.js$)',
		message: 'A driver imports Prisma\u2019s driver only.',
		allowTypeImports: true
	}),
	forbid(['src/lib/errors.ts'], {
		regex: '^(?!\\./offline\\.js$)',
		message: 'errors.ts imports one text, and nothing else.'
	}),
	forbid(['src/lib/types.ts', 'src/lib/options.ts', 'src/lib/events.ts', 'src/lib/feature.ts'], {
		regex: '.',
		message: 'This file imports types only.',
		allowTypeImports: true
	}),
	forbid(['src/lib/email-address.ts', 'src/lib/offline.ts'], {
		regex: '.',
		message: 'This file imports nothing.'
	}),
	forbid(['src/lib/schemas.ts'], {
		regex: '^(?!zod$|\\./email-address\\.js$)',
		message: 'schemas.ts imports zod only, and what addresses are.'
	}),
	...Object.entries(LAYERS).map(([folder, below]) =>
		forbid(
			within(`${folder}/`),
			APP,
			...(folder === 'sessions' ? [] : [LUCIA]),
			PRISMA,
			...(folder === 'database' ? [FRAMEWORK] : []),
			{
				regex: `^\\.\\./(?!${LEAVES}|(${[...below, folder].join('|')})/|(config|context)\\.js$)`,
				message: `${folder} imports ${below.join(', ') || 'no other folder'}, errors and types.`
			},
			{
				regex: '^\\.\\./(config|context)\\.js$',
				message: 'Only the types: the context is made of these folders.',
				allowTypeImports: true
			}
		)
	),
	forbid(within('features/*/'), APP, LUCIA, PRISMA, {
		regex:
			'^\\./client/|^\\.\\./(?!\\.\\./)|^(\\.\\./)+(client|cli|testing|drivers|features)/|/(guardian|index)\\.js$',
		message: 'A feature imports no other feature: what two of them need moves into the core.'
	}),
	forbid(within('features/*/client/'), APP, LUCIA, PRISMA, {
		regex:
			'^\\.\\./(?!\\.\\./\\.\\./((errors|offline|types|events|sessions-key)\\.js$|ui/))|^node:',
		message: 'What runs in the browser takes only types from the server side.',
		allowTypeImports: true
	}),
	forbid(within('ui/'), APP, LUCIA, PRISMA, {
		regex: '^\\.\\./|^node:',
		message:
			'What the forms have in common runs in the browser, and takes only types from elsewhere.',
		allowTypeImports: true
	}),
	forbid(['src/lib/client/*.ts'], APP, LUCIA, PRISMA, {
		regex: '^(?!\\.\\./(features/[\\w-]+/client|ui)/)',
		message: 'The browser entry re-exports what features have for the browser.',
		allowTypeImports: true
	}),
	forbid(
		within('testing/'),
		APP,
		LUCIA,
		PRISMA,
		NODE_ONLY,
		{
			regex: '^(\\.\\./)+(client/|guardian\\.js$|index)',
			message: 'testing takes no part that needs Vite: Playwright runs in plain Node.'
		},
		{
			regex: '^@playwright/test$',
			message:
				'Playwright comes with the `test` that the app hands over: a second copy of it refuses to run.',
			allowTypeImports: true
		}
	),
	forbid(['src/lib/cli/*.ts', 'src/lib/cli/edits/*.ts'], APP, LUCIA, PRISMA, {
		regex:
			'^(\\.\\./)+(database|http|sessions|users|features|drivers|client|testing|index|schemas|types|guardian|context|config)(/|\\.)|^\\.\\./errors\\.js$',
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
			'prisma/client-mysql/',
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
