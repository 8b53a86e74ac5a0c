import type { z } from 'zod';
import { dataArgument, readArguments } from '../../arguments.js';
import type { AuthContext } from '../../context.js';
import { createPageAction } from '../../http/page-action.js';
import { createServerFunction } from '../../http/server-function.js';
import type { ChangePasswordOptions, ChangePasswordResult } from '../../password-types.js';
import { signUpSchema } from '../../schemas.js';
import type { SignUpForm, SignUpOptions } from '../../sign-up-types.js';
import type { SignInResult, SignInOptions } from '../../types.js';
import { createChangePasswordAction } from './change-password.js';
import { createPasswordPolicy } from './password-policy.js';
import { createPasswordServices } from './password-services.js';
import { createSetPassword } from './set-password.js';
import { createSignInAction } from './sign-in.js';
import { createSignUpAction } from './sign-up.js';

/**
 * Signing up and in with email and password, as a feature: always installed.
 *
 * @example
 * ```ts
 * const { api } = passwordFeature<User>().setup(context);
 * await api.signIn({ cookies, email, password });
 * ```
 */
export const passwordFeature = <User extends { id: string }>() => ({
	id: 'password' as const,
	setup(context: AuthContext<User>) {
		const refuse = createPasswordPolicy(context.config);
		const signin = createSignInAction(context);
		const signup = createSignUpAction(context, refuse);
		const changepassword = createChangePasswordAction(context, refuse);
		return {
			api: {
				signIn: createServerFunction<User, SignInOptions, SignInResult<User>>(
					'signIn()',
					'signin',
					signin,
					context
				),
				async signUp(options: SignUpOptions) {
					const { data } = readArguments('signUp()', dataArgument, { data: options?.data });
					const action = createSignUpAction(context, refuse, {
						...{ schema: signUpSchema, data: () => data }
					});
					return await createServerFunction<User, SignUpOptions, SignInResult<User>>(
						'signUp()',
						'signup',
						action,
						context
					)(options);
				},
				changePassword: createServerFunction<User, ChangePasswordOptions, ChangePasswordResult>(
					'changePassword()',
					'changepassword',
					changepassword,
					context
				),
				setPassword: createSetPassword(context, refuse),
				signUpAction: <Schema extends z.ZodObject>(form: SignUpForm<Schema>) =>
					createPageAction('signup', createSignUpAction(context, refuse, form), {
						...context,
						pages: context.config.paths.pages,
						trustedOrigins: context.config.trustedOrigins
					})
			},
			actions: { signin, signup, changepassword },
			services: createPasswordServices(context, refuse)
		};
	}
});
