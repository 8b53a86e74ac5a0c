import type { RequestEvent } from '@sveltejs/kit';
import type { AuthContext } from '../../context.js';
import { StoreError } from '../../database/query.js';
import { failure } from '../../failure.js';
import { defineAction, type ActionRequest } from '../../http/action.js';
import { report } from '../../report.js';
import { signInSchema, type SignInFields } from '../../schemas.js';
import { signInWith } from '../../sessions/sign-in-with.js';
import type { SignInResult } from '../../types.js';
import type { Account } from '../../users/users.js';
import { passwordWork, tooBusy } from './password-work.js';
import { hashPassword, needsRehash, verifyPassword } from './password.js';
import { refusalTime } from './refusal-time.js';

/** What signing in or up comes to. */
export type SignInOutcome<User> = SignInResult<User, string> & {
	field?: string;
	/** See `ActionFailed`. */
	triesSecret?: false;
};

/** The same for a form, which goes where the result leads. */
export const leadingOn = <User>(result: SignInOutcome<User>) => ({
	...result,
	...(result.url !== undefined && { redirectTo: result.url })
});

/**
 * Creates the action `?/signin`.
 *
 * @example
 * ```ts
 * const signin = createSignInAction(context);
 * ```
 */
export function createSignInAction<User extends { id: string }>(context: AuthContext<User>) {
	const { config, requests, users, hooks, admit } = context;
	if (config.fromLucia) refusalTime.costsDiffer();

	async function attempt(
		{ email, password, callbackUrl }: SignInFields,
		event: RequestEvent
	): Promise<SignInOutcome<User>> {
		try {
			let startedAt = 0;
			const checked = await passwordWork(event, () => {
				startedAt = performance.now();
				return check(email, password);
			});
			if (!checked.done) return tooBusy();
			if (!checked.value) {
				await refusalTime.wait(startedAt);
				return failure('INVALID_CREDENTIALS');
			}

			const { account, newHash } = checked.value;
			const result = await signInWith(admit, requests.of(event.cookies), account.user, {
				...{ method: 'password', callbackUrl },
				paths: config.paths,
				// Another sign-in may have hashed the same password anew.
				proof: async (current) =>
					current === account.passwordHash || (await verifyPassword(current, password))
			});
			if (newHash !== null) await rehash(account, newHash);
			// The password was right, and whoever sees the refusal has shown it. Where it was changed meanwhile, it was not.
			const isRefused = !result.ok && result.code !== 'INVALID_CREDENTIALS';
			return isRefused ? { ...result, triesSecret: false } : result;
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			report('A sign-in could not be finished.', error);
			return failure('STORE_UNAVAILABLE');
		}
	}

	/** Finds the account with this email and password. This is the expensive part of a sign-in. */
	async function check(email: string, password: string) {
		const account = await users.findByEmail(email);
		const stored = account?.passwordHash ?? null;
		// One full-cost check whatever was found: neither the answer nor its time tells whether there is an account.
		const matches = await verifyPassword(stored, password);
		if (!account || !matches || account.disabled) return null;
		return { account, newHash: stored !== null ? await renewedHash(stored, password) : null };
	}

	/** The password is known only at this moment, so a hash of an earlier setup is replaced now. */
	async function renewedHash(stored: string, password: string): Promise<string | null> {
		if (!needsRehash(stored)) return null;
		try {
			return await hashPassword(password);
		} catch (error) {
			notRehashed(error);
			return null;
		}
	}

	async function rehash({ user, passwordHash: stored }: Account<User>, newHash: string) {
		try {
			if (stored !== null) await users.replaceHash(user.id, stored, newHash);
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			notRehashed(error);
		}
	}

	return defineAction({
		schema: signInSchema,
		on: 'page',
		needs: 'anyone',
		secrets: ['password'],
		limit: {
			...(config.limits && { address: config.limits.signIn }),
			account: ({ email }) => email
		},
		async run(fields, { event }: ActionRequest<User, 'anyone'>) {
			const result = await attempt(fields, event);
			if (!result.ok) {
				const { code } = result;
				await hooks.emit({
					type: 'signInFailed',
					...{ method: 'password', email: fields.email, code, event }
				});
			}
			return leadingOn(result);
		}
	});
}

/** The person is signed in all the same. */
const notRehashed = (error: unknown) =>
	report('A password could not be hashed anew. The next sign-in tries again.', error);
