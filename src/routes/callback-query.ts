/**
 * The query that carries the way back from one auth page to the other. It is only passed on here: the library decides
 * on the server whether the target is safe.
 */
export function callbackQuery(callbackUrl: string | null | undefined): '' | `?${string}` {
	return callbackUrl ? `?callbackUrl=${encodeURIComponent(callbackUrl)}` : '';
}
