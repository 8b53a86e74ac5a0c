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
import { waitForStep } from '../../wait-for-step.js';
import { NameTakenError } from '../../users/users.js';
import type { PasswordPolicy } from './password-policy.js';
import { tooBusy } from './password-work.js';
import { verifyPassword } from './password.js';
import { createSignUpAccount, STEP_MS } from './sign-up-account.js';
import { leadingOn, type SignInOutcome } from './sign-in.js';

/**
 * Creates the action `?/signup`.
 *
 * @param refuse checks the new password
 * @param form Default: the fields of `signUpSchema`
 *
 * @example
 * ```ts
 * const signup = createSignUpAction(context, createPasswordPolicy(context.config));
 * ```
 */
export function createSignUpAction<
	User extends { id: string },
	Schema extends z.ZodObject = typeof signUpSchema
>(context: AuthContext<User>, refuse: PasswordPolicy, form?: SignUpForm<Schema>) {
	const { config, requests, hooks, admit, signUpSteps } = context;
	const findOrMake = createSignUpAccount(context);

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
		const refused = await refuse(password, { email, name });
		if (refused) return { ...refused, field: 'password' };
		let user: User | null = null;
		try {
			const signedUp = await findOrMake({ email, password, name }, more, event);
			if (!signedUp) return tooBusy();
			user = signedUp.user;
			const { isNew, passwordHash, startedAt } = signedUp;
			if (user && isNew) await created(user, event);
			const outcome = user
				? await signInWith(admit, requests.of(event.cookies), user, {
						...{ method: 'password', callbackUrl },
						paths: config.paths,
						proof: (current) => current === passwordHash || verifyPassword(current, password)
					})
				: await taken(email, event);
			if (hidesTaken()) await waitForStep(startedAt, STEP_MS);
			return outcome;
		} catch (error) {
			if (error instanceof NameTakenError) return { ...failure('NAME_TAKEN'), field: 'name' };
			if (!(error instanceof StoreError)) throw error;
			report('A sign-up could not be finished.', error);
			return failure(user ? 'SESSION_NOT_CREATED' : 'STORE_UNAVAILABLE');
		}
	}

	/** Whether nobody may find out by a sign-up which emails are taken. */
	const hidesTaken = () => signUpSteps.some((step) => step.hidesTaken);

	async function created(user: User, event: RequestEvent): Promise<void> {
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
