import { progress } from './progress.js';
import { startServer } from './servers.js';
import { Samples } from './statistics.js';

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

const PER_ROUND = { visit: 60, signOut: 30 };
const WARM_UP_ROUNDS = 6;
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
		runners.push({ contender, opened, server, staying, leaving, samples: new Samples() });
	}
	try {
		const step = progress(`${engine.name}: over HTTP, round`, all);
		for (let round = 0; round < all; round++) {
			for (const offset of runners.keys()) {
				const runner = runners[(round + offset) % runners.length];
				if (!runner) continue;
				const { server, staying, leaving } = runner;
				const samples = round < WARM_UP_ROUNDS ? new Samples() : runner.samples;
				samples.begin('visit');
				samples.begin('signOut');
				for (let i = 0; i < PER_ROUND.visit; i++) {
					const token = staying[Math.floor(Math.random() * staying.length)] ?? '';
					const { status, body } = await samples.time('visit', () => server.visit(token));
					if (status !== 200 || !body.includes('@example.com'))
						throw unexpected(runner.contender, status);
				}
				for (const token of leaving.splice(0, PER_ROUND.signOut)) {
					const { status } = await samples.time('signOut', () => server.signOut(token));
					if (![200, 302, 303].includes(status)) throw unexpected(runner.contender, status);
				}
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
	return runners.map(({ contender, samples }) => ({
		name: contender.name,
		of: { visit: samples.figure('visit'), signOut: samples.figure('signOut') }
	}));
}

const unexpected = (/** @type {{ label: string }} */ { label }, /** @type {number} */ status) =>
	new Error(`${label} has answered ${status}.`);
