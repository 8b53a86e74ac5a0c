import { normalizedEmail } from '../email-address.js';

/** Longer than any email: to normalize more could block the process. */
const LONGEST = 1024;

/**
 * An email as it is compared, whatever its length and whatever is stored: see {@link normalizedEmail}.
 *
 * @example
 * ```ts
 * comparableEmail('Ann@Example.com'); // 'ann@example.com'
 * ```
 */
export const comparableEmail = (email: string): string =>
	email.length <= LONGEST ? normalizedEmail(email) : email;

/**
 * Whether a stored email is the one that was asked for, however the database compares: its collation may take `é` for `e`, and
 * then it finds another person's account. Upper and lower case are the same, as with `citext`.
 *
 * @param stored as the row has it
 * @param asked normalized
 *
 * @example
 * ```ts
 * isSameEmail('Ann@Example.com', 'ann@example.com'); // true
 * isSameEmail('änn@example.com', 'ann@example.com'); // false
 * ```
 */
export const isSameEmail = (stored: unknown, asked: string): boolean =>
	typeof stored === 'string' && comparableEmail(stored) === asked;
