/** One count: of what, and for how long from the first. */
export interface Counter {
	/** A keyed hash: it tells nothing of what is counted. */
	key: string;
	/** The length of the window, in seconds. */
	seconds: number;
}

/** How far a count is. */
export interface Count {
	points: number;
	/** When the window ends, in milliseconds since 1970. */
	until: number;
}

/** Where counts are kept. Each method throws where the store does not answer. */
export interface CounterStore {
	/**
	 * Adds one to each counter, and begins a new window where there is none or the last is over. Calls at the same time,
	 * also of several processes, are all counted: none of them reads before it writes.
	 *
	 * @returns the counts, in the order of the counters
	 */
	add(counters: readonly Counter[]): Promise<Count[]>;
	/** Takes one off a count, if there is one. */
	giveBack(key: string): Promise<void>;
	/** Sets a count, and begins a new window. */
	set(counter: Counter, points: number): Promise<void>;
	/** @returns the count whose window is not over, or `null` */
	get(key: string): Promise<Count | null>;
	remove(keys: readonly string[]): Promise<void>;
}
