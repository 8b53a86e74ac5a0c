import { fill } from './fill.js';
import { progress } from '../tools/progress.js';
import { startServer } from './servers.js';
import { some, summarise, takeTurn } from './statistics.js';

/** @import { Library } from './libraries/library.js' */
/** @import { Engine } from './databases.js' */
/** @import { Figure } from './statistics.js' */

/**
 * How long a request takes with so many sessions in the database.
 *
 * @typedef {object} Scale
 * @property {number} rows
 * @property {number} connections how many requests are under way at once
 * @property {Record<'visit' | 'signOut', Figure>} of
 */

const PER_ROUND = { visit: 96, signOut: 48 };
const WARM_UP_ROUNDS = 4;
const CONNECTIONS = [1, 16];
const KNOWN = 1000;

/**
 * Measures the kit with few sessions and with many, in turn, over one connection and over several.
 *
 * @param {Library} library the kit
 * @param {Engine} engine
 * @param {number} rounds
 * @param {number[]} sizes how many sessions
 * @returns {Promise<Scale[]>}
 */
export async function measureScale(library, engine, rounds, sizes) {
	const all = rounds + WARM_UP_ROUNDS;
	const setups = [];
	const step = progress(`${engine.name}: few and many sessions`, sizes.length + all);
	for (const rows of sizes) {
		const url = await engine.create(library.schema);
		const opened = await library.open({ engine: engine.name, url });
		const leaving = await opened.seed(KNOWN + all * CONNECTIONS.length * PER_ROUND.signOut);
		const staying = leaving.splice(0, KNOWN);
		if (rows > KNOWN) await fill(engine, url, rows - KNOWN);
		step();
		const server = await startServer(library, url, Math.max(...CONNECTIONS));
		const taken = CONNECTIONS.map((connections) => ({
			connections,
			/** @type {number[][]} */
			visit: [],
			/** @type {number[][]} */
			signOut: []
		}));
		setups.push({ rows, opened, server, staying, leaving, taken });
	}
	try {
		for (let round = 0; round < all; round++) {
			for (const offset of setups.keys()) {
				const setup = setups[(round + offset) % setups.length];
				if (!setup) continue;
				const { server, staying, leaving, taken } = setup;
				const visit = async (/** @type {string} */ token) => {
					const { status } = await server.visit(token);
					if (status !== 200) throw new Error(`A visit was answered by ${status}.`);
				};
				const signOut = async (/** @type {string} */ token) => {
					const { status } = await server.signOut(token);
					if (status !== 303) throw new Error(`A sign-out was answered by ${status}.`);
				};
				for (const { connections, ...each } of taken) {
					await takeTurn(each.visit, some(staying, PER_ROUND.visit), visit, connections);
					const tokens = leaving.splice(0, PER_ROUND.signOut);
					await takeTurn(each.signOut, tokens, signOut, connections);
				}
			}
			step();
		}
		for (const { rows, opened } of setups) {
			const left = await opened.count();
			if (left !== rows) throw new Error(`${left} sessions are left, not ${rows}.`);
		}
	} finally {
		await Promise.all(setups.flatMap(({ server, opened }) => [server.stop(), opened.close()]));
	}
	const figure = (/** @type {number[][]} */ rounds) => summarise(rounds.slice(WARM_UP_ROUNDS));
	return setups.flatMap(({ rows, taken }) =>
		taken.map(({ connections, visit, signOut }) => ({
			rows,
			connections,
			of: { visit: figure(visit), signOut: figure(signOut) }
		}))
	);
}
