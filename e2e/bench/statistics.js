/**
 * How long something took, many times, in microseconds.
 *
 * @typedef {object} Figure
 * @property {number} median
 * @property {number} p99
 * @property {number[]} rounds the median of each
 */

/** @param {number[]} values sorted */
const at = (values, /** @type {number} */ share) =>
	values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;

/** @param {number[]} values */
const sorted = (values) => [...values].sort((a, b) => a - b);

/** @param {number[]} values */
const median = (values) => at(sorted(values), 0.5);

/**
 * @param {number[][]} rounds what was measured in each
 * @returns {Figure}
 *
 * @example
 * summarise([[1, 2, 3], [2, 3, 4]]).median; // 3
 */
export function summarise(rounds) {
	const all = sorted(rounds.flat());
	return { median: at(all, 0.5), p99: at(all, 0.99), rounds: rounds.map(median) };
}

/**
 * How much longer one takes than another: in the middle of the rounds. The machine may be twice as fast in one round as in
 * the next, and within one they meet the same machine.
 *
 * @param {Figure} figure
 * @param {Figure} other
 *
 * @example
 * ratio({ median: 3, p99: 4, rounds: [2, 4] }, { median: 1, p99: 1, rounds: [1, 2] }); // 2
 */
export const ratio = (figure, other) =>
	median(figure.rounds.map((value, index) => value / (other.rounds[index] ?? NaN)));

/**
 * How much the machine differed between the rounds: what the slowest tenth of them took, over what the quickest did.
 * 1 is silence.
 *
 * @param {Figure} figure
 */
export function spread({ rounds }) {
	const medians = sorted(rounds);
	return at(medians, 0.9) / at(medians, 0.1);
}

/**
 * How much of a turn is not counted: when it begins, the processor's caches are full of what the others did, and a server
 * that has visitors has them to itself.
 */
const UNCOUNTED = 0.25;

/**
 * Does something so often in one turn, and writes down how long it took.
 *
 * @template T
 * @param {number[][]} rounds where
 * @param {T[]} things to do it with
 * @param {(thing: T) => Promise<unknown>} work
 * @param {number} [atOnce] how many are under way at the same time; default: 1
 */
export async function takeTurn(rounds, things, work, atOnce = 1) {
	/** @type {number[]} */
	const round = [];
	const list = things.entries();
	const act = async () => {
		for (const [index, thing] of list) {
			const start = performance.now();
			await work(thing);
			const taken = (performance.now() - start) * 1000;
			if (index >= things.length * UNCOUNTED) round.push(taken);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, act));
	rounds.push(round);
}

/**
 * Some of them, each as likely as any other.
 *
 * @param {string[]} list
 * @param {number} count
 */
export const some = (list, count) =>
	Array.from({ length: count }, () => list[Math.floor(Math.random() * list.length)] ?? '');
