/**
 * How long something took, many times, in microseconds.
 *
 * @typedef {object} Figure
 * @property {number} median
 * @property {number} p99
 * @property {number} spread between the rounds: the slowest tenth's median over that of the quickest; 1 is silence
 */

/** @param {number[]} values sorted */
const at = (values, /** @type {number} */ share) =>
	values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;

/** @param {number[]} values */
const sorted = (values) => [...values].sort((a, b) => a - b);

/** @param {number[]} values */
export const median = (values) => at(sorted(values), 0.5);

/**
 * @param {number[][]} rounds what was measured in each
 * @returns {Figure}
 *
 * @example
 * summarise([[1, 2, 3], [2, 3, 4]]).median; // 3
 */
export function summarise(rounds) {
	const all = sorted(rounds.flat());
	const medians = sorted(rounds.map(median));
	return {
		median: at(all, 0.5),
		p99: at(all, 0.99),
		spread: at(medians, 0.9) / at(medians, 0.1)
	};
}

/** Collects what is measured, by what it is and by round. */
export class Samples {
	/** @type {Map<string, number[][]>} */
	#rounds = new Map();

	/** @param {string} name */
	#of(name) {
		let rounds = this.#rounds.get(name);
		if (!rounds) this.#rounds.set(name, (rounds = []));
		return rounds;
	}

	/** A new round of everything. @param {string} name */
	begin(name) {
		this.#of(name).push([]);
	}

	/**
	 * Does some work and writes down how long it took.
	 *
	 * @template T
	 * @param {string} name
	 * @param {() => Promise<T>} work
	 */
	async time(name, work) {
		const rounds = this.#of(name);
		const start = performance.now();
		const result = await work();
		rounds.at(-1)?.push((performance.now() - start) * 1000);
		return result;
	}

	/** @param {string} name */
	figure(name) {
		return summarise(this.#of(name));
	}
}
