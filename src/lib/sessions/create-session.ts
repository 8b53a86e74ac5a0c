import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { cookiesOf, readArguments, redirectArgument, say, userIdArgument } from '../arguments.js';
import { StoreError } from '../database/query.js';
import { failure } from '../failure.js';
import type { SignInPaths } from '../http/cookie-check.js';
import { assertNotBegun } from '../http/begun-response.js';
import { assertWritable, isCommand } from '../http/remote-function.js';
import type { RequestAuth, Requests } from '../http/request-auth.js';
import { report } from '../report.js';
import type { CreateSessionOptions, SignInResult } from '../types.js';
import type { Users } from '../users/users.js';
import type { Admit } from './admit.js';
import { signInWith } from './sign-in-with.js';

const METHOD = say("Pass a word of your own, such as 'github', or leave it out.");

const schema = z.object({
	userId: userIdArgument,
	method: z.string(METHOD).min(1, METHOD).default('custom'),
	redirect: redirectArgument,
	// What is not a path of this app is dropped where it is used.
	callbackUrl: z.string().optional().catch(undefined)
});

/**
 * Creates the `createSession()` for server code: signs in a user who has proven who they are to the app's own code.
 *
 * @example
 * ```ts
 * const createSession = createCreateSession({ requests, users, admit, paths });
 * ```
 */
export function createCreateSession<User extends { id: string }>(options: {
	requests: Requests<User>;
	users: Users<User>;
	admit: Admit<User>;
	paths: SignInPaths;
}) {
	const { requests, users, admit, paths } = options;

	async function attempt(
		state: RequestAuth<User>,
		userId: string,
		options: Parameters<typeof signInWith>[3]
	): Promise<SignInResult<User, string>> {
		try {
			const account = await users.findById(userId);
			if (!account || account.disabled) return failure('ACCOUNT_UNAVAILABLE');
			return await signInWith(admit, state, account.user, options);
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			report('A session could not be created.', error);
			return failure('STORE_UNAVAILABLE');
		}
	}

	return async (given: CreateSessionOptions): Promise<SignInResult<User, string>> => {
		const cookies = cookiesOf(given);
		const state = requests.of(cookies);
		assertWritable('createSession()', cookies, state);
		assertNotBegun('createSession()', state.event);
		const {
			userId,
			redirect: follow,
			...options
		} = readArguments('createSession()', schema, given);
		const result = await attempt(state, userId, { ...options, paths });
		if (result.ok && follow && !isCommand(state.event)) redirect(303, result.url);
		return result;
	};
}
