import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { JSONReport, JSONReportSuite } from '@playwright/test/reporter';
import { expect, test } from '../support/test.js';
import { FAULTS } from '../faulty-apps/app.js';

const root = join(import.meta.dirname, '../..');
const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');

/** The app without a fault is held to every rule, and each other one to those that it breaks. */
const GREP = [
	'none signing out',
	...Object.entries(FAULTS).flatMap(([fault, rules]) =>
		Object.keys(rules).map((rule) => `${fault} signing out ${rule}`)
	)
].join('|');

/** A run of the suite in a process of its own, for the tests that fail in it are not to fail here. */
async function runSuite(report: string): Promise<Map<string, string>> {
	const env: NodeJS.ProcessEnv = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
	// Playwright takes a process with these for a worker of its own.
	for (const name of ['TEST_WORKER_INDEX', 'TEST_PARALLEL_INDEX']) delete env[name];
	const config = join(root, 'e2e/faulty-apps/playwright.config.ts');
	const output = await new Promise<string>((resolve) => {
		const args = [cli, 'test', '--config', config, '--grep', GREP];
		execFile(process.execPath, args, { cwd: root, env }, (_, stdout, stderr) =>
			resolve(stdout + stderr)
		);
	});
	const { suites, errors } = JSON.parse(
		await readFile(report, 'utf8').catch(() => {
			throw new Error(`The suite did not run:\n${output}`);
		})
	) as JSONReport;
	expect(errors).toEqual([]);
	return new Map(suites.flatMap((suite) => outcomesOf(suite, [])));
}

/** Each test by its titles: what it failed with, or nothing. */
function outcomesOf({ suites, specs }: JSONReportSuite, titles: string[]): Array<[string, string]> {
	return [
		...(suites ?? []).flatMap((suite) => outcomesOf(suite, [...titles, suite.title])),
		...specs.map(({ title, tests }): [string, string] => {
			const results = tests.flatMap((test) => test.results);
			const failed = results.filter(({ status }) => status !== 'passed');
			const words = failed.map(({ status, error }) => error?.message ?? status);
			return [[...titles, title].join(' › '), words.join('\n')];
		})
	];
}

test(
	'signOutSuite() passes a right app, and fails every wrong one with what is wrong with it',
	{ tag: '@javascript' },
	// eslint-disable-next-line no-empty-pattern -- Playwright wants to see that none is asked for
	async ({}, testInfo) => {
		testInfo.setTimeout(600_000);
		const outcomes = await runSuite(testInfo.outputPath('report.json'));

		const right = [...outcomes].filter(([title]) => title.startsWith('none ›'));
		expect(right).toHaveLength(10);
		expect(right.filter(([, failure]) => failure)).toEqual([]);
		for (const [fault, rules] of Object.entries(FAULTS)) {
			for (const [rule, says] of Object.entries(rules)) {
				const [, failure] =
					[...outcomes].find(([title]) => title.startsWith(`${fault} › signing out › ${rule}`)) ??
					[];
				expect.soft(failure, `${fault}: ${rule}`).toMatch(says);
			}
		}
	}
);
