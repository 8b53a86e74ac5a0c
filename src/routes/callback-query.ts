/**
 * The query that carries the way back from one auth page to the other. It is only passed on here: the library decides
 * on the server whether the target is safe.
 *
 * @param start `'&'` where a query is there already
 */
export function callbackQuery<Start extends '?' | '&' = '?'>(
	callbackUrl: string | null | undefined,
	start = '?' as Start
): '' | `${Start}${string}` {
	return callbackUrl ? `${start}callbackUrl=${encodeURIComponent(callbackUrl)}` : '';
}
