import { RowsUnchangedError, StoreError } from './database/query.js';
import { GuardianError } from './errors.js';
import { report } from './report.js';

/**
 * Calls the database for server code, which gets its failures thrown.
 *
 * @throws {GuardianError} `STORE_UNAVAILABLE`
 *
 * @example
 * ```ts
 * await available(() => sessions.list(userId));
 * ```
 */
export async function available<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (cause) {
		if (!(cause instanceof StoreError)) throw cause;
		// An app may show the error's message to a user, so row-level security is mentioned only in the log.
		if (cause instanceof RowsUnchangedError) report('Sessions could not be ended.', cause);
		throw new GuardianError('STORE_UNAVAILABLE', '', { cause });
	}
}
