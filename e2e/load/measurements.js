/** What was measured. */
export class Measurements {
	/** @type {Map<string, number[]>} */
	#times = new Map();
	#started = performance.now();
	/** @type {Map<string, number>} How often each request was not answered as it should, by its name and status. */
	#wrong = new Map();

	/** How many requests were not answered as they should. */
	get errors() {
		return [...this.#wrong.values()].reduce((sum, count) => sum + count, 0);
	}

	/**
	 * @param {string} what
	 * @param {number} milliseconds
	 * @param {string} [wrong] what it was answered instead; none where it was answered as it should
	 */
	add(what, milliseconds, wrong) {
		const times = this.#times.get(what) ?? [];
		times.push(milliseconds);
		this.#times.set(what, times);
		if (wrong === undefined) return;
		const which = `${what}: ${wrong}`;
		this.#wrong.set(which, (this.#wrong.get(which) ?? 0) + 1);
	}

	/** The figures as a table: latencies in milliseconds. */
	summary() {
		const seconds = (performance.now() - this.#started) / 1000;
		const all = [...this.#times.values()].flat().length;
		const rows = [...this.#times].map(([what, times]) => {
			times.sort((a, b) => a - b);
			const at = (/** @type {number} */ share) =>
				(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0)
					.toFixed(1)
					.padStart(9);
			return `${what.padEnd(20)}${String(times.length).padStart(8)}${at(0.5)}${at(0.95)}${at(0.99)}${at(1)}`;
		});
		return [
			'',
			`${''.padEnd(20)}${'count'.padStart(8)}${['p50', 'p95', 'p99', 'max'].map((name) => name.padStart(9)).join('')}`,
			...rows,
			'',
			`Requests          ${all} in ${seconds.toFixed(1)} s, ${(all / seconds).toFixed(0)} a second`,
			`Errors            ${this.errors}`,
			...[...this.#wrong].map(([which, count]) => `  ${String(count).padStart(8)} ${which}`)
		].join('\n');
	}
}
