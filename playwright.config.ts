import { defineConfig, devices } from '@playwright/test';
import { launchOptions } from './e2e/tools/launch-options.js';
import { kit3Build } from './e2e/support/kit-3.js';
import type { ProjectOptions } from './e2e/support/test.js';

const overHttp = (names: string[]) => names.map((name) => `e2e/http/${name}.spec.ts`);

/** The rules over HTTP that another engine could break first. Instances share nothing but a PostgreSQL. */
const ON_POSTGRESQL = overHttp(['instances', 'races']);

/** The others that another engine could break: about connections, locks and time, with waits of many seconds. */
const ON_POSTGRESQL_IN_THE_GATE = overHttp([
	...['instances', 'races'],
	...['clocks', 'cut-connections', 'events', 'exhausted-connections', 'faults', 'from-lucia'],
	...['killed', 'pending', 'postgres-down', 'rate-limits', 'scopes', 'sessions', 'shutdown'],
	...['sign-in', 'statements']
]);

/** A test that takes long and is held by others at a lower level has this tag: it runs in the gate only. */
const IN_THE_GATE = /@gate/;

/**
 * What a usual run tries without JavaScript: one journey for each form. A test with `@native` runs without it, and with it in
 * the gate; one with `@both` runs with it as well. The gate runs all others without it too, but for those that need it.
 */
const WITHOUT_JAVASCRIPT = /@native|@both/;

/** Whose pages, or what the browser does with cookies, are the same without JavaScript. */
const SAME_WITHOUT_JAVASCRIPT = [
	'docs',
	'fixtures',
	'keyboard',
	'late-answers',
	'lookalike-cookies'
].map((name) => `**/${name}.spec.ts`);

/** What depends on the version of SvelteKit, and needs no server of its own: the fixture's, as an app on SvelteKit 3. */
const ON_KIT_3 = [
	...[
		'journeys/drafts',
		'journeys/followed',
		'journeys/prerendered',
		'journeys/refused',
		'journeys/remote'
	],
	...['journeys/service-worker', 'journeys/stay', 'journeys/unsaved'],
	...['http/bad-input', 'http/every-page', 'http/front-hooks', 'http/own-actions']
].map((name) => `e2e/${name}.spec.ts`);

/** What runs behind a pooler as well: sign-up to sign-out over HTTP and in a browser, with faults, races and several instances. */
const BEHIND_A_POOLER = overHttp([
	...['events', 'faults', 'instances', 'pending', 'races', 'scopes', 'sessions', 'sign-in'],
	...['sign-out', 'statements']
]);

export default defineConfig<object, ProjectOptions>({
	testDir: './e2e',
	outputDir: './test-results',
	globalSetup: './e2e/support/global-setup.ts',
	fullyParallel: true,
	// More than a small machine has cores: a test waits for a third of its time.
	workers: 3,
	// A machine that others share may stumble; what needed its second try is still listed as flaky, and is a defect.
	retries: process.env.CI ? 1 : 0,
	forbidOnly: Boolean(process.env.CI),
	timeout: 60_000,
	expect: { timeout: 10_000 },
	reporter: process.env.CI ? [['list'], ['html', { open: 'never' }]] : 'list',
	use: {
		...devices['Desktop Chrome'],
		launchOptions: launchOptions(),
		actionTimeout: 20_000,
		// To record every test takes a fifth of the time. `--trace=on` records those that one asks for.
		trace: 'on-first-retry'
	},
	projects: kit3Build()
		? [
				{ name: 'kit-3', testMatch: ON_KIT_3 },
				{
					name: 'kit-3-no-javascript',
					testMatch: ['prerendered', 'remote'].map((name) => `e2e/journeys/${name}.spec.ts`),
					grepInvert: /@javascript/,
					use: { javaScriptEnabled: false }
				}
			]
		: [
				{
					name: 'http',
					testMatch: 'e2e/http/**/*.spec.ts',
					testIgnore: '**/instances.spec.ts',
					grepInvert: IN_THE_GATE
				},
				{
					name: 'http-postgresql',
					testMatch: ON_POSTGRESQL,
					// The engine has no part in what a request that is under way may answer.
					grepInvert: /@gate|CC3/,
					use: { provider: 'postgresql' }
				},
				{ name: 'chromium', testMatch: 'e2e/journeys/**/*.spec.ts', grepInvert: /@gate|@native/ },
				{
					name: 'no-javascript',
					testMatch: 'e2e/journeys/**/*.spec.ts',
					grep: WITHOUT_JAVASCRIPT,
					grepInvert: IN_THE_GATE,
					use: { javaScriptEnabled: false }
				},
				...(process.env.GUARDIAN_POOLER
					? [
							{
								name: 'pooler',
								testMatch: [...BEHIND_A_POOLER, 'e2e/journeys/sign-out.spec.ts'],
								use: { provider: 'postgresql' as const }
							}
						]
					: []),
				...(process.env.GUARDIAN_GATE
					? [
							{ name: 'gate', testMatch: 'e2e/gate/**/*.spec.ts' },
							{
								name: 'gate-tagged',
								testMatch: ['e2e/http/**/*.spec.ts', 'e2e/journeys/**/*.spec.ts'],
								grep: /@gate|@native/
							},
							{
								name: 'gate-no-javascript',
								testMatch: 'e2e/journeys/**/*.spec.ts',
								testIgnore: SAME_WITHOUT_JAVASCRIPT,
								grepInvert: /@javascript|@native|@both/,
								use: { javaScriptEnabled: false }
							},
							{
								name: 'gate-postgresql',
								testMatch: ON_POSTGRESQL_IN_THE_GATE,
								use: { provider: 'postgresql' as const }
							}
						]
					: [])
			]
});
