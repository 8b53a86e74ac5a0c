import { DEV } from 'esm-env';
import { KeptError } from '../sessions/store.js';
import type { Parts } from './parts.js';
import { report } from './report.js';

/** Whose check has been made: once for each `guardianAuth()`. */
const checked = new WeakSet<object>();

/**
 * Whether sessions can be ended at all is checked in development, and neither in production nor by a test runner, whose
 * tests may count statements.
 */
const isWanted = () => DEV && process.env.NODE_ENV !== 'test';

/**
 * After the first sign-in of a process in development, checks that a session can be ended: makes one of the same user that
 * has already expired, deletes it and looks for it. Nobody waits for it, it does not throw, and what is wrong is logged.
 *
 * @param isDevelopment default: what the build and `NODE_ENV` say
 *
 * @example
 * ```ts
 * void checkRevoking(parts, user.id);
 * ```
 */
export async function checkRevoking(
	{ sessions }: Pick<Parts<unknown>, 'sessions'>,
	userId: string,
	isDevelopment = isWanted()
): Promise<void> {
	if (!isDevelopment || checked.has(sessions)) return;
	checked.add(sessions);
	try {
		await sessions.tryRevoking(userId);
	} catch (error) {
		report(
			error instanceof KeptError
				? 'Sessions cannot be ended on this database: signing out would not work. This was found by a session made for ' +
						'the purpose, in development only.'
				: 'It could not be checked whether sessions can be ended. The next start tries again.',
			error
		);
	}
}
