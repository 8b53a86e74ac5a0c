import { progress } from '../tools/progress.js';
import { some, summarise, takeTurn } from './statistics.js';

/** @import { Library } from './libraries/library.js' */
/** @import { Engine } from './databases.js' */
/** @import { Figure } from './statistics.js' */

/**
 * What one of them needs in a process, without HTTP.
 *
 * @typedef {object} InProcess
 * @property {string} name
 * @property {Record<'validate' | 'signOut', Figure & { statements: number }>} of
 */

const PER_ROUND = { validate: 100, signOut: 40 };
const WARM_UP_ROUNDS = 3;

/** How many sessions nobody signs out. */
const STAYING = 1000;

/** How many statements each takes, by a query log. Not while it is timed: the log costs time. */
async function countStatements(/** @type {Library} */ library, /** @type {Engine} */ engine) {
	const url = await engine.create(library.schema);
	const opened = await library.open({ engine: engine.name, url, isLogged: true });
	const [token = ''] = await opened.seed(1);
	await opened.validate(token);
	opened.statements.length = 0;
	await opened.validate(token);
	const validate = opened.statements.length;
	await opened.signOut(token);
	const signOut = opened.statements.length - validate;
	await opened.close();
	return { validate, signOut };
}

/**
 * Measures everybody in turn, round by round, so that whatever the machine does meanwhile meets all of them.
 *
 * @param {Library[]} libraries
 * @param {Engine} engine
 * @param {number} rounds
 * @returns {Promise<InProcess[]>}
 */
export async function measureInProcess(libraries, engine, rounds) {
	const all = rounds + WARM_UP_ROUNDS;
	const runners = [];
	for (const library of libraries) {
		const statements = await countStatements(library, engine);
		const store = { engine: engine.name, url: await engine.create(library.schema) };
		// By a client of its own: libsql drops a connection's settings with the transactions that seeding takes.
		const seeder = await library.open(store);
		const leaving = await seeder.seed(STAYING + all * PER_ROUND.signOut);
		await seeder.close();
		const opened = await library.open(store);
		const staying = leaving.splice(0, STAYING);
		/** @type {Record<keyof InProcess['of'], number[][]>} */
		const taken = { validate: [], signOut: [] };
		runners.push({ library, opened, statements, staying, leaving, taken });
	}

	const step = progress(`${engine.name}: in the process, round`, all);
	for (let round = 0; round < all; round++) {
		for (const offset of runners.keys()) {
			// Nobody is always the first.
			const runner = runners[(round + offset) % runners.length];
			if (!runner) continue;
			const { library, opened, staying, leaving, taken } = runner;
			await takeTurn(taken.validate, some(staying, PER_ROUND.validate), async (token) => {
				const email = await opened.validate(token);
				if (!email?.endsWith('@example.com'))
					throw new Error(`${library.label} does not know who it is.`);
			});
			await takeTurn(taken.signOut, leaving.splice(0, PER_ROUND.signOut), opened.signOut);
		}
		step();
	}

	for (const { library, opened, staying } of runners) {
		const left = await opened.count();
		if (left !== staying.length)
			throw new Error(`${library.label} has ${left} sessions, not ${staying.length}.`);
		await opened.close();
	}
	const figure = (/** @type {number[][]} */ taken) => summarise(taken.slice(WARM_UP_ROUNDS));
	return runners.map(({ library, statements, taken }) => ({
		name: library.name,
		of: {
			validate: { ...figure(taken.validate), statements: statements.validate },
			signOut: { ...figure(taken.signOut), statements: statements.signOut }
		}
	}));
}
