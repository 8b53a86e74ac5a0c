import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { failure } from '../failure.js';
import type { Action, ActionFailed, ActionNeeds, ActionResult } from './action.js';
import { checkNeeds } from './check-needs.js';
import type { ActionSupport } from './page-action.js';
import { readForm } from './read-form.js';
import { setRetryAfter } from './retry-after.js';
import { runAction } from './run-action.js';

/**
 * Creates the form action of an action with `on: 'everywhere'`. It redirects where the action succeeded and names a URL;
 * otherwise it returns the result under the action's name.
 *
 * @param name the name of the action
 *
 * @example
 * ```ts
 * const note = createEverywhereAction('note', noteAction, support);
 * ```
 */
export function createEverywhereAction<
	User,
	Schema extends z.ZodObject,
	Result extends ActionResult,
	Needs extends ActionNeeds
>(
	name: string,
	action: Action<User, Schema, Result, Needs>,
	{ requests, pages, trustedOrigins, httpStatusOf, limits }: ActionSupport<User>
): (
	event: RequestEvent
) => Promise<Record<string, Result> | ActionFailure<Record<string, ActionFailed>>> {
	const { schema, needs, dataKey: key = name } = action;
	const refused = (result: ActionFailed) => fail(httpStatusOf(result.code), { [key]: result });

	return async (event) => {
		const posted = await readForm(event, trustedOrigins);
		const state = requests.of(event.cookies);
		// Where nothing changes, `locals` have to say so: a page that exports this action is rendered in the same request.
		if (!posted.ok) {
			await state.identify?.();
			return refused(failure(posted.code));
		}
		const unmet = await checkNeeds(state, needs, pages);
		if (unmet) return refused(unmet);
		const parsed = schema.safeParse(Object.fromEntries(posted.data));
		if (!parsed.success) return refused(failure('INVALID_INPUT'));

		const result = await runAction(name, action, parsed.data, state, limits);
		if (result.redirectTo !== undefined) redirect(303, result.redirectTo);
		if (result.ok) return { [key]: result };
		setRetryAfter(state, result);
		return refused(result);
	};
}
