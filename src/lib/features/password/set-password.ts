import { z } from 'zod';
import { readArguments, say, userArgument } from '../../arguments.js';
import { available } from '../../available.js';
import type { AuthContext } from '../../context.js';
import { credentialsChanged } from '../../credentials-changed.js';
import { failure } from '../../failure.js';
import { emitAfterSignOut } from '../../hooks.js';
import { newPasswordSchema } from '../../schemas.js';
import type { SetPasswordResult } from '../../password-types.js';
import type { PasswordPolicy } from './password-policy.js';
import { passwordQueue, RETRY_AFTER } from './password-queue.js';
import { hashPassword } from './password.js';
import { storePassword } from './store-password.js';

const ARGUMENTS = userArgument.extend({ password: z.string(say('Pass the new password.')) });

/**
 * Creates `auth.setPassword()`: for server code that has made sure of the person in another way, such as a support desk, and
 * for accounts that have no password yet.
 *
 * @example
 * ```ts
 * const setPassword = createSetPassword(context, createPasswordPolicy(context.config));
 * await setPassword({ id: 'ann' }, 'a long sentence'); // { ok: true, revoked: 3 }
 * ```
 */
export function createSetPassword<User extends { id: string }>(
	context: AuthContext<User>,
	refuse: PasswordPolicy
) {
	const { users, hooks } = context;
	return async (
		user: { id: string | number | bigint },
		password: string
	): Promise<SetPasswordResult> => {
		const { id } = readArguments('setPassword()', ARGUMENTS, { user, password }).user;
		const parsed = newPasswordSchema.safeParse(password);
		if (!parsed.success) {
			const [issue] = parsed.error.issues;
			return { ...failure('INVALID_INPUT'), ...(issue && { error: issue.message }) };
		}
		const account = await available(() => users.credentialsOf(id));
		if (!account) return failure('ACCOUNT_UNAVAILABLE');
		const { email, name } = account;
		const refused = await refuse(password, { email, name });
		if (refused) return refused;

		const hashed = await passwordQueue.run(() => hashPassword(password));
		if (!hashed.done) return { ...failure('TOO_BUSY'), retryAfter: RETRY_AFTER };
		const event = null;
		// With the change: a sign-in under way with the old password finds the new one, and gets no session.
		const ending = { userId: id, scope: 'all', reason: 'password-change', event } as const;
		const revocation = { scope: 'all', userId: id } as const;
		const { value: passwordHash } = hashed;
		const settle = await available(() =>
			storePassword(context, { userId: id, passwordHash, revocation, ending })
		);
		if (!settle) return failure('ACCOUNT_UNAVAILABLE');
		let revoked;
		try {
			revoked = await available(settle);
		} finally {
			// The password is another one, whatever has become of the sessions. Hooks run last: each may take its time.
			await hooks.emit(credentialsChanged(id, 'password', event));
		}
		await emitAfterSignOut(hooks, { ...ending, user: null, revoked });
		return { ok: true, revoked };
	};
}
