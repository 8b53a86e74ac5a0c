import { ratio, spread } from './statistics.js';

/** @import { Engine } from './databases.js' */
/** @import { InProcess } from './in-process.js' */
/** @import { OverHttp } from './over-http.js' */
/** @import { Scale } from './scale.js' */
/** @import { Figure } from './statistics.js' */

/**
 * What one engine came to.
 *
 * @typedef {object} EngineResult
 * @property {Engine['name']} name
 * @property {string} title
 * @property {string} about
 * @property {InProcess[]} inProcess
 * @property {OverHttp[]} overHttp
 * @property {Scale[]} scale
 *
 * @typedef {object} Results
 * @property {Date} date
 * @property {string} machine
 * @property {string} load before and after
 * @property {number} rounds
 * @property {Record<string, string>} versions
 * @property {Record<string, string>} labels of the libraries, by name
 * @property {Record<string, number>} bytes what a browser loads in order to sign out
 * @property {EngineResult[]} engines
 *
 * @typedef {{ title: string, bars: { label: string, value: number, text: string, isOwn: boolean }[] }} Panel
 */

const OWN = 'guardian';

/** In microseconds; from a millisecond on, in those. */
const time = (/** @type {number} */ value) =>
	value >= 1000
		? `${(value / 1000).toFixed(2)} ms`
		: `${value < 10 ? value.toFixed(1) : Math.round(value)} µs`;

const figure = (/** @type {Figure} */ { median, p99 }) => `${time(median)} (${time(p99)})`;

/**
 * @param {string[]} head
 * @param {(string | number)[][]} rows
 */
const table = (head, rows) =>
	[head, head.map((_, index) => (index ? '--:' : '---')), ...rows]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');

/**
 * @template {{ name: string }} T
 * @param {T[]} list
 * @param {string} name
 */
function named(list, name) {
	const found = list.find((each) => each.name === name);
	if (!found) throw new Error(`Nothing was measured of ${name}.`);
	return found;
}

/**
 * @param {{ name: string, of: Record<string, Figure> }[]} list
 * @param {string} name
 * @param {string} what
 */
function figureOf(list, name, what) {
	const figure = named(list, name).of[what];
	if (!figure) throw new Error(`Nothing was measured of ${what}.`);
	return figure;
}

/**
 * What the kit set out to reach, and what it has.
 *
 * @param {EngineResult} engine
 * @returns {[what: string, reached: number, goal: number][]}
 */
function goals({ name, inProcess, overHttp, scale }) {
	const beside = (
		/** @type {{ name: string, of: Record<string, Figure> }[]} */ list,
		/** @type {string} */ what,
		/** @type {string} */ other
	) => ratio(figureOf(list, OWN, what), figureOf(list, other, what));
	const growth = (/** @type {'visit' | 'signOut'} */ what, /** @type {number} */ connections) => {
		const [few, many] = scale
			.filter((each) => each.connections === connections)
			.sort((a, b) => a.rows - b.rows)
			.map((each) => each.of[what]);
		return few && many ? ratio(many, few) : NaN;
	};
	// Where a commit waits for the disk, nobody can do without that.
	const signOutGoal = name === 'sqlite' ? 0.3 : 0.5;
	return [
		[
			'Who is signed in, beside Lucia and its adapter',
			beside(inProcess, 'validate', 'lucia'),
			0.45
		],
		['Sign out, beside Lucia and its adapter', beside(inProcess, 'signOut', 'lucia'), signOutGoal],
		['A signed-in page over HTTP, beside the driver alone', beside(overHttp, 'visit', 'raw'), 1.15],
		['A sign-out over HTTP, beside the driver alone', beside(overHttp, 'signOut', 'raw'), 1.2],
		['A page, many sessions beside few', growth('visit', 1), 1.5],
		['… with 16 requests at once', growth('visit', 16), 1.5],
		['A sign-out, many sessions beside few', growth('signOut', 1), 1.5],
		['… with 16 requests at once', growth('signOut', 16), 1.5]
	];
}

/**
 * The figures of one engine.
 *
 * @param {EngineResult} engine
 * @param {Results['labels']} labels
 */
