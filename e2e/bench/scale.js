import { fill } from './fill.js';
import { progress } from './progress.js';
import { startServer } from './servers.js';
import { Samples } from './statistics.js';

/** @import { Contender } from './contenders/contender.js' */
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

const PER_ROUND = { visit: 160, signOut: 48 };
const WARM_UP_ROUNDS = 4;
const CONNECTIONS = [1, 16];
const KNOWN = 1000;

/**
 * Has so many people at once take one thing after the other off a list.
 *
 * @template T
 * @param {T[]} list
 * @param {number} people
 * @param {(thing: T) => Promise<void>} work
 */
async function share(list, people, work) {
	let next = 0;
	const act = async () => {
		while (next < list.length) await work(/** @type {T} */ (list[next++]));
	};
	await Promise.all(Array.from({ length: people }, act));
}

/**
 * Measures the kit with few sessions and with many, in turn, over one connection and over several.
 *
 * @param {Contender} contender the kit
 * @param {Engine} engine
 * @param {number} rounds
 * @param {number[]} sizes how many sessions
 * @returns {Promise<Scale[]>}
 */
export async function measureScale(contender, engine, rounds, sizes) {
	const all = rounds + WARM_UP_ROUNDS;
	const setups = [];
	const step = progress(`${engine.name}: few and many sessions`, sizes.length + all);
	for (const rows of sizes) {
		const url = await engine.create(contender.schema);
		const opened = await contender.open({ engine: engine.name, url });
		const leaving = await opened.seed(KNOWN + all * CONNECTIONS.length * PER_ROUND.signOut);
		const staying = leaving.splice(0, KNOWN);
		if (rows > KNOWN) await fill(engine, url, rows - KNOWN);
		step();
		const server = await startServer(contender, url, Math.max(...CONNECTIONS));
		const samples = CONNECTIONS.map(() => new Samples());
		setups.push({ rows, opened, server, staying, leaving, samples });
	}
	try {
		for (let round = 0; round < all; round++) {
			for (const offset of setups.keys()) {
				const setup = setups[(round + offset) % setups.length];
				if (!setup) continue;
				const { server, staying, leaving } = setup;
				for (const [index, connections] of CONNECTIONS.entries()) {
					const samples = (round >= WARM_UP_ROUNDS && setup.samples[index]) || new Samples();
					samples.begin('visit');
					samples.begin('signOut');
					const visitors = Array.from(
						{ length: PER_ROUND.visit },
						() => staying[Math.floor(Math.random() * staying.length)] ?? ''
					);
					await share(visitors, connections, async (token) => {
						const { status } = await samples.time('visit', () => server.visit(token));
						if (status !== 200) throw new Error(`A visit was answered by ${status}.`);
					});
					await share(leaving.splice(0, PER_ROUND.signOut), connections, async (token) => {
						const { status } = await samples.time('signOut', () => server.signOut(token));
						if (status !== 303) throw new Error(`A sign-out was answered by ${status}.`);
					});
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
	return setups.flatMap(({ rows, samples }) =>
		CONNECTIONS.map((connections, index) => ({
			rows,
			connections,
			of: {
				visit: samples[index]?.figure('visit') ?? missing(),
				signOut: samples[index]?.figure('signOut') ?? missing()
			}
		}))
	);
}

/** @returns {never} */
const missing = () => {
	throw new Error('Nothing was measured.');
};
