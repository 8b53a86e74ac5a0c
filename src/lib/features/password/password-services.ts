import type { RequestEvent } from '@sveltejs/kit';
import type { AuthContext } from '../../context.js';
import { failure } from '../../failure.js';
import type { PasswordServices } from '../../password-types.js';
import { newPasswordSchema } from '../../schemas.js';
import type { PasswordPolicy } from './password-policy.js';
import { passwordQueue } from './password-queue.js';
import { passwordWork, tooBusy } from './password-work.js';
import { hashPassword, verifyPassword } from './password.js';

/**
 * Creates what other features need of passwords: it works through the same queue and by the same policy as the forms here.
 *
 * @example
 * ```ts
 * const passwords = createPasswordServices(context, createPasswordPolicy(context.config));
 * const prepared = await passwords.prepare(user.id, password, event);
 * ```
 */
export function createPasswordServices<User>(
	{ users }: Pick<AuthContext<User>, 'users'>,
	refuse: PasswordPolicy
): PasswordServices {
	const inTurn = <T>(event: RequestEvent | null, work: () => Promise<T>) =>
		event ? passwordWork(event, work) : passwordQueue.run(work);

	return {
		async prepare(userId, password, event) {
			const parsed = newPasswordSchema.safeParse(password);
			if (!parsed.success) {
				const [issue] = parsed.error.issues;
				return { ...failure('INVALID_INPUT'), ...(issue && { error: issue.message }) };
			}
			const account = await users.credentialsOf(userId);
			if (!account) return failure('ACCOUNT_UNAVAILABLE');
			const { email, name } = account;
			const refused = await refuse(password, { email, name });
			if (refused) return refused;
			const hashed = await inTurn(event, () => hashPassword(password));
			return hashed.done ? { ok: true, passwordHash: hashed.value } : tooBusy();
		},
		async verify(userId, password, event) {
			const account = await users.credentialsOf(userId);
			const stored = account?.passwordHash ?? null;
			const checked = await inTurn(event, () => verifyPassword(stored, password));
			if (!checked.done) return tooBusy();
			if (!checked.value) return failure('WRONG_PASSWORD');
			return { ok: true, proof: (current) => current === stored };
		}
	};
}
