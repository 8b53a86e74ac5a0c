import { GuardianError } from '../errors.js';

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
 * throw new KeptError('deleted');
 * ```
 */
export class KeptError extends StoreError {
	/** @param what was asked of the database */
	constructor(what: 'deleted' | 'changed') {
		super(
			`The database reports no error, but a session is still there after it was ${what}. Likely causes: row-level ` +
				'security without a policy for this statement, a trigger or rule on the table, or an extension of the Prisma ' +
				'client, such as soft delete.'
		);
	}
}

/**
 * The bound on a call that is an extra try: one after another of the same request went unanswered, or one that the page
 * could do without. In seconds.
 */
export const BRIEFLY = 1;

/** How one call to the database is made. */
export interface AskOptions<T> {
	/** Instead of the usual bound, where that is longer, in seconds. */
	within?: number;
	/** Told an answer that came after the bound, when the caller had already been refused. */
	late?: (answer: T) => void;
}

/** Runs one piece of work against the database: see {@link boundedBy}. */
export type Ask = <T>(work: () => PromiseLike<T>, options?: AskOptions<T>) => Promise<T>;

/** What a timer can wait, in milliseconds, some 24 days: it rings at once for more. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Makes the function every call to the database goes through: whatever goes wrong there becomes a {@link StoreError},
 * and no answer within `seconds` is one too, so that no page hangs on a database that does.
 *
 * @example
 * ```ts
 * const ask = boundedBy(5);
 * const user = await ask(() => prisma.user.findUnique({ where: { id } }));
 * ```
 */
export function boundedBy(seconds: number): Ask {
	return <T>(work: () => PromiseLike<T>, { within = seconds, late }: AskOptions<T> = {}) =>
		new Promise<T>((resolve, reject) => {
			const bound = Math.min(within, seconds);
			let isLate = false;
			const timer = setTimeout(
				() => {
					isLate = true;
					reject(new StoreError(`The database did not answer within ${bound} s.`));
				},
				Math.min(bound * 1000, LONGEST_TIMER)
			);

			// An async wrapper, so that a client that throws before it returns a promise is caught here as well.
			(async () => await work())().then(
				(answer) => {
					clearTimeout(timer);
					if (isLate) late?.(answer);
					else resolve(answer);
				},
				(cause) => {
					clearTimeout(timer);
					// Misuse was refused before the database was asked.
					const isOurs = cause instanceof StoreError || cause instanceof GuardianError;
					reject(isOurs ? cause : unasked(cause));
				}
			);
		});
}

const unasked = (cause: unknown) => new StoreError('The database could not be asked.', { cause });
