import { GuardianError } from '../errors.js';
import { withTimeout } from '../with-timeout.js';
import { storeAdvice } from './store-advice.js';

/**
 * The database could not be asked, or did not answer in time. What it was doing when that happened is unknown: the
 * statement may have been carried out.
 */
export class StoreError extends Error {
	override readonly name = 'StoreError';
}

/**
 * The database was asked and answered, and the rows are as they were. To everybody else that is a revocation which was
 * not confirmed; to the developer it names what can cause it.
 *
 * @example
 * ```ts
 * throw new RowsUnchangedError('deleted');
 * ```
 */
export class RowsUnchangedError extends StoreError {
	/**
	 * @param what was asked of the database
	 * @param of what the row is of
	 */
	constructor(what: 'deleted' | 'changed', of: 'session' | 'row' = 'session') {
		super(
			`The database reports no error, but a ${of} is still there after it was ${what}. Likely causes: row-level ` +
				'security without a policy for this statement, a trigger or rule on the table, or an extension of the Prisma ' +
				'client, such as soft delete.'
		);
	}
}

/**
 * The bound on a call that is an extra try: one after another of the same request went unanswered, or one that the page
 * could do without. In seconds.
 */
export const RETRY_TIMEOUT_SECONDS = 1;

/** The options of one call to the database. */
export interface QueryOptions<T> {
	/** A shorter timeout than the usual one, in seconds. */
	timeoutSeconds?: number;
	/** Called with an answer that arrives after the timeout, when the caller has already got an error. */
	late?: (answer: T) => void;
}

/** Makes one call to the database: see {@link createQuery}. */
export type Query = <T>(work: () => PromiseLike<T>, options?: QueryOptions<T>) => Promise<T>;

/**
 * Creates the function that every call to the database goes through. Every error of the database becomes a
 * {@link StoreError}, and so does an answer that takes longer than `seconds`: no page waits for ever.
 *
 * @example
 * ```ts
 * const query = createQuery(5);
 * const user = await query(() => prisma.user.findUnique({ where: { id } }));
 * ```
 */
export function createQuery(seconds: number): Query {
	return async <T>(
		work: () => PromiseLike<T>,
		{ timeoutSeconds = seconds, late }: QueryOptions<T> = {}
	) => {
		try {
			return await withTimeout(work, {
				seconds: Math.min(timeoutSeconds, seconds),
				timeoutError: (waited) => new StoreError(`The database did not answer within ${waited} s.`),
				late
			});
		} catch (error) {
			// Misuse was refused before the database was asked.
			if (error instanceof StoreError || error instanceof GuardianError) throw error;
			throw new StoreError(`The database could not be asked.${storeAdvice(error)}`, {
				cause: error
			});
		}
	};
}
