import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import type { AuthContext } from '../../context.js';
import { StoreError } from '../../database/query.js';
import { failure } from '../../failure.js';
import { defineAction, type ActionRequest } from '../../http/action.js';
import { afterResponse } from '../../http/after-response.js';
import { report } from '../../report.js';
import { signUpSchema, type SignUpFields } from '../../schemas.js';
import { signInWith } from '../../sessions/sign-in-with.js';
import type { SignUpForm } from '../../sign-up-types.js';
import { NameTakenError } from '../../users/users.js';
import { checkPassword } from './password-policy.js';
import { passwordWork, tooBusy } from './password-work.js';
import { hashPassword, verifyPassword } from './password.js';
import { leadingOn, type SignInOutcome } from './sign-in.js';

/** How long a sign-up that is sent again signs in, in milliseconds. */
const RETRY_WITHIN = 60_000;

/**
 * Creates the action `?/signup`.
 *
 * @param form Default: the fields of `signUpSchema`
 *
 * @example
 * ```ts
 * const signup = createSignUpAction(context);
 * ```
 */
export function createSignUpAction<
	User extends { id: string },
	Schema extends z.ZodObject = typeof signUpSchema
>(context: AuthContext<User>, form?: SignUpForm<Schema>) {
	const { config, requests, database, users, hooks, admit, signUpSteps } = context;

	async function attempt(
		{ email, password, name, callbackUrl }: SignUpFields,
		more: Record<string, unknown>,
		event: RequestEvent
	): Promise<SignInOutcome<User>> {
		const stopped = await hooks.runBefore({
			type: 'beforeSignUp',
			...{ email, name: name || null, event }
		});
		if (stopped !== null) return { ...failure('SIGN_UP_STOPPED'), error: stopped };
		const refused = await checkPassword(password, { email, name, appName: config.appName });
		if (refused) return { ...refused, field: 'password' };
		let user: User | null = null;
		try {
			const hashed = await passwordWork(event, () => hashPassword(password));
			if (!hashed.done) return tooBusy();
			const account = { email, passwordHash: hashed.value, ...(name && { name }) };
			if (!(await isReserved(email))) user = await users.create(account, more);
			const isNew = user !== null;
			user ??= await findRetried(email, password, event);
			if (!user) {
				if (hidesTaken()) await users.rehearse(database, account, more);
				return await taken(email, event);
			}
			if (isNew) await created(user, event);
			return await signInWith(admit, requests.of(event.cookies), user, {
				...{ method: 'password', callbackUrl },
				paths: config.paths,
				proof: (current) => current === hashed.value || verifyPassword(current, password)
			});
		} catch (error) {
			if (error instanceof NameTakenError) return { ...failure('NAME_TAKEN'), field: 'name' };
			if (!(error instanceof StoreError)) throw error;
			report('A sign-up could not be finished.', error);
			return failure(user ? 'SESSION_NOT_CREATED' : 'STORE_UNAVAILABLE');
		}
	}

	async function isReserved(email: string): Promise<boolean> {
		for (const step of signUpSteps) if (await step.isReserved?.(email)) return true;
		return false;
	}

	/** Whether nobody may find out by a sign-up which emails are taken. */
	const hidesTaken = () => signUpSteps.some((step) => step.hidesTaken);

	async function created(user: User, event: RequestEvent): Promise<void> {
		for (const step of signUpSteps) await step.whenCreated?.({ user, event });
		const emit = () => hooks.emit({ type: 'afterSignUp', user, event });
		// How long the app's hook takes would tell that the email was free.
		if (hidesTaken()) afterResponse(event, emit);
		else await emit();
	}

	/** The email is taken, which a feature may not want to tell. */
	async function taken(email: string, event: RequestEvent): Promise<SignInOutcome<User>> {
		for (const step of signUpSteps) {
			const answer = await step.whenTaken?.({ email, event });
			if (answer) return answer;
		}
		return { ...failure('EMAIL_TAKEN'), field: 'email' };
	}

	/**
	 * The user whom this same form has made a moment ago, where the answer to that was lost: whoever sends it again signs in.
	 * It takes the password, like a sign-in.
	 */
	async function findRetried(email: string, password: string, event: RequestEvent) {
		const account = await users.findByEmail(email);
		const age = Date.now() - (account?.createdAt?.getTime() ?? 0);
		if (!account || account.disabled || age > RETRY_WITHIN) return null;
		const checked = await passwordWork(event, () => verifyPassword(account.passwordHash, password));
		return checked.done && checked.value ? account.user : null;
	}

	return defineAction({
		schema: (form?.schema ?? signUpSchema) as unknown as Schema,
		on: 'page',
		needs: 'anyone',
		limit: config.limits ? { address: config.limits.signUp } : {},
		secrets: ['password', ...(form?.secrets ?? [])] as (keyof z.output<Schema> & string)[],
		run: async (fields, { event }: ActionRequest<User, 'anyone'>) => {
			const more = form?.data?.(fields) ?? {};
			return leadingOn(await attempt(fields as unknown as SignUpFields, more, event));
		}
	});
}
