import type { Action, ActionFailed, ActionNeeds, ActionResult } from './action.js';
import type { ActionLimiter } from './action-limiter.js';
import { actionRequest } from './check-needs.js';
import type { RequestAuth } from './request-auth.js';

/** Where the limiter is found, once a feature has supplied it. Until then nothing is limited. */
export interface LimiterSlot {
	limiter: ActionLimiter | null;
}

/**
 * Runs an action within its limit: every way to an action, a form or a server function, comes through here.
 *
 * @param name of the action; all ways to it share one count
 * @param fields as the schema of the action returns them
 *
 * @example
 * ```ts
 * const result = await runAction('signin', signInAction, fields, state, slot);
 * ```
 */
export async function runAction<User, Result extends ActionResult, Needs extends ActionNeeds>(
	name: string,
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the fields have been checked by the schema
	{ run, limit }: Pick<Action<User, any, Result, Needs>, 'run' | 'limit'>,
	fields: unknown,
	state: RequestAuth<User>,
	{ limiter }: LimiterSlot
): Promise<Result | ActionFailed> {
	const request = actionRequest<User, Needs>(state);
	const decision = limit && limiter ? await limiter.take(name, limit, fields, request) : null;
	if (decision?.ok === false) return decision;
	if (decision?.isDone) return { ok: true } as Result;
	const result = await run(fields, request);
	await decision?.settle(result);
	return told(result);
}

/** What only the limiter is told, the caller is not. */
function told<Result extends ActionResult>(result: Result): Result {
	const copy: Result & { triesSecret?: boolean } = { ...result };
	delete copy.triesSecret;
	return copy;
}
