/**
 * What a process holds once its garbage is collected.
 *
 * @typedef {object} Held
 * @property {number} heap live objects, in bytes
 * @property {number} external what they hold outside of the heap, such as buffers and WebAssembly, in bytes
 * @property {string[]} resources what keeps the process from ending, such as sockets and timers
 */

// Loaded into an instance by `--import`, with `--expose-gc`. It answers each message with what the process holds.
process.on('message', () => {
	// What finalizers set free in the first collection is collected by the second.
	globalThis.gc?.();
	globalThis.gc?.();
	const { heapUsed: heap, external } = process.memoryUsage();
	process.send?.(
		/** @satisfies {Held} */ ({ heap, external, resources: process.getActiveResourcesInfo() })
	);
});
// It must not keep the process from ending.
process.channel?.unref();