function section(engine, labels) {
	const { title, about, inProcess, overHttp, scale } = engine;
	const label = (/** @type {string} */ name) =>
		name === OWN ? `**${labels[name]}**` : (labels[name] ?? name);
	const floor = spread(named(inProcess, 'raw').of.validate);
	const floorOverHttp = spread(named(overHttp, 'raw').of.visit);
	return `## ${title}

${about}.

In the process, without HTTP: median, the slowest hundredth in brackets, and how many statements it takes.

${table(
	['', 'who is signed in', 'statements', 'sign out', 'statements'],
	inProcess.map(({ name, of }) => [
		label(name),
		figure(of.validate),
		of.validate.statements,
		figure(of.signOut),
		of.signOut.statements
	])
)}

Over HTTP, a built SvelteKit app with adapter-node, over one connection that stays open:

${table(
	['', 'a signed-in page', 'a sign-out'],
	overHttp.map(({ name, of }) => [label(name), figure(of.visit), figure(of.signOut)])
)}

The kit over HTTP, with few sessions in the database and with many:

${table(
	['sessions', 'requests at once', 'a signed-in page', 'a sign-out'],
	scale.map(({ rows, connections, of }) => [
		rows.toLocaleString('en'),
		connections,
		figure(of.visit),
		figure(of.signOut)
	])
)}

How much of the other's time the kit takes: the ratio of the medians of a round, in the middle of the rounds. And what it is meant
to be at most:

${table(
	['', 'is', 'at most', ''],
	goals(engine).map(([what, is, goal]) => [
		what,
		`${is.toFixed(2)} ×`,
		`${goal} ×`,
		is <= goal ? 'reached' : 'not reached'
	])
)}

Noise: between the quickest and the slowest tenth of the rounds, the median of the driver alone differed by
${floor.toFixed(2)} × in the process and by ${floorOverHttp.toFixed(2)} × over HTTP.`;
}

/**
 * The tables of the README, one for each engine: the medians, with the statements.
 *
 * @param {Results} results
 */
export const summary = ({ engines, labels }) =>
	engines
		.map(({ title, inProcess, overHttp }) =>
			table(
				[title, 'who is signed in', 'sign out', 'a page over HTTP', 'a sign-out over HTTP'],
				inProcess.map(({ name, of }) => {
					const { visit, signOut } = named(overHttp, name).of;
					return [
						name === OWN ? `**${labels[name]}**` : (labels[name] ?? name),
						counted(of.validate),
						counted(of.signOut),
						time(visit.median),
						time(signOut.median)
					];
				})
			)
		)
		.join('\n\n');

const counted = (/** @type {Figure & { statements: number }} */ { median, statements }) =>
	`${time(median)}, ${statements} statement${statements === 1 ? '' : 's'}`;

/**
 * The bars of the chart.
 *
 * @param {Results} results
 * @returns {Panel[]}
 */
export const panels = ({ engines, labels }) =>
	engines.flatMap(({ title, inProcess }) =>
		/** @type {const} */ ([
			['validate', `${title}: who is signed in`],
			['signOut', `${title}: sign out`]
		]).map(([what, words]) => ({
			title: words,
			bars: inProcess.map(({ name, of }) => ({
				label: labels[name] ?? name,
				value: of[what].median,
				text: counted(of[what]),
				isOwn: name === OWN
			}))
		}))
	);

/**
 * The whole report, as Markdown.
 *
 * @param {Results} results
 */
export function report(results) {
	const { date, machine, load, rounds, versions, engines, labels, bytes } = results;
	return `# How fast it is

Written by \`npm run bench\` on ${date.toISOString().slice(0, 10)}. What stands here was measured in one run, in ${rounds} rounds in
which everybody takes a turn, after a warm-up; the first quarter of a turn is not counted. Only ratios mean anything on another
machine.

Machine: ${machine}. Load: ${load}.

Each uses the database as its documentation says, through its own Prisma adapter, with no cache in which a revoked session
lives on. “The driver alone” is SQL by hand, with no library at all: nothing can be faster. In the process, a sign-out is what
a request does for it: all but svelte-guardian and Auth.js find out first whose session it is; so does svelte-guardian where an
event handler is to be told.

${engines.map((engine) => section(engine, labels)).join('\n\n')}

## In the browser

Bytes that a page loads in order to sign out, minified and compressed with brotli, beside Svelte and SvelteKit:

${table(
	['', 'bytes'],
	Object.entries(bytes).map(([name, size]) => [
		name === OWN ? `**${labels[name]}**` : (labels[name] ?? name),
		size.toLocaleString('en')
	])
)}

## Versions

${table(
	['', ''],
	Object.entries(versions).map(([name, version]) => [`\`${name}\``, version])
)}
`;
}
