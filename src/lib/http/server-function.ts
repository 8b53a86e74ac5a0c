import { redirect } from '@sveltejs/kit';
import { cookiesOf, readArguments, redirects } from '../arguments.js';
import { failure } from '../failure.js';
import type { Cookies } from '../types.js';
import { assertNotBegun } from './begun-response.js';
import type { Action, ActionNeeds, ActionResult } from './action.js';
import type { AppPages } from './app-paths.js';
import { checkNeeds } from './check-needs.js';
import { assertWritable, isCommand } from './remote-function.js';
import type { Requests } from './request-auth.js';
import { runAction, type LimiterSlot } from './run-action.js';

/** What every server function of this kind takes beside the fields of its action. */
export interface ServerFunctionOptions {
	/** The request's cookies. */
	cookies: Cookies;
	/** Throw SvelteKit's `redirect(303)` after success, where the form redirects. Default: `true`. */
	redirect?: boolean;
}

/** The parts of the kit that these work with. */
interface ServerFunctionContext<User> {
	requests: Requests<User>;
	limits: LimiterSlot;
	config: { paths: { pages: AppPages } };
}

/**
 * Creates the function with which server code does what a form action does: the fields are checked by the same schema, and
 * a failure comes back as a value.
 *
 * @param call how messages call the function, such as `signIn()`
 * @param name of the action: both share its limit
 *
 * @example
 * ```ts
 * const signIn = createServerFunction('signIn()', 'signin', signInAction, context);
 * ```
 */
export function createServerFunction<
	User,
	Options extends ServerFunctionOptions,
	Result extends { ok: boolean },
	Needs extends ActionNeeds = ActionNeeds
>(
	call: string,
	name: string,
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the fields are checked by the schema
	action: Pick<Action<User, any, ActionResult, Needs>, 'schema' | 'run' | 'limit' | 'needs'>,
	{ requests, limits, config }: ServerFunctionContext<User>
): (options: Options) => Promise<Result> {
	return async (options) => {
		const cookies = cookiesOf(options);
		const state = requests.of(cookies);
		assertWritable(call, cookies, state);
		assertNotBegun(call, state.event);
		const unmet = await checkNeeds(state, action.needs, config.paths.pages);
		if (unmet) return unmet as unknown as Result;
		const { redirect: follow } = readArguments(call, redirects, options);
		const fields = action.schema.safeParse(options);
		if (!fields.success) return failure('INVALID_INPUT') as unknown as Result;
		const { redirectTo, ...result } = await runAction(name, action, fields.data, state, limits);
		// Only success redirects: after a failure with a further step nobody is signed in, and the caller has to check `ok`.
		const goesOn = result.ok && follow && !isCommand(state.event);
		if (goesOn && redirectTo !== undefined) redirect(303, redirectTo);
		return result as unknown as Result;
	};
}
