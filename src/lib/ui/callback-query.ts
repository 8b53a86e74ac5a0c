/**
 * The query that carries the way back from one page of the kit to the other. It is only passed on here: the server decides
 * whether the target is safe.
 *
 * @param start `'&'` where a query is there already
 *
 * @example
 * ```ts
 * callbackQuery('/account'); // '?callbackUrl=%2Faccount'
 * ```
 */
export const callbackQuery = (callbackUrl: string | null | undefined, start = '?'): string =>
	callbackUrl ? `${start}callbackUrl=${encodeURIComponent(callbackUrl)}` : '';
