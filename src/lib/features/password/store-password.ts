import type { AuthContext } from '../../context.js';
import type { Ending, Revocation } from '../../sessions/revoke.js';

/** A new password, and the sessions that end with it. */
interface NewPassword {
	userId: string;
	passwordHash: string;
	/** The hash that is expected there. Default: whatever it is. */
	stored?: string;
	/** All of this user, or the others. */
	revocation: Revocation & { scope: 'all' | 'others' };
	/** What the event of the end says. */
	ending: Ending & { userId: string };
}

/**
 * Stores a new password, ends sessions, and does what features do on that: either all of it counts or none. So whoever is let in
 * by the old password is out as soon as the new one counts, also where the answer of the database is lost.
 *
 * @returns what to call next: it makes sure that the sessions are gone, and answers how many there were. `null` where the hash was
 * not the expected one
 * @throws {StoreError} when the database does not answer; so does what it returns
 *
 * @example
 * ```ts
 * const settle = await storePassword(context, { userId, passwordHash, revocation: { scope: 'all', userId }, ending });
 * const revoked = await settle?.();
 * ```
 */
export async function storePassword<User>(
	{
		database,
		sessions,
		newPasswordSteps
	}: Pick<AuthContext<User>, 'database' | 'sessions' | 'newPasswordSteps'>,
	{ userId, passwordHash, stored, revocation, ending }: NewPassword
): Promise<(() => Promise<number>) | null> {
	return await database.transaction(async (model) => {
		const where = { id: userId, ...(stored !== undefined && { passwordHash: stored }) };
		const { count } = (await model('user').updateMany({ where, data: { passwordHash } })) as {
			count: number;
		};
		if (count === 0) return null;
		const settle = await sessions.revokeIn(model, revocation, ending);
		for (const step of newPasswordSteps) await step(userId, model);
		return settle;
	});
}
