import type { Database } from './database.js';

/** Undoes a transaction whose work has found that it cannot be done. */
class NotDone extends Error {
	override readonly name = 'NotDone';
}

/**
 * Runs a transaction that may find, when it has begun, that it cannot be done: then nothing of it counts. So its statements can
 * come in one order for all: first the row of the user, then what belongs to them. Two that work on one user wait for each other
 * at that row, where another order would lock each of them out of what the other one needs next.
 *
 * @param work answers whether it could be done
 * @returns the same
 * @throws {StoreError} when the database does not answer, and for an error inside of it
 *
 * @example
 * ```ts
 * await allOrNothing(database, async (model) => {
 * 	if (!(await changeUser(model, { id, email }, { passwordHash }))) return false;
 * 	return await tokens.spend(purpose, token, model);
 * });
 * ```
 */
export async function allOrNothing(
	{ transaction }: Pick<Database, 'transaction'>,
	work: Parameters<typeof transaction<boolean>>[0]
): Promise<boolean> {
	try {
		return await transaction(async (model) => {
			if (await work(model)) return true;
			throw new NotDone();
		});
	} catch (error) {
		if (error instanceof Error && error.cause instanceof NotDone) return false;
		throw error;
	}
}
