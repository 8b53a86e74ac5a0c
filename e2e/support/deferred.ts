/**
 * A promise, and what resolves it: for a test that holds something back until it says so.
 *
 * @example
 * ```ts
 * const { promise: released, resolve: release } = deferred();
 * ```
 */
export function deferred() {
	let resolve = () => {};
	const promise = new Promise<void>((done) => (resolve = done));
	return { promise, resolve };
}
