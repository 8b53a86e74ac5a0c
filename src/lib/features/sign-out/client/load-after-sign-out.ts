/**
 * Loads what is needed once somebody has signed out: see `after-sign-out.ts`.
 *
 * @returns `null` where that fails, because an older deployment is gone or the connection is
 *
 * @example
 * ```ts
 * const after = await loadAfterSignOut();
 * ```
 */
export const loadAfterSignOut = () => import('./after-sign-out.js').catch(() => null);
