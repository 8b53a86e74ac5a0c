import { DEV } from 'esm-env';

/**
 * Whether the checks of development run: not in production, and not in a test runner, whose tests may count statements.
 *
 * @example
 * ```ts
 * if (runsInDevelopment()) void checkStoredEmails(context);
 * ```
 */
export const runsInDevelopment = (): boolean => DEV && process.env.NODE_ENV !== 'test';
