/**
 * Waits.
 *
 * @param ms in milliseconds
 *
 * @example
 * ```ts
 * await Promise.race([work, sleep(800)]);
 * ```
 */
export const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
