/**
 * Uses what a browser may lack, or refuses at any access: channels and storage throw where cookies are blocked, and some web
 * views have none.
 *
 * @returns `undefined` where it threw
 *
 * @example
 * ```ts
 * attempt(() => sessionStorage.removeItem('draft'));
 * ```
 */
export function attempt<T>(work: () => T): T | undefined {
	try {
		return work();
	} catch {
		return undefined;
	}
}
