import type { BrowserContext } from '@playwright/test';

/**
 * The cookies of a browser, without the proof that it has signed in before, which outlives a sign-out.
 *
 * @example
 * ```ts
 * expect(await cookiesOf(page.context())).toEqual([]);
 * ```
 */
export const cookiesOf = async (context: Pick<BrowserContext, 'cookies'>) =>
	(await context.cookies()).filter(({ name }) => !name.endsWith('_device'));
