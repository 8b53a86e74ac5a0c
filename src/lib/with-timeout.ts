/** The longest delay of a timer, in seconds: about 24 days. A timer with a longer one fires at once. */
export const MAX_TIMER_SECONDS = Math.floor((2 ** 31 - 1) / 1000);

/** See {@link withTimeout}. */
export interface TimeoutOptions<T> {
	/** At most {@link MAX_TIMER_SECONDS}; more counts as that. */
	seconds: number;
	/** The error to throw when the time is over. */
	timeoutError: (seconds: number) => Error;
	/** Called with a result that arrives after the time is over. */
	late?: ((value: T) => void) | undefined;
}

/**
 * Runs `work` and waits for its result for a limited time. The work itself is not stopped: nothing can stop a promise.
 *
 * @throws what `work` throws, synchronously or not; `timeoutError` when the time is over
 *
 * @example
 * ```ts
 * const user = await withTimeout(() => findUser(id), {
 * 	seconds: 5,
 * 	timeoutError: (seconds) => new Error(`No answer within ${seconds} s.`)
 * });
 * ```
 */
export function withTimeout<T>(
	work: () => T | PromiseLike<T>,
	{ seconds, timeoutError, late }: TimeoutOptions<T>
): Promise<T> {
	return new Promise<T>((resolve, reject) => {
		let isLate = false;
		const timer = setTimeout(
			() => {
				isLate = true;
				reject(timeoutError(seconds));
			},
			Math.min(seconds, MAX_TIMER_SECONDS) * 1000
		);
		const settle = async () => await work();
		settle().then(
			(value) => {
				clearTimeout(timer);
				if (isLate) late?.(value);
				else resolve(value);
			},
			(error) => {
				clearTimeout(timer);
				reject(error);
			}
		);
	});
}
