import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { MigrationError } from '../../prisma/tools/errors.js';
import { PostgresUnavailable } from '../../prisma/tools/postgres-unavailable.js';
import { root } from '../../prisma/tools/url.js';
import { measureBytes } from './bytes.js';
import { drawChart } from './chart.js';
import { openPostgres, openSqlite } from './databases.js';
import { load, machine, versions } from './environment.js';
import { measureInProcess } from './in-process.js';
import { readOptions } from './options.js';
import { measureOverHttp } from './over-http.js';
import { prepare } from './prepare.js';
import { panels, report, summary } from './report.js';
import { measureScale } from './scale.js';

/** @import { Library } from './libraries/library.js' */
/** @import { BenchOptions } from './options.js' */
/** @import { EngineResult, Results } from './report.js' */

const ENGINES = {
	sqlite: { title: 'SQLite', open: openSqlite },
	postgresql: { title: 'PostgreSQL', open: openPostgres }
};
const FEW = 1000;

/**
 * @param {keyof typeof ENGINES} name
 * @param {Library[]} libraries
 * @param {BenchOptions} options
 * @returns {Promise<EngineResult>}
 */
async function measure(name, libraries, { rounds, sessions }) {
	const { title, open } = ENGINES[name];
	const kit = libraries.find((each) => each.name === 'guardian');
	if (!kit) throw new Error('The kit is not among those who are measured.');
	const engine = await open();
	try {
		return {
			name,
			title,
			about: engine.about,
			inProcess: await measureInProcess(libraries, engine, rounds),
			overHttp: await measureOverHttp(libraries, engine, rounds),
			scale: await measureScale(kit, engine, rounds, [FEW, sessions])
		};
	} finally {
		await engine.remove();
	}
}

/** @param {BenchOptions} options */
async function run(options) {
	const libraries = await prepare();
	const before = load();
	const bytes = await measureBytes();
	const engines = [];
	let { isWritten } = options;
	for (const name of options.engines) {
		try {
			engines.push(await measure(name, libraries, options));
		} catch (error) {
			if (!(error instanceof PostgresUnavailable) || options.engines.length === 1) throw error;
			// The report in the repository has both.
			isWritten = false;
			console.error(`bench: without PostgreSQL, and so nothing is written. ${error.message}`);
		}
	}
	/** @type {Results} */
	const results = {
		date: new Date(),
		machine: machine(),
		load: `${before} before, ${load()} after`,
		rounds: options.rounds,
		versions: versions(),
		labels: Object.fromEntries(libraries.map(({ name, label }) => [name, label])),
		bytes,
		engines
	};
	console.log(`\n${report(results)}`);
	if (isWritten) await write(results);
}

const DOCS_TABLES = /(<!-- By `npm run bench`. -->\n)[^]*?(\n<!-- Up to here. -->)/;

/**
 * Writes Markdown as the rest of the repository is written.
 *
 * @param {string} path
 * @param {string} text
 */
async function writeMarkdown(path, text) {
	const config = await resolveConfig(path);
	await writeFile(path, await format(text, { ...config, filepath: path }));
}

/** @param {Results} results */
async function write(results) {
	const folder = import.meta.dirname;
	const page = join(root(), 'src/docs/benchmarks.md');
	const text = (await readFile(page, 'utf8')).replace(
		DOCS_TABLES,
		(_, from, to) => `${from}\n${summary(results)}\n${to}`
	);
	await Promise.all([
		writeMarkdown(page, text),
		writeMarkdown(join(folder, 'results.md'), report(results)),
		writeFile(join(folder, 'chart-light.svg'), drawChart(panels(results), 'light')),
		writeFile(join(folder, 'chart-dark.svg'), drawChart(panels(results), 'dark'))
	]);
	console.log('Wrote e2e/bench/results.md, the charts, and the tables of src/docs/benchmarks.md.');
}

try {
	await run(readOptions());
} catch (error) {
	console.error(error instanceof MigrationError ? `bench: ${error.message}` : error);
	process.exitCode = 1;
}
