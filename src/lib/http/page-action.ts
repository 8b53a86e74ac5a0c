import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import type { ValidationAdapter } from 'sveltekit-superforms/adapters';
import { superValidate, type SuperValidated } from 'sveltekit-superforms/server';
import type { z } from 'zod';
import { failure } from '../failure.js';
import type { FormMessage } from '../types.js';
import type { Action, ActionFailed, ActionNeeds, ActionResult } from './action.js';
import type { AppPages } from './app-paths.js';
import { checkNeeds } from './check-needs.js';
import { readForm } from './read-form.js';
import type { Requests } from './request-auth.js';
import { setRetryAfter } from './retry-after.js';
import { runAction, type LimiterSlot } from './run-action.js';
import { shownEmail } from './shown-email.js';

/** The return value of a form action that did not redirect: superforms' form, under a status of 400 or above. */
export type FormFailure<Input extends Record<string, unknown>> = ActionFailure<{
	form: SuperValidated<Input, FormMessage>;
}>;

/** The return value of a form action that succeeded and stays on its page. */
export interface FormSuccess<Input extends Record<string, unknown>> {
	form: SuperValidated<Input, FormMessage>;
}

/** The form action of an action with `on: 'page'`. */
export type PageAction<Input extends Record<string, unknown>> = (
	event: RequestEvent
) => Promise<FormFailure<Input> | FormSuccess<Input>>;

/** What every form action needs to know of the kit. */
export interface ActionSupport<User> {
	requests: Requests<User>;
	pages: AppPages;
	/** Origins beside the app's own whose forms are accepted. */
	trustedOrigins: readonly string[];
	/** The HTTP status for a code. */
	httpStatusOf(code: string): number;
	/** The limiter of actions. */
	limits: LimiterSlot;
}

/**
 * Creates the form action of an action with `on: 'page'`: it checks the form, runs the action, and redirects or returns the
 * form. Fields that the action declares as secret are emptied before anything is returned.
 *
 * @param name the name of the action
 *
 * @example
 * ```ts
 * const signin = createPageAction('signin', signInAction, support);
 * ```
 */
export function createPageAction<User, Schema extends z.ZodObject, Needs extends ActionNeeds>(
	name: string,
	action: Action<User, Schema, ActionResult, Needs>,
	{ requests, pages, trustedOrigins, httpStatusOf, limits }: ActionSupport<User>
): PageAction<z.output<Schema>> {
	const { schema, needs, secrets = [] } = action;
	type Input = z.output<Schema>;
	type Form = SuperValidated<Input, FormMessage>;
	const load = createAdapterLoader(schema);

	function refused(
		form: Form,
		{ code, error, field, retryAfter }: ActionFailed
	): FormFailure<Input> {
		form.valid = false;
		// A failure that belongs to one field is shown at that field, like any other mistake in it.
		if (field !== undefined) Object.assign(form.errors, { [field]: [error] });
		else
			form.message = {
				...{ code, error },
				...(retryAfter !== undefined && { retryAfter })
			} as FormMessage;
		return fail(httpStatusOf(code), { form });
	}

	return async (event) => {
		const adapter = await load();
		const posted = await readForm(event, trustedOrigins);
		if (!posted.ok) return refused(await superValidate(adapter), failure(posted.code));

		const form: Form = await superValidate(posted.data, adapter, { allowFiles: false });
		const fields = { ...form.data };
		for (const secret of secrets) Object.assign(form.data, { [secret]: '' });
		const { email } = fields;
		if (typeof email === 'string') Object.assign(form.data, { email: shownEmail(email) });
		const state = requests.of(event.cookies);
		const unmet = await checkNeeds(state, needs, pages);
		if (unmet) return refused(form, unmet);
		if (!form.valid) return fail(httpStatusOf('INVALID_INPUT'), { form });

		const result = await runAction(name, action, fields, state, limits);
		// A failure that leads to a further step, or a success that leads somewhere.
		if (result.redirectTo !== undefined) redirect(303, result.redirectTo);
		if (result.ok) return { form };
		setRetryAfter(state, result);
		return refused(form, result);
	};
}

/**
 * Superforms' adapters are one module that loads the libraries of all of them, which would be most of the time of a cold
 * start. So it is imported by the first form that is posted.
 */
function createAdapterLoader<Schema extends z.ZodObject>(schema: Schema) {
	let loading: Promise<ValidationAdapter<z.output<Schema>>> | undefined;
	return () =>
		(loading ??= import('sveltekit-superforms/adapters').then(
			({ zod4 }) => zod4(schema as never) as ValidationAdapter<z.output<Schema>>
		));
}
