import type { RequestEvent } from '@sveltejs/kit';
import type { ActionFailed, ActionLimit, ActionResult } from './action.js';

/** What a limiter says of one run of an action. */
export type LimitDecision =
	| { ok: true; isDone?: false; settle(result: ActionResult): Promise<void> }
	/** Earlier runs have done it. */
	| { ok: true; isDone: true }
	| ActionFailed;

/** Counts how often actions run. A feature supplies it, and the form actions ask it before each run. */
export interface ActionLimiter {
	/**
	 * Counts one run, unless there were too many.
	 *
	 * @param name of the action
	 * @returns a refusal, or what to call with the result of the run
	 */
	take(
		name: string,
		limit: ActionLimit<unknown, unknown>,
		fields: unknown,
		request: { event: RequestEvent; user: unknown; session: unknown }
	): Promise<LimitDecision>;
}
