import type { AuthContext } from '../../context.js';
import { credentialsChanged } from '../../credentials-changed.js';
import { StoreError } from '../../database/query.js';
import { failure } from '../../failure.js';
import { defineAction, type ActionFailed, type ActionRequest } from '../../http/action.js';
import type { RequestAuth, SignedIn } from '../../http/request-auth.js';
import { emitAfterSignOut } from '../../hooks.js';
import { report } from '../../report.js';
import { changePasswordSchema } from '../../schemas.js';
import type { Session } from '../../session.js';
import { openSession } from '../../sessions/open-session.js';
import type { PasswordPolicy } from './password-policy.js';
import { passwordWork, tooBusy } from './password-work.js';
import { hashPassword, verifyPassword } from './password.js';
import { storePassword } from './store-password.js';

/** A password that has been changed, and what became of the sessions. */
type Changed = { ok: true; session: Session; revoked: number };

/**
 * Creates the action `?/changepassword`. It takes the current password; the other sessions end, and this browser gets a new
 * one with a new token (OWASP ASVS 5.0, 6.2.3, 7.2.4, 7.4.3).
 *
 * @example
 * ```ts
 * const changepassword = createChangePasswordAction(context, createPasswordPolicy(context.config));
 * ```
 */
export function createChangePasswordAction<User extends { id: string }>(
	context: AuthContext<User>,
	refuse: PasswordPolicy
) {
	const { config, requests, users, hooks } = context;

	async function attempt(
		current: string,
		wanted: string,
		state: RequestAuth<User>,
		{ user, key }: SignedIn<User>
	): Promise<Changed | ActionFailed> {
		const { event } = state;
		const account = await users.credentialsOf(user.id);
		const refused = await refuse(wanted, { email: account?.email ?? '', name: account?.name });
		// Before the current one is looked at: what is wrong with the new one says nothing about that.
		if (refused) return { ...refused, field: 'newPassword', triesSecret: false };

		const stored = account?.passwordHash ?? null;
		const checked = await passwordWork(event, async () =>
			(await verifyPassword(stored, current)) ? hashPassword(wanted) : null
		);
		if (!checked.done) return tooBusy();
		const passwordHash = checked.value;
		const wrong = { ...failure('WRONG_PASSWORD'), field: 'currentPassword' } as const;
		if (passwordHash === null || stored === null) return wrong;
		const { id: userId } = user;
		const revocation = { scope: 'others', userId, key } as const;
		const ending = { scope: 'others', userId, reason: 'password-change', event } as const;
		const password = { userId, passwordHash, stored, revocation, ending };
		const settle = await storePassword(context, password);
		// It has been changed meanwhile, so that it is no longer the current one.
		if (!settle) return wrong;
		let revoked = 0;
		const result = await renew(state, user, passwordHash, async () => {
			revoked = await settle();
		});
		await emitAfterSignOut(hooks, { ...ending, user, revoked });
		await hooks.emit(credentialsChanged(userId, 'password', event));
		return result.ok ? { ...result, revoked } : result;
	}

	/** Makes sure that the other sessions are gone, and gives this browser a new one, also where it cannot be made sure. */
	async function renew(
		state: RequestAuth<User>,
		user: User,
		passwordHash: string,
		settle: () => Promise<void>
	): Promise<{ ok: true; session: Session } | ActionFailed> {
		let session: Session | null;
		try {
			try {
				// Before there is the new one: it would be one of the others.
				await settle();
			} finally {
				session = await openSession(
					{ ...context, lifetime: config.lifetime },
					state,
					user,
					(hash) => hash === passwordHash
				);
			}
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			report('After a change of password, the earlier sessions could not be ended.', error);
			return failure('OTHERS_NOT_SIGNED_OUT');
		}
		return session ? { ok: true, session } : failure('ACCOUNT_UNAVAILABLE');
	}

	return defineAction({
		schema: changePasswordSchema,
		on: 'page',
		needs: 'user',
		secrets: ['currentPassword', 'newPassword'],
		limit: {
			account: (_, { event }) => {
				const { identity } = requests.of(event.cookies);
				return identity.status === 'signed-in' ? users.emailOf(identity.user.id) : null;
			}
		},
		async run({ currentPassword, newPassword }, { event }: ActionRequest<User, 'user'>) {
			const state = requests.of(event.cookies);
			const { identity } = state;
			if (identity.status !== 'signed-in') return failure('STORE_UNAVAILABLE');
			try {
				return await attempt(currentPassword, newPassword, state, identity);
			} catch (error) {
				if (!(error instanceof StoreError)) throw error;
				report('A password could not be changed.', error);
				return failure('STORE_UNAVAILABLE');
			}
		}
	});
}
