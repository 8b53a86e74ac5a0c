import { RowsUnchangedError } from '../database/query.js';
import type { Sessions } from './sessions.js';
import { report } from '../report.js';
import { runsInDevelopment } from '../runs-in-development.js';

/** Whose check has been made: once for each `guardianAuth()`. */
const checked = new WeakSet<object>();

/**
 * After the first sign-in of a process in development, checks that a session can be ended: makes one of the same user that
 * has already expired, deletes it and looks for it. No request waits for it. It does not throw; failures are logged.
 *
 * @param isDevelopment default: what the build and `NODE_ENV` say
 *
 * @example
 * ```ts
 * void checkRevocation(context, user.id);
 * ```
 */
export async function checkRevocation(
	{ sessions }: { sessions: Pick<Sessions<unknown>, 'testRevocation'> },
	userId: string,
	isDevelopment = runsInDevelopment()
): Promise<void> {
	if (!isDevelopment || checked.has(sessions)) return;
	checked.add(sessions);
	try {
		await sessions.testRevocation(userId);
	} catch (error) {
		report(
			error instanceof RowsUnchangedError
				? 'Sessions cannot be ended on this database: signing out would not work. This was found by a session made for ' +
						'the purpose, in development only.'
				: 'It could not be checked whether sessions can be ended. The next start tries again.',
			error
		);
	}
}
