import { progress } from './progress.js';
import { startServer } from './servers.js';
import { some, summarise, takeTurn } from './statistics.js';

/** @import { Contender } from './contenders/contender.js' */
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
 * @param {Contender[]} contenders
 * @param {Engine} engine
 * @param {number} rounds
 * @returns {Promise<OverHttp[]>}
 */
export async function measureOverHttp(contenders, engine, rounds) {
	const all = rounds + WARM_UP_ROUNDS;
	const runners = [];
	for (const contender of contenders) {
		const url = await engine.create(contender.schema);
		const opened = await contender.open({ engine: engine.name, url });
		const leaving = await opened.seed(STAYING + all * PER_ROUND.signOut);
		const staying = leaving.splice(0, STAYING);
		const server = await startServer(contender, url);
		/** @type {Record<keyof OverHttp['of'], number[][]>} */
		const taken = { visit: [], signOut: [] };
		runners.push({ contender, opened, server, staying, leaving, taken });
	}
	try {
		const step = progress(`${engine.name}: over HTTP, round`, all);
		for (let round = 0; round < all; round++) {
			for (const offset of runners.keys()) {
				const runner = runners[(round + offset) % runners.length];
				if (!runner) continue;
				const { contender, server, staying, leaving, taken } = runner;
				await takeTurn(taken.visit, some(staying, PER_ROUND.visit), async (token) => {
					const { status, body } = await server.visit(token);
					if (status !== 200 || !body.includes('@example.com')) throw unexpected(contender, status);
				});
				await takeTurn(taken.signOut, leaving.splice(0, PER_ROUND.signOut), async (token) => {
					const { status } = await server.signOut(token);
					if (![200, 302, 303].includes(status)) throw unexpected(contender, status);
				});
			}
			step();
		}
		for (const { contender, opened, staying } of runners) {
			const left = await opened.count();
			if (left !== staying.length)
				throw new Error(`${contender.label} has ${left} sessions left, not ${staying.length}.`);
		}
	} finally {
		await Promise.all(runners.flatMap(({ server, opened }) => [server.stop(), opened.close()]));
	}
	const figure = (/** @type {number[][]} */ taken) => summarise(taken.slice(WARM_UP_ROUNDS));
	return runners.map(({ contender, taken }) => ({
		name: contender.name,
		of: { visit: figure(taken.visit), signOut: figure(taken.signOut) }
	}));
}

const unexpected = (/** @type {{ label: string }} */ { label }, /** @type {number} */ status) =>
	new Error(`${label} has answered ${status}.`);
