import type { AuthContext } from '../../context.js';

/**
 * Stores a new password, together with what features do on that: either all of it counts or none.
 *
 * @param stored the hash that is expected there. Default: whatever it is
 * @returns whether it was as expected
 * @throws {StoreError} when the database does not answer
 *
 * @example
 * ```ts
 * await storePassword(context, user.id, await hashPassword(password));
 * ```
 */
export async function storePassword<User>(
	{ database, newPasswordSteps }: Pick<AuthContext<User>, 'database' | 'newPasswordSteps'>,
	userId: string,
	passwordHash: string,
	stored?: string
): Promise<boolean> {
	async function work(model: typeof database.model): Promise<boolean> {
		const where = { id: userId, ...(stored !== undefined && { passwordHash: stored }) };
		const { count } = (await model('user').updateMany({ where, data: { passwordHash } })) as {
			count: number;
		};
		if (count === 0) return false;
		for (const step of newPasswordSteps) await step(userId, model);
		return true;
	}
	// Without a step there is one statement, which needs no transaction.
	return newPasswordSteps.length > 0
		? await database.transaction(work)
		: await database.query(() => work(database.model));
}
