/**
 * Whether a translator has put `<font>` in the place of texts of this page, as Chrome's does: Svelte then changes texts that
 * nobody sees, and what was there before stays on the screen.
 *
 * @example
 * ```ts
 * if (isTranslated()) location.reload();
 * ```
 */
export const isTranslated = (): boolean => !!document.querySelector('font');
