import type { RequestEvent } from '@sveltejs/kit';
import type { AuthContext } from '../../context.js';
import { failure } from '../../failure.js';
import type { SignUpFields } from '../../schemas.js';
import type { Account } from '../../users/users.js';
import { waitForStep } from '../../wait-for-step.js';
import { passwordWork } from './password-work.js';
import { hashPassword, verifyPassword } from './password.js';

/** How long a sign-up that is sent again signs in, in milliseconds. */
const RETRY_WITHIN = 60_000;

/** Where a sign-up must not tell whether its email is taken, it is answered at a multiple of this, in milliseconds. */
export const STEP_MS = 250;

/** What a sign-up has come to in the database. */
export interface SignedUp<User> {
	/** `null`: the email is taken. */
	user: User | null;
	/** Whether the user was made now. */
	isNew: boolean;
	/** The hash of the password, as it is stored. */
	passwordHash: string | null;
	/** When the work on the password began, by `performance.now()`. */
	startedAt: number;
}

/**
 * Creates the function that makes the account of a sign-up, or finds the one that this same form has made a moment ago, where
 * the answer to that was lost: whoever sends it again signs in. That takes the password and counts as a try, like a sign-in. Beyond
 * that limit it is answered as for a wrong one.
 *
 * Where a sign-up must not tell whether its email is taken, there is one hash for each, and what else would refuse the row is
 * found out for an email that is taken as well. That takes further statements, so an error comes at a whole step, too.
 *
 * @returns `null`: too many passwords wait to be hashed
 *
 * @example
 * ```ts
 * const findOrMake = createSignUpAccount(context);
 * const signedUp = await findOrMake(fields, more, event);
 * if (!signedUp) return tooBusy();
 * ```
 */
export function createSignUpAccount<User extends { id: string }>({
	database,
	users,
	limits,
	signUpSteps
}: Pick<AuthContext<User>, 'database' | 'users' | 'limits' | 'signUpSteps'>) {
	/** Hashes or checks the password, and says when that began. */
	async function timed<T>(event: RequestEvent, work: () => Promise<T>) {
		let startedAt = 0;
		const outcome = await passwordWork(event, () => {
			startedAt = performance.now();
			return work();
		});
		return outcome.done ? { value: outcome.value, startedAt } : null;
	}

	async function isReserved(email: string, model: typeof database.model): Promise<boolean> {
		for (const step of signUpSteps) if (await step.isReserved?.(email, model)) return true;
		return false;
	}

	/** The account with this email, if it was made a moment ago. */
	async function findYoung(email: string): Promise<Account<User> | null> {
		const account = await users.findByEmail(email);
		const age = Date.now() - (account?.createdAt?.getTime() ?? 0);
		return account && !account.disabled && age <= RETRY_WITHIN ? account : null;
	}

	/** Makes the user, in one transaction with what features store for them. `null` where the email is taken. */
	async function make(
		account: Parameters<typeof users.create>[0],
		more: Record<string, unknown>,
		event: RequestEvent
	): Promise<User | null> {
		const steps = signUpSteps.filter((step) => step.whenCreated ?? step.isReserved);
		if (steps.length === 0) return await users.create(account, more);
		const { transaction } = database;
		let afterwards: (() => void)[] = [];
		const user = await users.create(account, more, {
			transaction,
			async work(user, model) {
				// It may be run again.
				afterwards = [];
				if (await isReserved(account.email, model)) return false;
				for (const step of steps) {
					const next = await step.whenCreated?.({ user, event, model });
					if (next) afterwards.push(next);
				}
				return true;
			}
		});
		if (user) for (const next of afterwards) next();
		return user;
	}

	return async (
		{ email, password, name }: Pick<SignUpFields, 'email' | 'password' | 'name'>,
		more: Record<string, unknown>,
		event: RequestEvent
	): Promise<SignedUp<User> | null> => {
		const isHidden = signUpSteps.some((step) => step.hidesTaken);
		const rowOf = (passwordHash: string) => ({ email, passwordHash, ...(name && { name }) });
		/** After the check, so that it takes the same time whether the try counts. */
		async function isWithinLimit(isRight: boolean): Promise<boolean> {
			const request = { event, user: null, session: null };
			const permit = await limits.limiter?.take('signup', { account: () => email }, {}, request);
			if (!permit) return true;
			if (!permit.ok) return false;
			const result = isRight ? ({ ok: true } as const) : failure('INVALID_CREDENTIALS');
			if (!permit.isDone) await permit.settle(result);
			return true;
		}
		async function ifTheirs(account: Account<User>) {
			const checked = await timed(event, () => verifyPassword(account.passwordHash, password));
			if (!checked) return null;
			const isCounted = await isWithinLimit(checked.value);
			return { ...checked, value: checked.value && isCounted };
		}
		const inStep = async <T>(startedAt: number, work: () => Promise<T>): Promise<T> => {
			try {
				return await work();
			} catch (error) {
				if (isHidden) await waitForStep(startedAt, STEP_MS);
				throw error;
			}
		};

		// A hash and a check after it would tell that the email is taken: the check comes first, and instead.
		const young = isHidden ? await findYoung(email) : null;
		if (young) {
			const checked = await ifTheirs(young);
			if (!checked) return null;
			const { passwordHash } = young;
			const { startedAt } = checked;
			const user = checked.value ? young.user : null;
			const row = rowOf(passwordHash ?? '');
			if (!user) await inStep(startedAt, () => users.rehearse(database, row, more));
			return { user, isNew: false, passwordHash, startedAt };
		}

		const hashed = await timed(event, () => hashPassword(password));
		if (!hashed) return null;
		const { value: passwordHash, startedAt } = hashed;
		return await inStep(startedAt, async () => {
			const made = await make(rowOf(passwordHash), more, event);
			if (made) return { user: made, isNew: true, passwordHash, startedAt };

			const other = await findYoung(email);
			const checked = other && (await ifTheirs(other));
			const user = other && checked?.value ? other.user : null;
			if (!user && isHidden) await users.rehearse(database, rowOf(passwordHash), more);
			return { user, isNew: false, passwordHash: other?.passwordHash ?? null, startedAt };
		});
	};
}
