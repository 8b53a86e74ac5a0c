/**
 * Waits until a whole number of steps has passed since the start. The time of a response then tells nothing about what was
 * done: work that takes more or less, by less than a step, is answered at the same moment. Waiting costs no work.
 *
 * @param startedAt when the work began, by `performance.now()`
 * @param stepMs in milliseconds; more than the work usually takes
 *
 * @example
 * ```ts
 * const startedAt = performance.now();
 * const account = await findAccount(email);
 * await waitForStep(startedAt, 100);
 * ```
 */
export async function waitForStep(startedAt: number, stepMs: number): Promise<void> {
	const elapsed = performance.now() - startedAt;
	const due = Math.max(1, Math.ceil(elapsed / stepMs)) * stepMs;
	if (due > elapsed) await new Promise((resolve) => setTimeout(resolve, due - elapsed));
}
