import { progress } from '../tools/progress.js';
import { startServer } from './servers.js';
import { some, summarise, takeTurn } from './statistics.js';

/** @import { Library } from './libraries/library.js' */
/** @import { Engine } from './databases.js' */
/** @import { Figure } from './statistics.js' */

/**
 * What a request to a built app of one of them takes.
 *
 * @typedef {object} OverHttp
 * @property {string} name
 * @property {Record<'visit' | 'signOut', Figure>} of
 */

const PER_ROUND = { visit: 80, signOut: 40 };
const WARM_UP_ROUNDS = 4;
const STAYING = 1000;

/**
 * Measures everybody in turn, over one connection each.
 *
 * @param {Library[]} libraries
 * @param {Engine} engine
 * @param {number} rounds
 * @returns {Promise<OverHttp[]>}
 */
export async function measureOverHttp(libraries, engine, rounds) {
	const all = rounds + WARM_UP_ROUNDS;
	const runners = [];
	for (const library of libraries) {
		const url = await engine.create(library.schema);
		const opened = await library.open({ engine: engine.name, url });
		const leaving = await opened.seed(STAYING + all * PER_ROUND.signOut);
		const staying = leaving.splice(0, STAYING);
		const server = await startServer(library, url);
		/** @type {Record<keyof OverHttp['of'], number[][]>} */
		const taken = { visit: [], signOut: [] };
		runners.push({ library, opened, server, staying, leaving, taken });
	}
	try {
		const step = progress(`${engine.name}: over HTTP, round`, all);
		for (let round = 0; round < all; round++) {
			for (const offset of runners.keys()) {
				const runner = runners[(round + offset) % runners.length];
				if (!runner) continue;
				const { library, server, staying, leaving, taken } = runner;
				await takeTurn(taken.visit, some(staying, PER_ROUND.visit), async (token) => {
					const { status, body } = await server.visit(token);
					if (status !== 200 || !body.includes('@example.com')) throw unexpected(library, status);
				});
				await takeTurn(taken.signOut, leaving.splice(0, PER_ROUND.signOut), async (token) => {
					const { status } = await server.signOut(token);
					if (![200, 302, 303].includes(status)) throw unexpected(library, status);
				});
			}
			step();
		}
		for (const { library, opened, staying } of runners) {
			const left = await opened.count();
			if (left !== staying.length)
				throw new Error(`${library.label} has ${left} sessions left, not ${staying.length}.`);
		}
	} finally {
		await Promise.all(runners.flatMap(({ server, opened }) => [server.stop(), opened.close()]));
	}
	const figure = (/** @type {number[][]} */ taken) => summarise(taken.slice(WARM_UP_ROUNDS));
	return runners.map(({ library, taken }) => ({
		name: library.name,
		of: { visit: figure(taken.visit), signOut: figure(taken.signOut) }
	}));
}

const unexpected = (/** @type {{ label: string }} */ { label }, /** @type {number} */ status) =>
	new Error(`${label} has answered ${status}.`);
